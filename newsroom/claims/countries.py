"""Countries named in text, in each language: a count in two countries is not a count in one of them."""

from functools import cache

from babel import Locale

from newsroom.languages import every, languages
from newsroom.text.words import stem

# Stems of countries in one language that are common words in another: "island" is Iceland to a German.
_COMMON_WORDS = frozenset(every(lambda language: language.countries.common_words))
_EXACT = {
    name: code
    for language in languages().values()
    for code, names in language.countries.exact.items()
    for name in names
}
_REGIONS = {
    name: region
    for language in languages().values()
    for region, names in language.countries.regions.items()
    for name in names
}
SHORTEST_STEM = (
    4  # letters; "Iran" is the shortest name that is not a common word somewhere; 5 loses one own pair of 58
)


def country_code(word: str, following: str = "") -> str:
    """ISO code of the country that a word names, alone or with the word after it; "" where it names no country."""
    singles, pairs = _tables()
    if following and (code := pairs.get((stem(word), stem(following)))):
        return code
    if word in _EXACT:
        return _EXACT[word]
    return singles.get(stem(word), "") if len(word) >= SHORTEST_STEM else ""


def region_named(word: str) -> str:
    """The continent that a word names, as written; "" where it names none."""
    return _REGIONS.get(word, "")


@cache
def _tables() -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    singles: dict[str, str] = {}
    pairs: dict[tuple[str, str], str] = {}
    for code, names in _names():
        words = [stem(word) for word in names.split()]
        if len(words) == 1 and len(words[0]) >= SHORTEST_STEM and words[0] not in _COMMON_WORDS:
            singles.setdefault(words[0], code)
        elif len(words) > 1:
            pairs.setdefault((words[0], words[1]), code)
    return singles, pairs


def _names() -> list[tuple[str, str]]:
    """Codes with names: first those that the languages list, then those of CLDR."""
    named = {tag: language.countries.names for tag, language in languages().items() if language.countries.names}
    used = [
        (code, name.replace("_", " "))
        for countries in named.values()
        for code, names in countries.items()
        for name in names
    ]
    listed = [
        (code.lower(), str(name).replace("-", " "))
        for tag in named
        for code, name in Locale(tag).territories.items()
        if len(code) == 2 and code.isalpha()  # noqa: PLR2004 - codes of countries, not of continents
    ]
    return used + listed
