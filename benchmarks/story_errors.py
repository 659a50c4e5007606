"""Which items are in the wrong story? Read this, not only the figures:

    python -m benchmarks.story_errors mix [--arrival]

Prints each group of the engine that holds items of several stories, and each story that is in several groups: group,
story, time, outlet and headline of each item. The halves put aside are not read here.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import partial

import click

from benchmarks.labelled_set import rows
from benchmarks.story_sets import HARD, KINDS, PRODUCT_LIKE, WHOLE_TEXTS, grouped
from benchmarks.teasers import StoryRow

READABLE: Mapping[str, Callable[[], Sequence[StoryRow]]] = {
    **{one.name: one.read for one in (*PRODUCT_LIKE, *WHOLE_TEXTS)},
    **{f"hard-{kind}".replace("_", "-"): partial(rows, HARD / f"{kind}.jsonl") for kind in KINDS},
}


def errors(read: Sequence[StoryRow], group_of: Mapping[str, Hashable]) -> Iterator[str]:
    """The lines; an empty one before each group or story."""
    items = {str(row["id"]): row for row in read if row.get("gold_story") is not None}
    story_of = {item: str(row["gold_story"]) for item, row in items.items()}
    yield from _mixed("several stories in one group", items, group_of, story_of)
    yield from _mixed("one story in several groups", items, story_of, group_of)


def _mixed(
    title: str, items: Mapping[str, StoryRow], one: Mapping[str, Hashable], other: Mapping[str, Hashable]
) -> Iterator[str]:
    gathered: dict[Hashable, list[str]] = defaultdict(list)
    for item in items:
        gathered[one[item]].append(item)
    wrong = [members for members in gathered.values() if len({other[item] for item in members}) > 1]
    yield f"== {title}: {len(wrong)} of {len(gathered)}"
    for members in wrong:
        yield ""
        for item in sorted(members, key=lambda item: str(other[item])):
            row = items[item]
            when = str(row.get("published") or "-")[:16]
            yield f"{one[item]!s:>8} | {other[item]!s:>8} | {when} | {row.get('source', '')} | {row['title']}"


@click.command()
@click.argument("name", type=click.Choice(list(READABLE)))
@click.option("--arrival", is_flag=True, help="As decided on arrival, not as it is after the repairs.")
def main(name: str, *, arrival: bool) -> None:
    """Print what is wrong in one set."""
    read = READABLE[name]()
    key = "story_online" if arrival else "story"
    for line in errors(read, {item: row[key] for item, row in grouped(read).items()}):
        click.echo(line)


if __name__ == "__main__":
    main()
