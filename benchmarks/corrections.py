"""What does this version make of what people corrected? With the files that `wirewatch lab corrections` wrote:

    python -m benchmarks.corrections ITEMS PAIRS

Prints of how many pairs that a person declared to be one story, or two, the engine says the same by itself, and the
plain method (benchmarks/plain_stories.py) with the bar that is best for these very pairs. The engine that was corrected
had all of them wrong that moved something: what counts is how many the next one has right.
"""

from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path

import click

from benchmarks import plain_stories, scoring
from benchmarks.labelled_set import rows
from benchmarks.story_sets import grouped
from benchmarks.teasers import StoryRow

Pairs = Mapping[tuple[str, str], bool]


def pairs_of(read: Sequence[Mapping[str, object]]) -> Pairs:
    """By the ids of both items whether a person declared them to be of one story."""
    found = {}
    for row in read:
        a, b = row["a"], row["b"]
        if isinstance(a, dict) and isinstance(b, dict):
            found[str(a["id"]), str(b["id"])] = row["gold"] == "same"
    return found


def judged(items: Sequence[StoryRow], pairs: Pairs) -> dict[str, tuple[int, int]]:
    """Of the engine after the repair, on arrival, and of the plain method: right pairs of one story, and of two."""
    answers = grouped(items)
    found = {
        name: right(pairs, {item: row[key] for item, row in answers.items()})
        for name, key in (("engine", "story"), ("engine, on arrival", "story_online"))
    }
    groups: list[tuple[int, int]] = []

    def score(group_of: Mapping[str, int]) -> scoring.Score:
        groups.append(right(pairs, group_of))
        return scoring.pairs(pairs, group_of)

    plain_stories.by_bar(items, score)
    return found | {"plain method": max(groups, key=sum)}


def right(pairs: Pairs, group_of: Mapping[str, Hashable]) -> tuple[int, int]:
    """How many pairs of one story are in one group, and how many of two are in two."""
    agreeing = [same for (a, b), same in pairs.items() if (group_of[a] == group_of[b]) == same]
    return sum(agreeing), len(agreeing) - sum(agreeing)


@click.command()
@click.argument("items", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("pairs", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(items: Path, pairs: Path) -> None:
    """Judge the engine by ITEMS and PAIRS."""
    known = pairs_of(rows(pairs))
    same = sum(known.values())
    click.echo(f"{'':<20} {'one story':>12} {'two stories':>12}")
    for name, (one, two) in judged(rows(items), known).items() if known else ():
        click.echo(f"{name:<20} {f'{one} of {same}':>12} {f'{two} of {len(known) - same}':>12}")


if __name__ == "__main__":
    main()
