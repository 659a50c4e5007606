"""The attack that an item reports as news, and its day: one of the same kind on another day is the next of a campaign.

Drones hit a depot on Wednesday, a rail yard in the same region on Friday: reports of the two share all words but what
was hit. Other kinds of event go on from day to day (a court, a rescue, a flood), so that a day tells nothing of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from newsroom.dates import Derivation, Precision, find_dates
from newsroom.languages import languages
from newsroom.text.listed_words import ListedWords
from newsroom.text.sentences import sentences
from newsroom.text.words import STEM_LETTERS, Token, bare, fold

# Classes of the languages' [counting.event]: what is over within minutes and comes back in another place.
_KINDS = ("strike", "attack", "explosion", "shooting", "stabbing", "fire")
_NEWS_DAYS = timedelta(days=1)  # before publication, or on its day; what is older is what the news goes back to
_LEAD_LETTERS, _LEAD_WORDS = 400, 40  # guesses: the first sentence of a teaser is shorter


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackMention:
    """An attack that is news.

    Attributes:
        day: When it was, as date.toordinal counts.
        kinds: What it was ("strike", "fire"); at least one.
        stems: Of the words that say so.
    """

    day: int
    kinds: frozenset[str]
    stems: frozenset[str]


def attack_day(
    title: str, text: str, words: tuple[Sequence[Token], Sequence[Token]], language: str | None, published: date | None
) -> AttackMention | None:
    """The attack that headline and first sentence report; None where they name no day of the news, or several times.

    Args:
        title: As it stands.
        text: The item's.
        words: The tokens of both.
        language: BCP 47 primary tag; None where it is not known.
        published: None where the feed does not say.
    """
    if published is None or language is None or language not in languages():
        return None
    headline, lead = words
    folded = dict.fromkeys(token.folded for token in (*headline, *lead[:_LEAD_WORDS]))
    found = {word: kind for word in folded if (kind := _kind(word, language)) is not None}
    if not found:
        return None
    first = next((sentence.text for sentence in sentences(text[:_LEAD_LETTERS])), "")
    day, *others = {day for part in (title, first) for day in _days(part, published, language)} or {None}
    if day is None or others:
        return None
    stems = frozenset(bare(word)[:STEM_LETTERS] for word in found)
    return AttackMention(day=day.toordinal(), kinds=frozenset(found.values()), stems=stems)


def _days(text: str, published: date, language: str) -> Iterator[date | None]:
    """The days that a text names; None where it goes back to an earlier time ("a month after the blast")."""
    for one in find_dates(text, published, language):
        if one.hour_only or one.of_thing or one.kind in (Derivation.STATEMENT, Derivation.VAGUE):
            continue
        is_news = published - _NEWS_DAYS <= one.first <= published
        yield one.first if is_news and one.precision is Precision.DAY else None


@lru_cache(maxsize=8_192)  # six times as fast as to look it up: the words of most items are those of the others
def _kind(word: str, language: str) -> str | None:
    return _kind_words(language).find(word)


@cache
def _kind_words(language: str) -> ListedWords[str]:
    listed = dict(languages()[language].counting.event)
    return ListedWords({fold(word): kind for kind in _KINDS for word in listed.get(kind, ())})
