"""Why two items were joined, in words a person can check."""

from newsroom.stories.features import Features
from newsroom.stories.thresholds import RARE
from newsroom.text.frequency import background

_SHOWN = 5


def shared_words(seen: Features, other: Features, *, names: bool = False) -> list[str]:
    """The words that weigh most in both, as the first writes them; only names where asked."""
    mine, theirs = seen.weights, other.weights
    shared = [term for term in mine if term in theirs and term.startswith("name ") == names]
    shared = [term for term in shared if names or not term.startswith("title ")]
    shared.sort(key=lambda term: (-mine[term] * theirs[term], term))
    return [seen.words[term] for term in shared if term in seen.words]


def rare_words(seen: Features, other: Features) -> list[str]:
    """The stems in both that the news seldom holds."""
    rarity = background().rarity
    shared = set(seen.terms).intersection(other.terms)
    return sorted(term for term in shared if " " not in term and rarity(term) >= RARE)


def in_words(seen: Features, other: Features) -> str:
    """The shared words and the time between the tellings."""
    words = dict.fromkeys([*shared_words(seen, other, names=True)[:_SHOWN], *shared_words(seen, other)])
    return f"shared: {', '.join([*words][:_SHOWN])}; {_gap(abs(seen.hours - other.hours))}"


def _gap(hours: float) -> str:
    if hours < 1:
        return f"{60 * hours:.0f} min apart"
    return f"{hours:.0f} h apart" if hours < 48 else f"{hours / 24:.0f} days apart"  # noqa: PLR2004 - hours of two days
