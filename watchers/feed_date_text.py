"""A feed's date on its way to being read: signs, digits and separators of all scripts made those of one."""

import html
import re
import unicodedata

MAX_DATE_CHARS = 120
_TAGS = re.compile(r"<[^<>]*>")
_DASHES = re.compile("[‐-―−﹣]")
_EAST_ASIAN_PARTS = (
    (re.compile(r"(\d)\s*[年년]\s*(?=\d)"), r"\1-"),
    (re.compile(r"(\d)\s*[月월]\s*(?=\d)"), r"\1-"),
    (re.compile(r"(\d)\s*[日号號일]"), r"\1 "),
    (re.compile(r"(\d)\s*[時时點点시]\s*(?=\d)"), r"\1:"),
    (re.compile(r"(\d)\s*[時时點点시]"), r"\1:00 "),
    (re.compile(r"(\d)\s*[分분]\s*(?=\d+\s*[秒초])"), r"\1:"),
    (re.compile(r"(\d)\s*[分분秒초]"), r"\1 "),
)
# Years counted from an emperor's or the republic's first: "令和8年" is 2026, "民國115年" too.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_OF_AN_ERA = re.compile(rf"({'|'.join(_ERAS)})\s*(元|\d{{1,3}})\s*(?=年)")
_SPACED_YEAR_FIRST = re.compile(r"\b(\d{4})\.\s+(\d{1,2})\.\s+(\d{1,2})(?:\.|\b)")
_SPACED_YEAR_LAST = re.compile(r"\b(\d{1,2})\.\s+(\d{1,2})\.\s+(\d{4})\b\.?")
_TIDYING = (
    (re.compile(r"\b(\d{8})(?=\d{6}\b|\d{4}\b)"), r"\1 "),
    (re.compile(r"(?<=:\d\d),(?=\d)"), "."),
    (re.compile(r"(?<=\d)t(?=\d)"), " "),
    (re.compile(r"(?<=\d{4}):(?=\d{1,2}:\d)"), " "),  # a web server's "20/Nov/2026:21:05:00"
    (re.compile(r"(?<=\d):\s+(?=\d)|(?<=\d)\s+:(?=\d)"), ":"),
    (re.compile(r"(?<=\d)\s+h\s+(?=\d\d\b)"), "h"),
    (re.compile("(تشرين|كانون) (?=ال)"), r"\1"),  # the months of two words
    (re.compile(r"(?<=\d)\s*([ap])\.?\s?m\b\.?"), r" \1m"),
    (re.compile(r"(?<=utc|gmt)\s*([+-])\s*(?=\d)"), r"\1"),
    (re.compile(r"(?<=[+-]):(?=\d)"), ""),
    (re.compile(r"\+\s+(?=\d)"), "+"),
)
_LETTERS_AND_FIGURES = re.compile(r"(?<=[\u1100-\ud7ff])(?=\d)|(?<=\d)(?=[\u1100-\ud7ff])")
_ASIDE = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


def plain_date(raw: str) -> tuple[str, str]:
    """A date's text in lower case with ASCII figures and signs, and apart from it what was in brackets."""
    text = _TAGS.sub(" ", html.unescape(raw)) if "&" in raw or "<" in raw else raw
    if not text.isascii():
        text = unicodedata.normalize("NFKC", "".join(_figure(letter) for letter in text))
        text = _DASHES.sub("-", text)
        text = _OF_AN_ERA.sub(lambda year: str(_ERAS[year[1]] + int(year[2].replace("元", "1"))), text)
        for pattern, written in _EAST_ASIAN_PARTS:
            text = pattern.sub(written, text)
        text = _LETTERS_AND_FIGURES.sub(" ", text)
    text = text.lower()
    asides = " ".join(_ASIDE.findall(text))
    text = _ASIDE.sub(" ", text)
    text = _SPACED_YEAR_LAST.sub(r"\1.\2.\3", _SPACED_YEAR_FIRST.sub(r"\1-\2-\3", text))
    for pattern, written in _TIDYING:
        text = pattern.sub(written, text)
    return " ".join(text.split()), asides


def _figure(letter: str) -> str:
    if unicodedata.category(letter) == "Cf":  # marks of direction stand beside figures in right-to-left text
        return ""
    return str(unicodedata.decimal(letter)) if unicodedata.category(letter) == "Nd" else letter
