"""Which language a text is in."""

import eldc
import regex

# Detection is told a piece of the text only: 1.7 us a headline, and 2,000 characters settle it.
_ENOUGH_CHARACTERS = 2_000
# Shorter texts are guesses: "OK", "Live", a name.
_FEWEST_LETTERS = 12
_CODE = regex.compile(r"\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]{0,30})?\s*")
_LETTERS = regex.compile(r"\p{L}+")

eldc.init()


def primary(tag: str | None) -> str | None:
    """The primary subtag of a BCP 47 tag in lower case ("uk-UA" -> "uk"); None for what is no tag."""
    match = _CODE.fullmatch(tag or "")
    return match.group(1).casefold() if match else None


def detect(text: str, hint: str | None = None) -> str | None:
    """The primary language subtag of a text.

    Args:
        text: Any text; the first 2,000 characters count.
        hint: What the feed declares (BCP 47). It wins where the text is too short to tell, and where the detector
            is unsure and has it among its likeliest three: many feeds declare "en" whatever they write.

    Returns:
        None where neither the text nor the hint can tell.
    """
    declared = primary(hint)
    letters = " ".join(_LETTERS.findall(text[:_ENOUGH_CHARACTERS]))
    if len(letters) < _FEWEST_LETTERS:
        return declared
    seen = eldc.detect_details(letters)
    if seen.language == "und" or (declared in seen.scores and not seen.reliable):
        return declared
    return str(seen.language)
