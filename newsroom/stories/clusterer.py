"""The open stories, held in memory: where an item is placed, and how people's and the repair's changes come in."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from newsroom.item import Item, ItemId
from newsroom.stories.constraints import MustLinkCannotLink
from newsroom.stories.cross_lingual import SentenceEncoder, in_two_languages
from newsroom.stories.explaining import in_words, rare_words
from newsroom.stories.features import Features, features
from newsroom.stories.open_stories import Nearest, OpenStories
from newsroom.stories.placement import EditedItem, NewStory, Placement, Reprint, SameItem, SameStory
from newsroom.stories.snapshot import Snapshot
from newsroom.stories.template_reports import same_template
from newsroom.stories.thresholds import JOIN, MOST_ITEMS, RELATED, RELATED_WORDS, SAME_ADDRESS, WINDOW_H
from newsroom.stories.window import Copied, ItemWindow
from newsroom.story import StoryId

_A_MOMENT = timedelta(milliseconds=1)  # hours as floats round: what is not older than the last one kept stays


class StoryClusterer:
    """A cache: the same calls of add, move and expire in the same order make the same decisions, in any process.

    `meaning` tells what an item says whatever its language; without it, other languages are joined by names alone.
    Of more than `most_items` the oldest are forgotten, all but those first seen at the same instant as the last kept.
    """

    def __init__(self, meaning: SentenceEncoder | None = None, most_items: int = MOST_ITEMS) -> None:
        self._meaning = meaning
        self._most_items = most_items
        self._window = ItemWindow()
        self._stories = OpenStories()
        self._bonds = MustLinkCannotLink()
        self._read: tuple[Item, Features] | None = None

    def __len__(self) -> int:
        return len(self._window)

    def story_of(self, item: ItemId) -> StoryId | None:
        """The story an item stands in; None once it has left the window."""
        return self._stories.of.get(item)

    def place(self, item: Item) -> Placement:
        """Say what an item is to the open stories; changes nothing."""
        seen = self._features(item)
        return self._same(seen) or self._copied(seen) or self._told(seen)

    def add(self, item: Item, story: StoryId) -> None:
        """Take in an item, placed now or stored before; an edited one takes the place of its earlier version."""
        self._window.add(self._features(item))
        self._stories.put(item.id, story)

    def move(self, items: Iterable[ItemId], story: StoryId) -> None:
        """Put items into a story, as a repair or a person wants it; items that have left the window are passed over."""
        for item in items:
            if item in self._stories.of:
                self._stories.put(item, story)

    def expire(self, now: datetime) -> datetime:
        """Forget the items first seen before the horizon; gives it."""
        horizon = self._horizon(now)
        for item in self._window.expire(horizon.timestamp() / 3600):
            self._stories.take_out(item)
        return horizon

    def _horizon(self, now: datetime) -> datetime:
        """Since when items are held: seven days before `now`; later where more than `most_items` came in since."""
        since = now - timedelta(hours=WINDOW_H)
        if len(self._window) <= self._most_items:
            return since
        return max(since, datetime.fromtimestamp(self._window.arrival(self._most_items) * 3600, UTC) - _A_MOMENT)

    def keep_apart(self, a: ItemId, b: ItemId) -> None:
        """A person's word: these two are not one story. Holds against placing and repair until taken back."""
        self._bonds.keep_apart(a, b)

    def keep_together(self, a: ItemId, b: ItemId) -> None:
        """A person's word: these two are one story. Holds against placing and repair until taken back."""
        self._bonds.keep_together(a, b)

    def release(self, a: ItemId, b: ItemId) -> None:
        """Take a person's word on two items back."""
        self._bonds.release(a, b)

    def snapshot(self) -> Snapshot:
        """What a repair needs, in one picklable value."""
        return self._window.snapshot(self._stories.of, self._bonds)

    def _features(self, item: Item) -> Features:
        """The item's features; placing and adding follow each other, so the last ones are kept."""
        if self._read is None or self._read[0] is not item:
            seen = features(item)
            self._read = (item, replace(seen, meaning=self._meaning(item)) if self._meaning else seen)
        return self._read[1]

    def _same(self, seen: Features) -> SameItem | EditedItem | None:
        known = self._window.known(seen)
        if known is None:
            return None
        story = self._stories.of[known.item]
        if known.exact == seen.exact:
            return SameItem(of=known.item, story=story, why="the same text from the same outlet or address")
        if known.item == seen.item or _cosine(known, seen) >= SAME_ADDRESS:
            return EditedItem(of=known.item, story=story, why="the same address with other words")
        return None

    def _copied(self, seen: Features) -> Reprint | None:
        copied = self._window.look(seen).copied
        if copied is None or copied.of.source == seen.source or not self._may_join(seen, copied.of.item):
            return None
        return self._reprint(copied, partial=False)

    def _reprint(self, copied: Copied, *, partial: bool) -> Reprint:
        part = "part of the text" if partial else "the text"
        return Reprint(
            of=copied.of.item,
            story=self._stories.of[copied.of.item],
            likeness_pct=copied.shared_pct,
            partial=partial,
            why=f"{part} stands there word for word: {copied.shared_pct} % of the shorter one",
        )

    def _told(self, seen: Features) -> Placement:
        bound = self._bound(seen)
        if bound is not None:
            return SameStory(of=bound, story=self._stories.of[bound], likeness_pct=100, why="kept together by hand")
        look = self._window.look(seen)
        nearest = self._nearest(seen)
        if nearest is None or nearest.relative < JOIN:
            return self._new(seen, nearest)
        if look.partly is not None and self._stories.of[look.partly.of.item] == nearest.story:
            return self._reprint(look.partly, partial=True)
        return SameStory(
            of=nearest.of,
            story=nearest.story,
            likeness_pct=_pct(nearest.likeness),
            why=_joined(seen, self._window.features(nearest.of)),
        )

    def _nearest(self, seen: Features) -> Nearest | None:
        """The story to join. A copy goes where its original stands, a round-up with what it is most like."""
        look = self._window.look(seen)
        barred = {self._stories.of[other] for other in self._bonds.apart_from(seen.item) if other in self._stories.of}
        if look.copied is not None:
            story = self._stories.of[look.copied.of.item]
            if story not in barred:
                return Nearest(story=story, of=look.copied.of.item, likeness=look.copied.shared_pct / 100, relative=1.0)
        return self._stories.nearest(self._window.graph, look.row, barred)

    def _new(self, seen: Features, nearest: Nearest | None) -> NewStory:
        for likeness, item in self._window.graph.unfaded(seen, 1):
            other = self._window.features(item)
            saga = likeness >= RELATED and len(rare_words(seen, other)) >= RELATED_WORDS
            if saga and not same_template(seen, other):
                return NewStory(
                    related=self._stories.of[item], of=item, likeness_pct=_pct(likeness), why=in_words(seen, other)
                )
        likeness = nearest.likeness if nearest is not None else 0.0
        abroad = self._window.graph.abroad(seen)
        if abroad is not None:
            why = f"possibly the same event in another language, {in_words(seen, self._window.features(abroad))}"
            return NewStory(related=self._stories.of[abroad], of=abroad, likeness_pct=_pct(likeness), why=why)
        return NewStory(related=None, of=None, likeness_pct=_pct(likeness), why="nothing open is like it")

    def _bound(self, seen: Features) -> ItemId | None:
        known = [other for other in self._bonds.together_with(seen.item) if other in self._stories.of]
        return min(known) if known else None

    def _may_join(self, seen: Features, other: ItemId) -> bool:
        story = self._stories.of[other]
        return not any(self._stories.of.get(item) == story for item in self._bonds.apart_from(seen.item))


def _joined(seen: Features, other: Features) -> str:
    shared = in_words(seen, other)
    compared = in_two_languages(seen, other) and seen.meaning is not None
    return f"says the same in another language, {shared}" if compared else shared


def _cosine(a: Features, b: Features) -> float:
    theirs = b.weights
    return sum(weight * theirs.get(term, 0.0) for term, weight in a.weights.items())


def _pct(likeness: float) -> int:
    return min(100, round(100 * likeness))
