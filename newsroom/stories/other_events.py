"""What shows that two alike items report two events: other people and places, or another step of a series.

A likeness can't say it: the second night's strike has the words of the first, and one report of a court's day has the
words of another. Both items must show it, so that a report that leaves a name out stays with the rest. What was
measured, and that the day of an event helps with attacks alone, is in docs/quality.md.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from rapidfuzz import fuzz, process

from newsroom.stories.features import Features
from newsroom.stories.next_story import Obstacle
from newsroom.stories.series_steps import ANOTHER
from newsroom.stories.template_reports import same_template
from newsroom.stories.thresholds import MOST_MENTIONED, NAME_SPELLING_PCT, RARE, STEP_GAP_H
from newsroom.text.frequency import background
from newsroom.text.words import STEM_LETTERS, bare

_PREFIX_LETTERS = 5  # of a name that stay in its cases and demonyms, as in newsroom.stories.template_reports


def other_event(a: Features, b: Features) -> Obstacle | None:
    """By what two items report two events, however alike they are; None where nothing shows it."""
    if same_template(a, b):
        return Obstacle.ONE_TEMPLATE
    if _steps_differ(a, b) or _attacks_differ(a, b):
        return Obstacle.OTHER_STEP
    return Obstacle.OTHER_NAMES if _names_differ(a, b) else None


def _steps_differ(a: Features, b: Features) -> bool:
    """Whether the headlines count two events of a series, or a later one alone says that there was one before it."""
    if not (a.steps or b.steps):
        return False
    numbers, other_numbers = a.steps - {ANOTHER}, b.steps - {ANOTHER}
    if numbers and other_numbers:
        return numbers.isdisjoint(other_numbers)
    earlier, later = sorted((a, b), key=lambda features: features.hours)
    dated = earlier.dated and later.dated
    return dated and bool(later.steps) and not earlier.steps and later.hours - earlier.hours >= STEP_GAP_H


def _attacks_differ(a: Features, b: Features) -> bool:
    """Whether each reports an attack of its own day, of one kind, and mentions little else of the other's headline."""
    one, other = a.attack, b.attack
    if one is None or other is None or one.day == other.day or one.kinds.isdisjoint(other.kinds):
        return False
    if a.language != b.language or abs(a.hours - b.hours) < STEP_GAP_H:
        return False
    stems = one.stems | other.stems
    return max(_mentioned(a, stems, b), _mentioned(b, stems, a)) <= MOST_MENTIONED


def _mentioned(features: Features, but: Collection[str], by: Features) -> float:
    """How much of a headline another item mentions, by rarity, its names and some words left out; 1 of an empty one."""
    headline = [term.rpartition(" ")[2] for term in features.unnamed if term.startswith("title ")]
    there, rarity = frozenset(by.terms), background().rarity
    rarities = {word: rarity(word) for word in headline if word not in but}
    whole = sum(rarities.values())
    return sum(value for word, value in rarities.items() if word in there) / whole if whole else 1.0


def _names_differ(a: Features, b: Features) -> bool:
    """Whether each headline names someone or somewhere, and neither item mentions any of the other's."""
    if not (a.names and b.names) or a.language != b.language:
        return False
    names, other_names = _rare_names(a), _rare_names(b)
    return bool(names and other_names) and _unmentioned(names, b) and _unmentioned(other_names, a)


@lru_cache(maxsize=256)  # of an item that is compared with many, and of those that were just compared
def _rare_names(features: Features) -> Sequence[Sequence[str]]:
    """The names in the headline, each by the keys of its words.

    Left out are those that may stand for another ("wide ..."), and common words: the West, the Senate.
    """
    rarity = background().rarity
    found = []
    for named, run in groupby(zip(features.title.split(), features.names, strict=True), key=lambda pair: bool(pair[1])):
        words = [*run]
        sure = named and not any(key.startswith("wide ") for _, key in words)
        if sure and max(rarity(bare(word)[:STEM_LETTERS]) for word, _ in words) >= RARE:
            found.append([key.partition(" ")[2] for _, key in words])
    return found


def _unmentioned(names: Sequence[Sequence[str]], features: Features) -> bool:
    """Whether an item mentions no word of any of the names, in any form or spelling."""
    terms = _plain_terms(features)
    return not any(_is_mentioned(key, terms) for name in names for key in name)


@lru_cache(maxsize=256)  # as above
def _plain_terms(features: Features) -> Mapping[str, None]:
    return dict.fromkeys(term.rpartition(" ")[2] for term in features.terms)


def _is_mentioned(key: str, terms: Collection[str]) -> bool:
    if key in terms or key[:STEM_LETTERS] in terms:
        return True
    beginning = key[: min(_PREFIX_LETTERS, max(len(key) - 2, 2))]
    if any(term.startswith(beginning) for term in terms):
        return True
    return process.extractOne(key, [*terms], scorer=fuzz.ratio, score_cutoff=NAME_SPELLING_PCT) is not None
