"""What an editor may expect from news of a new year, in plain words, out of the figures.

Stories are promised from the figures that were reached with the bars of other sets, where there are any; every other
task from the sets that were not tuned on, or that are least like those that were.
"""

from collections.abc import Iterator, Mapping, Sequence


def _streams(figure: str) -> tuple[str, ...]:
    return tuple(f"stream-{language}: {figure}" for language in ("en", "fr", "ru"))


def _put_aside(figure: str) -> tuple[str, ...]:
    return tuple(f"disagreements-{pairs}-aside: {figure}" for pairs in ("kinds", "counts", "everyday"))


# A sentence, and for each of its gaps the figures whose mean goes there.
PROMISES: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    (
        (
            "**A day of headlines.** Of 100 items in a story's card about {} belong there; of 100 reports of an "
            "event about {} are in its card. The moment an item comes it is {} and {}: after the repairs of every "
            "ten minutes {compared}."
        ),
        (
            _streams("B3 precision"),
            _streams("B3 recall"),
            _streams("on arrival: B3 precision"),
            _streams("on arrival: B3 recall"),
        ),
    ),
    (
        "**Two cards of one event.** Of 100 events with three reports or more about {} have more than one card.",
        (_streams("in several stories"),),
    ),
    (
        (
            "**Stories that last for days.** Of 100 items in a card {} belong there, and {} of 100 reports are "
            "found: the second and the third day are what is missed most."
        ),
        (("mix: B3 precision",), ("mix: B3 recall",)),
    ),
    (
        (
            "**Contradictions.** Of 100 alarms that sources give other figures {} are right, and {} of 100 such "
            "differences are found: silence is no proof that all agree."
        ),
        (_put_aside("precision"), _put_aside("recall")),
    ),
    (
        "**Changed headlines.** Of 100 alarms {} are right, and {} of 100 changed figures are found.",
        (("edits: precision",), ("edits: recall",)),
    ),
    ("**Dates.** Of 100 days that a text names {} are read as the day that is meant.", (("dates: full dates right",),)),
    (
        "**Timelines.** Of 100 days that a journalist's timeline has {} are in ours, where it has as many lines.",
        (("timeline17: date recall",),),
    ),
    (
        (
            "**Topics.** Of 100 alerts of a topic {} are of it, and {} of 100 headlines that name it are found, "
            "over ten languages."
        ),
        (("topics-own-2-aside: precision", "topics-own-5-aside: precision"), ("topics-own-5-aside: recall",)),
    ),
)


def expectations(accepted: Mapping[str, float], left_out: Mapping[str, float]) -> Iterator[str]:
    """One line of the page each; what has not been measured is not promised."""
    found = {**accepted, **left_out}
    for sentence, gaps in PROMISES:
        if all(name in found for names in gaps for name in names):
            shares = [round(100 * sum(found[n] for n in names) / len(names)) for names in gaps]
            yield "- " + sentence.format(*shares, **_compared(shares))


def _compared(shares: Sequence[int]) -> dict[str, str]:
    """Of a sentence with four figures: whether the first two are better than the last two, as they are shown."""
    if len(shares) != 4:
        return {}
    repaired, arrived = shares[:2], shares[2:]
    first, second = (_word(now, before) for now, before in zip(repaired, arrived, strict=True))
    apart = f"the first figure is {first}, the second {second}"
    return {"compared": f"both are {first}" if first == second else apart}


def _word(now: int, before: int) -> str:
    if now == before:
        return "the same"
    return "higher" if now > before else "lower"
