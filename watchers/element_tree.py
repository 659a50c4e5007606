"""An XML document as elements with their texts, by expat."""

from dataclasses import dataclass, field
from xml.parsers import expat

SEPARATOR = "\n"  # between a namespace and a name; in no namespace's name


@dataclass(slots=True)
class XmlElement:
    """An element; `text` is what lies in it directly, in pieces."""

    name: str
    attributes: dict[str, str]
    texts: list[str] = field(default_factory=list)
    children: list["XmlElement"] = field(default_factory=list)


def root_of(body: bytes) -> XmlElement | None:
    """The document's outermost element; None where it is not well-formed."""
    top = XmlElement("", {})
    stack = [top]

    def started(name: str, attributes: dict[str, str]) -> None:
        element = XmlElement(name, attributes)
        stack[-1].children.append(element)
        stack.append(element)

    def ended(_name: str) -> None:
        stack.pop()

    def text(data: str) -> None:
        stack[-1].texts.append(data)

    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = started, ended, text
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError):
        return None
    return top.children[0]
