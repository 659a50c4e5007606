"""Traditional Chinese letters as the simplified ones, by which texts and queries of both ways of writing meet."""

from functools import cache
from importlib.resources import files


def simplified(text: str) -> str:
    """The text in simplified letters, one for each letter of it; what has no other form stays as it is."""
    return text.translate(_letters())


@cache
def _letters() -> dict[int, str]:
    """Read with the first Chinese word: a newsroom that has none pays nothing."""
    lines = (files("newsroom.text.data") / "simplified_letters.tsv").read_text("utf-8").splitlines()[1:]
    return {ord(letter): plain for letter, plain in (line.split("\t") for line in lines)}
