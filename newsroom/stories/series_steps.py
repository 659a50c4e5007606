"""Which event of a series a headline reports: "Port attacked for second night", "another quake", "the 100th day"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from newsroom.languages import Language, languages
from newsroom.text.listed_words import ListedWords
from newsroom.text.words import Token, fold

ANOTHER = 0  # one more, of which the headline does not say which
NO_STEPS: frozenset[int] = frozenset()  # one for all: nearly every headline names none
# Words between the word of order and what it counts. A guess: "second Russian drone strike".
_WORDS_BETWEEN = 3
_LONGEST_ORDINAL = 4  # digits: "the 1,000th day" is the largest that a headline counts


@dataclass(frozen=True, slots=True, kw_only=True)
class _StepWords:
    """What a language says of the events of a series, folded.

    Attributes:
        order: "second" and the like with their numbers; ANOTHER for "another".
        events: Words that name an event, with its class.
        spans: Days and longer.
        ends: What ends the phrase that a word of order opens.
        in_digits: An ordinal in digits; None where the language has no letters for its ending.
    """

    order: Mapping[str, int]
    events: ListedWords[str]
    spans: frozenset[str]
    ends: frozenset[str]
    in_digits: "regex.Pattern[str] | None"


def series_steps(title: str, words: Sequence[Token], language: str | None) -> frozenset[int]:
    """The numbers of the events that a headline counts within a series, from the second on; ANOTHER for "another".

    A word of order counts where it belongs to an event ("second strike") or, if it is a number, to a stretch of time
    ("second night"): "second minister", "new year" and "New York fire" name no step.

    Args:
        title: As it stands.
        words: Its tokens.
        language: BCP 47 primary tag; None where it is not known.
    """
    if language not in languages():
        return NO_STEPS
    return frozenset(_steps(title, words, _step_words(language))) or NO_STEPS


def _steps(title: str, words: Sequence[Token], known: _StepWords) -> Iterator[int]:
    for at, token in enumerate(words):
        number, behind = _order(words, at, known)
        if number is None:
            continue
        opens_name = token.text[:1].isupper() and behind < len(words) and words[behind].text[:1].isupper()
        for follower in _phrase(title, words, behind, known):
            if known.events.find(follower.folded) is not None:
                if not (opens_name and number == ANOTHER and follower is not words[behind]):
                    yield number
                break
            if number != ANOTHER and follower.folded in known.spans:
                yield number
                break


def _order(words: Sequence[Token], at: int, known: _StepWords) -> tuple[int | None, int]:
    """The number of a word of order, None where the word is none or says "first"; and where what it counts begins."""
    here = words[at]
    if (number := known.order.get(here.folded)) is not None:
        return number, at + 1
    if known.in_digits is not None and here.folded[:1].isdecimal():
        apart = at + 1 < len(words) and words[at + 1].start == here.end + 1  # Russian writes 12-й
        for text, behind in ((here.folded, at + 1), *([(here.folded + words[at + 1].folded, at + 2)] if apart else [])):
            found = known.in_digits.fullmatch(text)
            if found and int(found[1]) > 1:
                return int(found[1]), behind
    return None, at + 1


def _phrase(title: str, words: Sequence[Token], start: int, known: _StepWords) -> Iterator[Token]:
    """The next words, up to a mark or a word that ends the phrase."""
    for before, token in zip(words[start - 1 :], words[start : start + _WORDS_BETWEEN + 1], strict=False):
        if title[before.end : token.start].strip(" -\u00a0") or token.folded in known.ends:
            return
        yield token


@cache
def _step_words(tag: str) -> _StepWords:
    language = languages()[tag]
    counting = language.counting
    events = {fold(word): kind for kind, listed in counting.event for word in listed}
    order = {fold(word): ANOTHER for word in counting.role.series if "_" not in word}
    order |= {fold(word): number for number, listed in counting.ordinal.items() if number > 1 for word in listed}
    roles = counting.role
    return _StepWords(
        order=order,
        events=ListedWords(events),
        spans=frozenset(fold(word) for word in counting.grammar.days),
        ends=frozenset(fold(word) for word in (*roles.stop, *roles.near, *roles.joint, *roles.people)),
        in_digits=_in_digits(language),
    )


def _in_digits(language: Language) -> "regex.Pattern[str] | None":
    endings = "|".join(map(regex.escape, language.counting.grammar.ordinal_endings))
    return regex.compile(rf"(\d{{1,{_LONGEST_ORDINAL}}})(?:{endings})") if endings else None
