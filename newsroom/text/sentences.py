"""Text to sentences, with the place of each."""

from dataclasses import dataclass

import regex

_END = regex.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+|$)|\n\s*\n|(?<=\S)\n(?=\S)")
_ABBREVIATION = regex.compile(
    r"(?:^|[\s(\"“‘«])(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|St|No|vs|Jr|Sr|Inc|Ltd|Co|Corp|Jan|Feb|Mar|"
    r"Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|U\.S|U\.K|U\.N|E\.U|a\.m|p\.m|e\.g|i\.e|approx|ca|bzw|z\.B|Nr|Mio|Mrd|Abs|"
    r"г|гг|ст|тыс|тис|млн|млрд|руб|грн|им|ім|ул|вул|обл|р|рр|стр|т\.е|т\.д|M|MM|Mme|Mlle)\.$"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence word for word; `start` and `end` are code-point offsets into the text it was cut from."""

    start: int
    end: int
    text: str


def sentences(text: str) -> tuple[Sentence, ...]:
    """Cut a text into its sentences: nothing is changed, white space between them is left out."""
    found: list[Sentence] = []
    start = 0
    for end in _END.finditer(text):
        if not _ends(text, start, end):
            continue
        _keep(found, text, start, end.end())
        start = end.end()
    _keep(found, text, start, len(text))
    return tuple(found)


def _ends(text: str, start: int, end: "regex.Match[str]") -> bool:
    if "\n" in end.group():
        return True
    following = text[end.end() : end.end() + 24].lstrip(" \"'“‘«([")
    if following and following[0].islower():
        return False
    return not (end.group().startswith(".") and _ABBREVIATION.search(text, max(start, end.start() - 12), end.start() + 1))


def _keep(found: list[Sentence], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    body = piece.strip()
    if body:
        at = start + len(piece) - len(piece.lstrip())
        found.append(Sentence(at, at + len(body), body))
