"""Names that belong to a publisher already: as they are written, or so that people read them so."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import regex
from anyascii import anyascii

from newsroom.stories.agency_credits import AGENCIES
from newsroom.stories.publishers import family_of, key
from newsroom.text.tables import table
from newsroom.text.url import registered_domain

NAME_CHARS = 80  # a guess: the longest name of an outlet in our tables has half of that
_UNSEEN = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u115f\u1160\u3164\uffa0\u2800]")
# Cyrillic and Greek letters that look like Latin ones, whatever they sound like. Source: confusables of UTS 39.
_LOOKS_LIKE = str.maketrans(table("known_names")["letters"], table("known_names")["look_like"])
_SIGNS = str.maketrans({"0": "o", "1": "l", "|": "l", "!": "l", "i": "l", "3": "e", "5": "s", "$": "s", "@": "a"})
_PAIRS = (("rn", "m"), ("vv", "w"))
_NO_LETTER = regex.compile(r"[^a-z0-9]+")
_FILLERS = frozenset(table("known_names")["filling"].split())
_PARTS = regex.compile(r"[()\[\]|:;·•–—/,]| - ")


def clean_name(typed: str) -> str:
    """A name without what nobody sees: controls, zero-width characters and changes of direction; "" where none is left.

    Spaces are single.
    """
    shown = " ".join(_UNSEEN.sub("", " ".join(typed.split())).split())[:NAME_CHARS].rstrip()
    return shown if any(character.isalnum() for character in shown) else ""


def known_name(name: str, url: str, publishers: Mapping[str, str], listed: Iterable[tuple[str, str]]) -> bool:
    """Whether a feed would be called as a known publisher, agency or source for all whose address is another one.

    Capitals, accents, punctuation, letters of other scripts, digits in place of letters, words like "news" and what is
    set apart from it make no other name.

    Args:
        name: What somebody wants to call it.
        url: Its address.
        publishers: As `families` gives it.
        listed: (name, address) of the sources that are for all.
    """
    wanted = {form for part in (name, *_PARTS.split(name)) for form in _readings(part)} - {""}
    family, domain = family_of(url, publishers), registered_domain(url)
    if any(owner != family and not wanted.isdisjoint(_forms(known)) for known, owner in _owned(publishers)):
        return True
    others = (other for other, address in listed if registered_domain(address) != domain)
    return any(not wanted.isdisjoint(_forms(other)) for other in others)


def _owned(publishers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each known name with the family that it belongs to."""
    yield from publishers.items()
    yield from ((family, family) for family in set(publishers.values()))
    for agency, spellings in AGENCIES.items():
        owner = family_of(agency, publishers)
        named = agency if owner == key(agency) else owner
        yield from ((spelling, named) for spelling in spellings)


def _readings(name: str) -> Iterator[str]:
    """What the name may be read as: the whole, and what is left without filling words at both its ends."""
    for spelled in _spelled(name):
        yield _form(spelled)
        words = [word for word in _NO_LETTER.split(spelled) if word]
        for start in range(len(words)):
            for end in range(len(words), start, -1):
                if all(word in _FILLERS for word in (*words[:start], *words[end:])):
                    yield _form("".join(words[start:end]))


@lru_cache(maxsize=4_096)
def _forms(name: str) -> frozenset[str]:
    """The forms of a known name, with and without its article."""
    spelled = [text for form in _spelled(name) for text in (form, form.removeprefix("the "))]
    return frozenset(form for text in spelled if (form := _form(text)))


def _spelled(name: str) -> set[str]:
    """The name in small Latin letters: by what it sounds like, and by what it looks like."""
    return {anyascii(name).lower(), anyascii(name.translate(_LOOKS_LIKE)).lower()}


def _form(spelled: str) -> str:
    """The letters alone, those that look alike as one."""
    plain = spelled.translate(_SIGNS)
    for pair, letter in _PAIRS:
        plain = plain.replace(pair, letter)
    return _NO_LETTER.sub("", plain)
