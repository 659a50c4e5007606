"""Strangers' texts without the characters that break databases, messages and files, or that hide what is read."""

import re

# Anything that ends a line somewhere: a viewer, a spreadsheet or a calendar must not see more lines than we do.
_LINE_END = re.compile("\r\n|[\r\f\u2028\u2029]")
# Control characters but tab and line feed, lone surrogates, direction overrides, the two non-characters XML forbids.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


# Private use, soft hyphen, zero width, direction marks; joiners stay, as emoji and Persian need them.
_INVISIBLE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_SPACE = re.compile(r"\s+")


def visible(text: str) -> str:
    """The text without control, private-use and invisible characters and lone surrogates; tabs and lines stay."""
    return _INVISIBLE.sub("", without_controls(text))


def one_line(text: str) -> str:
    """The visible text with each run of white space as one space."""
    return _SPACE.sub(" ", visible(text)).strip()


def without_controls(text: str, replacement: str = "") -> str:
    """The text with each unsafe character replaced, and every kind of line end as a line feed."""
    return _CONTROL.sub(replacement, _LINE_END.sub("\n", text))
