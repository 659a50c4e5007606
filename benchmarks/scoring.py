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
    """B-cubed (Bagga and Baldwin 1998) of two groupings of the same items."""
    wanted, made = _groups(gold), _groups(answers)
    precision = recall = 0.0
    for item, group in gold.items():
        shared = len(wanted[group] & made[answers[item]])
        precision += shared / len(made[answers[item]])
        recall += shared / len(wanted[group])
    return Score(precision=precision / len(gold), recall=recall / len(gold))


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
