"""One language: all of its lists, and which of them it lacks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from pydantic import BaseModel

from newsroom.languages.articles import Agencies, Boilerplate, Countries, Headlines, PastAges, Sentences, Summaries
from newsroom.languages.counting import Counting
from newsroom.languages.dates import Dates
from newsroom.languages.notation import PECULIAR, Section, Words
from newsroom.languages.timelines import Timelines
from newsroom.languages.writing import Bending, LittleWords, Writing


class Gap(Section):
    """Lists that a language does not have, and why."""

    keys: Words
    """The lists, as `section.list`; a section alone stands for all of its lists."""
    why: str
    """The reason."""


class Language(Section):
    """What the newsroom knows of a language; the file's name is its BCP 47 tag."""

    name: str
    """Its name in English."""
    rank: int = 100
    """Where two languages fit as well, the one with the lower rank is taken. The first of all reads what is unknown."""
    gaps: tuple[Gap, ...] = ()
    """The lists that it does not have."""
    writing: Writing
    little_words: LittleWords = LittleWords()
    bending: Bending = Bending()
    boilerplate: Boilerplate = Boilerplate()
    sentences: Sentences = Sentences()
    summaries: Summaries = Summaries()
    past_ages: PastAges = PastAges()
    headlines: Headlines = Headlines()
    agencies: Agencies = Agencies()
    countries: Countries = Countries()
    counting: Counting = Counting()
    dates: Dates = Dates()
    timelines: Timelines = Timelines()


def lacking(language: Language) -> frozenset[str]:
    """The keys of the lists that are empty, though a language should have them."""
    return _lacking(_lists(language))


def gap_problems(language: Language) -> tuple[str, ...]:
    """What is wrong with the language's gaps: lists that lack without a reason, reasons for what is there."""
    lists = tuple(_lists(language))
    under = _by_name(lists)
    named = [name for gap in language.gaps for name in gap.keys]
    explained = {found.key for name in named for found in under.get(name, ())}
    return (
        *(f"{key}: write it, or say under [[gaps]] why there is none" for key in sorted(_lacking(lists) - explained)),
        *(f"gaps: {name}: there is no such list" for name in named if name not in under),
        *(
            f"gaps: {name}: is there, take it out"
            for name in named
            if any(found.filled for found in under.get(name, ()))
        ),
    )


@dataclass(frozen=True, slots=True)
class _List:
    key: str
    filled: bool
    peculiar: bool


def _lacking(lists: Iterable[_List]) -> frozenset[str]:
    return frozenset(found.key for found in lists if not (found.filled or found.peculiar))


def _by_name(lists: Iterable[_List]) -> Mapping[str, list[_List]]:
    """Lists by their keys, and by the sections that they are in."""
    found: dict[str, list[_List]] = {}
    for one in lists:
        for name in accumulate(one.key.split("."), "{}.{}".format):
            found.setdefault(name, []).append(one)
    return found


def _lists(section: BaseModel, prefix: str = "") -> Iterator[_List]:
    for name, about in type(section).model_fields.items():
        value = getattr(section, name)
        key = f"{prefix}{name}"
        if isinstance(value, BaseModel):
            yield from _lists(value, f"{key}.")
        elif isinstance(value, tuple | dict) and key != "gaps":
            yield _List(key, filled=bool(value), peculiar=PECULIAR in about.metadata)
