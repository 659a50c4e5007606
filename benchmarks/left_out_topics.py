"""Do the values of the importance of dates hold on topics that they were not chosen on?

    python -m benchmarks.left_out_topics [--accept]   # some three minutes

Each topic of Timeline17 and Entities is ranked with the values that are best on all the others, each of the two sets
counting half. Printed: the values chosen without it, its mean date F1 with them, with the values as they are, and by
counting documents. `--accept` takes the mean of each set over into benchmarks/left_out.json.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

import click

from benchmarks.figure_lines import ACCEPTED, LEFT_OUT, read_figures
from benchmarks.labelled_set import rows
from benchmarks.moved_bars import MovedBar, moved
from benchmarks.plain_timelines import most_documents, named_days
from benchmarks.quality_page import PAGE, page_with
from benchmarks.timeline_sets import ENTITIES, T17, days_of, items_of
from newsroom.timelines.chosen_dates import chosen_dates
from newsroom.timelines.date_importance import date_importance
from newsroom.timelines.dated_sentences import date_sentences
from newsroom.timelines.event_mentions import EventMention, event_mentions
from newsroom.timelines.topic_words import topic_words

GRID = {
    "RECALL": (0.0, 1.0, 2.0),
    "RECALL_DAYS": (14, 30),
    "OFF_TOPIC": (0.2, 0.35, 1.0),
    "COVERAGE_POWER": (0.0, 0.25),
    "UNDATED": (0.25, 0.5),
}
Values = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicTimelines:
    """One topic: what its items name, the gold timelines, and what counting documents gives."""

    name: str
    topic: frozenset[str]
    timelines: Sequence[tuple[Sequence[str], Sequence[EventMention]]]  # the days of each, and the mentions in its span
    plain: float

    def f1(self) -> float:
        """Mean date F1 with the bars as they are now."""
        found = []
        for days, mentions in self.timelines:
            weights = date_importance(mentions, self.topic)
            chosen = chosen_dates(mentions, weights, len(days), date.min)
            found.append(_f1({value for value in chosen if len(value) == len("2025-08-11")}, days))
        return sum(found) / len(found)


def _f1(answer: set[str], days: Sequence[str]) -> float:
    return 2 * len(answer & set(days)) / (len(answer) + len(days))


def read(gold: Path) -> TopicTimelines:
    """A topic with everything that does not move with the bars."""
    items = items_of(gold)
    dated = [date_sentences(item) for item in items]
    wanted = [[True] * len(one.texts) for one in dated]
    mentions = [found for one, every in zip(dated, wanted, strict=True) for found in event_mentions(one, every)]
    timelines, plain = [], []
    for row in rows(gold):
        days = days_of(row)
        first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
        within = [one for one in mentions if one.when.last and (one.when.first or one.when.last) >= first]
        timelines.append((days, [one for one in within if one.when.last and one.when.last <= last]))
        counted = most_documents(items, named_days, len(days), first, last)
        plain.append(_f1({day.isoformat() for day in counted}, days))
    return TopicTimelines(
        name=gold.name.partition(".")[0],
        topic=topic_words(zip(dated, wanted, strict=True)),
        timelines=timelines,
        plain=sum(plain) / len(plain),
    )


def by_values(topics: Sequence[TopicTimelines]) -> Iterator[tuple[Values, dict[str, float]]]:
    """The F1 of each topic, for every row of values of the grid."""
    for values in product(*GRID.values()):
        with ExitStack() as stack:
            for name, value in zip(GRID, values, strict=True):
                stack.enter_context(moved(MovedBar("newsroom.timelines.date_importance", name), value))
            yield values, {topic.name: topic.f1() for topic in topics}


def best_without(name: str, found: Mapping[Values, Mapping[str, float]]) -> Values:
    """The values that are best on the topics but this one."""
    return max(found, key=lambda values: _mean({one: f1 for one, f1 in found[values].items() if one != name}))


def _mean(f1: Mapping[str, float]) -> float:
    """The mean of two means: over the topics of Timeline17 and over those of Entities."""
    halves = [[value for name, value in f1.items() if name.startswith("t17") is whole] for whole in (True, False)]
    return sum(sum(half) / len(half) for half in halves) / len(halves)


@click.command()
@click.option("--accept", is_flag=True, help="Take the means over into benchmarks/left_out.json and docs/quality.md.")
def main(*, accept: bool) -> None:
    """Choose the values of date_importance without each topic in turn."""
    topics = [read(gold) for gold in (*T17, *ENTITIES)]
    now = {topic.name: topic.f1() for topic in topics}
    found = dict(by_values(topics))
    click.echo(f"{'topic':32} {'left out':>8} {'as it is':>8} {'plain':>6}  {' '.join(GRID)}")
    for topic in topics:
        values = best_without(topic.name, found)
        shown = " ".join(f"{value:g}" for value in values)
        click.echo(
            f"{topic.name:32} {found[values][topic.name]:8.3f} {now[topic.name]:8.3f} {topic.plain:6.3f}  {shown}"
        )
    if accept:
        kept = read_figures(LEFT_OUT) | left_out(topics, found)
        LEFT_OUT.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
        PAGE.write_text(page_with(read_figures(ACCEPTED), PAGE.read_text("utf-8")), "utf-8")


def left_out(topics: Sequence[TopicTimelines], found: Mapping[Values, Mapping[str, float]]) -> dict[str, float]:
    """The mean over the gold timelines of each set, each topic with the values that the others choose."""
    of: dict[str, list[float]] = {"timeline17": [], "entities": []}
    for topic in topics:
        f1 = found[best_without(topic.name, found)][topic.name]
        of["timeline17" if topic.name.startswith("t17") else "entities"] += [f1] * len(topic.timelines)
    return {f"{name}: date F1": round(sum(each) / len(each), 4) for name, each in of.items()}


if __name__ == "__main__":
    main()
