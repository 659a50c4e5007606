"""Telegram's HTML, read as its server reads it: text and entities out, its own complaint where it can't be read.

Source: tdlib/td `parse_html` (MessageEntity.cpp), read in November 2026. Its habits that surprise: offsets in
complaints count bytes of the input; `</>` closes whatever is open; an entity needs no `;`; unknown entities stay
as they are; a link whose address is no URL is dropped without a word.
"""

import sys
from dataclasses import dataclass, field

from standin.chat_state import Entity
from standin.formatting import Formatted, settle, units
from standin.links import checked_link
from standin.refusals import Refusal, bad_request

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPACE = " \t\r\n\0\v"
_END = "\0"
_ENTITY_LENGTH_MAX = 10


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    argument: str
    offset: int
    text_length: int


@dataclass(slots=True)
class _HtmlReader:
    """The reader's place. `source` ends with a NUL that is no part of the text: no index runs over."""

    source: str
    at: int = 0
    text: list[str] = field(default_factory=list)
    offset: int = 0
    open: list[_Tag] = field(default_factory=list)
    found: list[Entity] = field(default_factory=list)

    @property
    def char(self) -> str:
        return self.source[self.at]

    @property
    def ended(self) -> bool:
        return self.at >= len(self.source) - 1

    def put(self, char: str) -> None:
        self.text.append(char)
        self.offset += units(char)

    def skip_space(self) -> None:
        while not self.ended and self.char in _SPACE:
            self.at += 1

    def take_until(self, stops: str) -> str:
        start = self.at
        while self.char not in stops:
            self.at += 1
        return self.source[start : self.at]

    def complaint(self, sentence: str, position: int) -> Refusal:
        byte = len(self.source[:position].encode("utf-8", "surrogatepass"))
        return bad_request(f"can't parse entities: {sentence} at byte offset {byte}")


def parse_html(source: str) -> Formatted:
    """Read a message in Telegram's HTML.

    Raises:
        Refusal: In Telegram's words.
    """
    reader = _HtmlReader(source + _END)
    while not reader.ended:
        if reader.char == "&" and (decoded := _entity(reader)):
            reader.put(decoded)
        elif reader.char != "<":
            reader.put(reader.char)
            reader.at += 1
        elif reader.source[reader.at + 1] == "/":
            _close(reader)
        else:
            _open(reader)
    if reader.open:
        name = reader.open[-1].name
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{name}\"")
    return settle(_joined(reader.text), reader.found)


def _joined(characters: list[str]) -> str:
    text = "".join(characters)
    if any("\ud800" <= char <= "\udfff" for char in characters):
        raise bad_request(
            "can't parse entities: Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return text


def _entity(reader: _HtmlReader) -> str | None:
    """The character that `&...` stands for, the reader moved past it; None, unmoved, where it is only itself."""
    source, start = reader.source, reader.at
    end = start + 1
    if source[end] == "#":
        base, digits = (16, "0123456789abcdefABCDEF") if source[end + 1] == "x" else (10, "0123456789")
        first = end + (2 if base == 16 else 1)  # noqa: PLR2004 - hexadecimal
        end = first
        while source[end] in digits and end - start <= _ENTITY_LENGTH_MAX:
            end += 1
        code = int(source[first:end], base) if end > first else 0
        if code == 0 or code >= sys.maxunicode or end - start >= _ENTITY_LENGTH_MAX:
            return None
        decoded = chr(code)
    else:
        while source[end].isascii() and source[end].isalpha() and end - start <= _ENTITY_LENGTH_MAX:
            end += 1
        decoded = _NAMED.get(source[start + 1 : end], "")
        if not decoded:
            return None
    reader.at = end + 1 if source[end] == ";" else end
    return decoded


def _open(reader: _HtmlReader) -> None:
    begin = reader.at
    reader.at += 1
    name = reader.take_until(_SPACE + ">").lower()
    if reader.ended:
        raise reader.complaint("Unclosed start tag", begin)
    if name not in _TYPES:
        raise reader.complaint(f'Unsupported start tag "{name}"', begin)
    argument = _attributes(reader, name, begin)
    if name == "span" and argument != "spoiler":
        raise reader.complaint('Tag "span" must have class "tg-spoiler"', begin)
    reader.at += 1
    reader.open.append(_Tag(name, argument, reader.offset, len(reader.text)))


def _attributes(reader: _HtmlReader, tag: str, begin: int) -> str:
    """What the tag's attributes say that matters; the reader is at ">" afterwards."""
    argument = ""
    while reader.char != ">":
        reader.skip_space()
        if reader.char == ">":
            break
        name = reader.take_until(_SPACE + "=>")
        if not name:
            raise reader.complaint(f'Empty attribute name in the tag "{tag}"', begin)
        reader.skip_space()
        value = ""
        if reader.char == "=":
            reader.at += 1
            reader.skip_space()
            if reader.ended:
                raise reader.complaint(f'Unclosed start tag "{tag}"', begin)
            value = _value(reader)
        if reader.ended:
            raise reader.complaint("Unclosed start tag", begin)
        argument = _argument(tag, name, value) or argument
    return argument


def _value(reader: _HtmlReader) -> str:
    if reader.char not in "'\"":
        begin = reader.at
        while (reader.char.isascii() and reader.char.isalnum()) or reader.char in ".-":
            reader.at += 1
        if reader.char not in _SPACE + ">":
            raise reader.complaint("Unexpected end of name token", begin)
        return reader.source[begin : reader.at].lower()
    quote = reader.char
    reader.at += 1
    taken: list[str] = []
    while not reader.ended and reader.char != quote:
        if reader.char == "&" and (decoded := _entity(reader)):
            taken.append(decoded)
        else:
            taken.append(reader.char)
            reader.at += 1
    if not reader.ended:
        reader.at += 1
    return "".join(taken)


def _argument(tag: str, name: str, value: str) -> str:
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id") | ("tg-time", "unix"):
            return value
        case "code", "class" if value.startswith("language-"):
            return value.removeprefix("language-")
        case "span", "class" if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case "blockquote", "expandable":
            return "expandable"
        case _:
            return ""


def _close(reader: _HtmlReader) -> None:
    begin = reader.at
    if not reader.open:
        raise reader.complaint("Unexpected end tag", begin)
    reader.at += 2
    name = reader.take_until(_SPACE + ">").lower()
    reader.skip_space()
    if reader.char != ">":
        raise reader.complaint("Unclosed end tag", begin)
    tag = reader.open.pop()
    if name and name != tag.name:
        byte = len(reader.source[:begin].encode("utf-8", "surrogatepass"))
        raise bad_request(
            f"can't parse entities: Unmatched end tag at byte offset {byte}, "
            f'expected "</{tag.name}>", found "</{name}>"'
        )
    reader.at += 1
    if reader.offset > tag.offset:
        _keep(reader, tag)


def _keep(reader: _HtmlReader, tag: _Tag) -> None:
    kind, offset, length = _TYPES[tag.name], tag.offset, reader.offset - tag.offset
    last = reader.found[-1] if reader.found else None
    same_stretch = last is not None and (last.offset, last.length) == (offset, length)
    if tag.name == "a":
        url = checked_link(tag.argument or "".join(reader.text[tag.text_length :]))
        if url:
            reader.found.append(Entity(type=kind, offset=offset, length=length, url=url))
    elif tag.name == "tg-emoji":
        if not (tag.argument.isascii() and tag.argument.isdigit() and int(tag.argument[:20])):
            raise bad_request("can't parse entities: Invalid custom emoji identifier specified")
        reader.found.append(Entity(type=kind, offset=offset, length=length, custom_emoji_id=tag.argument))
    elif tag.name == "pre" and last is not None and same_stretch and last.type == "code" and last.language:
        reader.found[-1] = Entity(type="pre", offset=offset, length=length, language=last.language)
    elif tag.name == "code" and last is not None and same_stretch and last.type == "pre" and tag.argument:
        reader.found[-1] = Entity(type="pre", offset=offset, length=length, language=tag.argument)
    elif tag.name == "code":
        reader.found.append(Entity(type=kind, offset=offset, length=length, language=tag.argument or None))
    else:
        kind = "expandable_blockquote" if tag.argument == "expandable" else kind
        reader.found.append(Entity(type=kind, offset=offset, length=length))
