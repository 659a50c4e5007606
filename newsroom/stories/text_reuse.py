"""Whether a text was copied from another: the share of five-word runs that both have."""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from newsroom.stories.features import Features
from newsroom.stories.template_reports import same_template
from newsroom.stories.thresholds import COPY, COPY_SHINGLES, HEADLINE_COPY_PCT, HEADLINE_GAP_H, PARTLY


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReuse:
    """How much of the shorter of two texts is in the other.

    Attributes:
        shared_pct: 0..100.
        partial: A part was copied, the rest is the outlet's own.
    """

    shared_pct: int
    partial: bool


def containment(a: Features, b: Features) -> float:
    """The share of the shorter text's five-word runs that is in the other, 0..1; 0 where too few are shared."""
    shorter = min(a.runs, b.runs)
    if shorter < COPY_SHINGLES:
        return 0.0
    shared = len(_runs_of(a).intersection(b.shingles.tolist()))
    return shared / shorter if shared >= COPY_SHINGLES else 0.0


@lru_cache(maxsize=4)  # of an item that is compared with many
def _runs_of(features: Features) -> frozenset[int]:
    return frozenset(features.shingles.tolist())


def text_reuse(a: Features, b: Features) -> TextReuse | None:
    """What one of two items copied from the other; None: each has its own text."""
    share = containment(a, b)
    if share >= PARTLY and not same_template(a, b):
        return TextReuse(shared_pct=round(100 * share), partial=share < COPY)
    if _same_headline(a, b) and not same_template(a, b):
        return TextReuse(shared_pct=100, partial=False)
    return None


def _same_headline(a: Features, b: Features) -> bool:
    """Headlines alone: the same words and the same numbers ("Day 2" is not "Day 21") within two days."""
    if min(a.runs, b.runs) >= COPY_SHINGLES or a.numbers != b.numbers:
        return False
    if abs(a.hours - b.hours) > HEADLINE_GAP_H or min(len(a.terms), len(b.terms)) < COPY_SHINGLES // 3:
        return False
    return fuzz.token_sort_ratio(a.title, b.title) >= HEADLINE_COPY_PCT
