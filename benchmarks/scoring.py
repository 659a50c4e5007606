"""Score what the engine says about our own sets, as `score.py` beside the labelled data does for those."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Fractions, 0..1. `precision` is 1 where no alarm was raised: none of them is false."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def of_counts(hits: int, answers: int, true: int) -> Score:
    return Score(precision=hits / answers if answers else 1.0, recall=hits / true if true else 1.0)


def bcubed(gold: Mapping[str, Hashable], answers: Mapping[str, Hashable]) -> Score:
    """B-cubed (Bagga and Baldwin 1998) of the labelled items; what has no label is in no group."""
    wanted, made = _groups(gold), _groups({item: answers[item] for item in gold})
    precision = recall = 0.0
    for item, group in gold.items():
        shared = len(wanted[group] & made[answers[item]])
        precision += shared / len(made[answers[item]])
        recall += shared / len(wanted[group])
    return Score(precision=precision / len(gold), recall=recall / len(gold))


def parallel_share(gold: Mapping[str, Hashable], answers: Mapping[str, Hashable], least: int = 3) -> float:
    """Of the stories with at least so many items, the share that are in more than one group: a desk has two alerts."""
    large = [story for story in _groups(gold).values() if len(story) >= least]
    return sum(len({answers[item] for item in story}) > 1 for story in large) / len(large) if large else 0.0


def pairs(gold: Mapping[tuple[str, str], bool], answers: Mapping[str, Hashable]) -> Score:
    """Pairs of items that are one story (True) or two, against the groups that they were put in."""
    made = [same for (a, b), same in gold.items() if answers[a] == answers[b]]
    return of_counts(sum(made), len(made), sum(gold.values()))


def alarms(gold: Sequence[Mapping[str, Any]], answers: Sequence[Mapping[str, Any]], key: str, true: str) -> Score:
    """Alarms against rows whose `gold` is `true`; an alarm is the verdict that scorer and engine call by one name.

    Rows that are `uncertain` are left out.
    """
    verdicts = {row[key]: row["verdict"] for row in answers}
    counts: Counter[str] = Counter()
    for row in gold:
        if row["gold"] == "uncertain":
            continue
        alarm = verdicts[row[key]] in ("conflict", "figure_changed")
        counts["said"] += alarm
        counts["true"] += row["gold"] == true
        counts["hits"] += alarm and row["gold"] == true
    return of_counts(counts["hits"], counts["said"], counts["true"])


def _groups(groups: Mapping[str, Hashable]) -> dict[Hashable, set[str]]:
    found: dict[Hashable, set[str]] = defaultdict(set)
    for item, group in groups.items():
        found[group].add(item)
    return found
