"""`wirewatch lab stories`: the grouping of a stream, as decided on arrival and after the repairs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, assert_never

import click

from bot.lab.rows import LabRow, finish, items_argument, out_option, read_items, read_rows, write_rows
from desk.headline_reader import HeadlineReader
from desk.sentence_encoder import ModelEncoder
from handlers.sentences.reader import Reader
from newsroom.item import Item, ItemId
from newsroom.stories.affair_parts import ReadHeadline
from newsroom.stories.clusterer import StoryClusterer
from newsroom.stories.cross_lingual import SentenceEncoder
from newsroom.stories.placement import EditedItem, NewStory, Placement, Reprint, SameItem, SameStory
from newsroom.stories.reclustering import StoryChanges, recluster
from newsroom.story import StoryId

REPAIR_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabDecision:
    """A row, what was decided when it arrived, and the story it was put in."""

    row: LabRow
    placement: Placement
    story: StoryId


class Stream:
    """Items in the order of their arrival, repaired every ten minutes of their own time."""

    def __init__(self, encoder: SentenceEncoder | None = None) -> None:
        self.stories: dict[ItemId, StoryId] = {}
        self._clusterer = StoryClusterer(encoder)
        self._headlines = HeadlineReader(encoder)
        self._items: dict[ItemId, Item] = {}
        self._last = StoryId(0)
        self._clock: datetime | None = None
        self._repaired: datetime | None = None
        self._changed = False

    def take(self, item: Item) -> tuple[Placement, StoryId]:
        """Decide one item as it arrives."""
        self._tick(item.arrived_at)
        placement = self._clusterer.place(item)
        story = self._new() if isinstance(placement, NewStory) else placement.story
        self._clusterer.add(item, story)
        self.stories[item.id], self._items[item.id] = story, item
        self._changed = True
        return placement, story

    def settle(self) -> None:
        """Repair the open stories, as the job would do after the last item."""
        if self._clock is not None and self._changed:
            self._apply(recluster(self._clusterer.snapshot(), self._clock, self._headlines_of))
            self._changed = False

    def _headlines_of(self, items: Sequence[ItemId]) -> Mapping[ItemId, ReadHeadline]:
        return self._headlines.read([(self._items[item], self._clusterer.features_of(item)) for item in items])

    def _tick(self, now: datetime) -> None:
        if self._clock is None or now > self._clock:
            self._clock = now
        if self._repaired is None:
            self._repaired = self._clock
        if self._clock - self._repaired >= REPAIR_EVERY:
            self.settle()
            self._clusterer.expire(self._clock)
            self._repaired = self._clock

    def _apply(self, change: StoryChanges) -> None:
        for merge in change.merges:
            self._move([item for item, story in self.stories.items() if story == merge.old], merge.into)
        for move in change.moves:
            self._move(move.items, move.into)
        for split in change.splits:
            self._move([*split.items, *(item for _, items in split.joined for item in items)], self._new())

    def _move(self, items: Iterable[ItemId], story: StoryId) -> None:
        items = list(items)
        self._clusterer.move(items, story)
        self.stories.update(dict.fromkeys(items, story))

    def _new(self) -> StoryId:
        self._last = StoryId(self._last + 1)
        return self._last


def decide(rows: Iterable[LabRow], encoder: SentenceEncoder | None = None) -> Iterator[Mapping[str, Any]]:
    """The answers for the rows, in their order; nothing comes out before all have gone in."""
    stream = Stream(encoder)
    names: dict[ItemId, str | int] = {}
    decided: list[LabDecision] = []
    for row in rows:
        placement, story = stream.take(row.item)
        names[row.item.id] = row.id
        decided.append(LabDecision(row=row, placement=placement, story=story))
    stream.settle()
    for one in decided:
        yield {
            "id": one.row.id,
            "story": stream.stories[one.row.item.id],
            "story_online": one.story,
            **_fields(one.placement, names),
            "why": Reader().plain(one.placement.why),
        }


def _fields(placement: Placement, names: Mapping[ItemId, str | int]) -> Mapping[str, Any]:
    match placement:
        case SameItem(of=of):
            return {"kind": "same_item", "of": names[of], "likeness_pct": 100}
        case EditedItem(of=of):
            return {"kind": "edited", "of": names[of], "likeness_pct": None}
        case Reprint(of=of, likeness_pct=pct):
            return {"kind": "reprint", "of": names[of], "likeness_pct": pct}
        case SameStory(of=of, likeness_pct=pct):
            return {"kind": "same_story", "of": names[of], "likeness_pct": pct}
        case NewStory(of=of, likeness_pct=pct):
            return {"kind": "new", "of": None if of is None else names[of], "likeness_pct": pct}
    assert_never(placement)


@click.command("stories")
@items_argument
@out_option
def stories_command(items: str, out: str) -> None:
    """Group ITEMS, in the order given, into stories."""
    lines = read_rows(items)
    write_rows(out, decide(read_items(lines), ModelEncoder()))
    finish(lines)
