"""Strangers' texts without the characters that break databases, messages and files, or that hide what is read."""

import re

# Anything that ends a line somewhere: a viewer, a spreadsheet or a calendar must not see more lines than we do.
_LINE_END = re.compile("\r\n|[\r\f\u2028\u2029]")
# Control characters but tab and line feed, lone surrogates, direction overrides, the two non-characters XML forbids.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def without_controls(text: str, replacement: str = "") -> str:
    """The text with each unsafe character replaced, and every kind of line end as a line feed."""
    return _CONTROL.sub(replacement, _LINE_END.sub("\n", text))
