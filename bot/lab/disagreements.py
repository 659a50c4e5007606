"""`wirewatch lab disagreements`: two reports beside each other."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import click

from bot.lab.rows import BrokenRowError, Lines, finish, item_of, out_option, read_rows, write_rows
from desk.sentence_encoder import ModelEncoder
from newsroom.claims.claims import claims
from newsroom.claims.disagreements import Contradiction, Developing, Differs, gravest
from newsroom.item import Item
from newsroom.stories.clusterer import StoryClusterer
from newsroom.stories.placement import NewStory
from newsroom.story import StoryId

Row: TypeAlias = Mapping[str, Any]


@click.command("disagreements")
@click.argument("pairs", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@out_option
def disagreements_command(pairs: str, out: str) -> None:
    """Compare the figures of two reports that may or may not be of one event.

    PAIRS has lines of {"pair", "a", "b"}, a and b being items.
    """
    lines = read_rows(pairs)
    write_rows(out, _answers(lines))
    finish(lines)


def _answers(lines: Lines) -> "list[Row]":
    answers = []
    for number, row in lines:
        try:
            answers.append(_answer(row, number))
        except BrokenRowError as error:
            lines.report(number, str(error))
    return answers


def _answer(row: Row, number: int) -> Row:
    a, b = row.get("a"), row.get("b")
    if not isinstance(a, dict) or not isinstance(b, dict):
        raise BrokenRowError('has no items under "a" and "b"')
    one, other = item_of(a, 1).item, item_of(b, 2).item
    answer = {"pair": row.get("pair", number)}
    best = gravest(claims(one), claims(other), same_story=_in_one_story(one, other))
    if best is None:
        return answer | {"verdict": "none", "kind": None, "slot": None, "values": [], "sentences": []}
    verdict, x, y = best
    kind = {Contradiction: "contradiction", Developing: "developing", Differs: "differs"}.get(type(verdict))
    return answer | {
        "verdict": "conflict" if kind else "agree",
        "kind": kind,
        "slot": x.slot.value,
        "values": [x.value, y.value],
        "sentences": [x.sentence, y.sentence],
        "why": verdict.why,
    }


def _in_one_story(one: Item, other: Item) -> bool:
    """Whether the second to come joins the first where nothing else is about: the story engine's own answer."""
    first, second = sorted((one, other), key=lambda item: (item.arrived_at, item.id))
    clusterer = StoryClusterer(ModelEncoder())
    clusterer.add(first, StoryId(1))
    return not isinstance(clusterer.place(second), NewStory)
