"""What the desk decides by: its state, a cache of what is stored; its rules; and the time."""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

import numpy as np

from newsroom.chat import Chat, ChatId, Place
from newsroom.claims.claim_index import ClaimIndex
from newsroom.desk.burst_limit import BurstLimit
from newsroom.desk.hit_row import HitRow
from newsroom.desk.place_lookup import PLACES
from newsroom.desk.shown_headlines import ShownHeadlines
from newsroom.desk.update_order import UpdateOrder
from newsroom.item import Item, ItemId, Paragraph
from newsroom.matching.matcher import Matcher
from newsroom.source import Source, SourceId
from newsroom.stories.clusterer import FeatureReader, StoryClusterer
from newsroom.stories.cross_lingual import SentenceEncoder
from newsroom.stories.features import Features
from newsroom.stories.independence import Copy, agency
from newsroom.stories.placement import Placement, Reprint, SameItem
from newsroom.stories.stream_rarity import WeighedWords
from newsroom.stories.thresholds import MOST_ITEMS, WINDOW_H
from newsroom.stories.window import StoredComparison
from newsroom.story import StoryId
from newsroom.topic import Topic, TopicId

# Claims kept for each item that may be kept. Of 33,000 headlines of four years an item claims .016 figures, of 6,000
# items of 2020's feeds .043: a desk whose items of seven days are as many as it may keep brings .6 claims for each in
# the 90 days that claims are kept. A claim takes 2.9 kB, an item 6: the most that claims can take is half of what items
# take. Twice as many would keep no more of a real newsroom, only more of a feed of nothing but figures.
CLAIMS_FOR_EACH = 1
STORY_OPEN_FOR = timedelta(hours=WINDOW_H)  # after its last item: until then a new item may join the story


KeepText = Callable[[Sequence[Paragraph]], Sequence[Paragraph]]  # gives the same text, to be kept in its place


class DeliveryMode(StrEnum):
    """How a story came to a chat."""

    ALERT = "alert"
    LIST = "list"
    CATCH_UP = "catch_up"
    DIGEST = "digest"
    WAITING = "waiting"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class CardState:
    """A story's card in one place; `lead` is the item whose headline the place was shown, None where none was."""

    mode: DeliveryMode
    muted: bool = False
    lead: ItemId | None = None


@lru_cache(maxsize=256)  # a story comes to many places at once, in one way
def card_state(mode: DeliveryMode, *, muted: bool = False, lead: ItemId | None = None) -> CardState:
    """A card's state; places whose cards are alike share it."""
    return CardState(mode, muted, lead)


class StoryCards(MutableMapping[Place, CardState]):
    """By place, how a story came there, in the order in which it did: one number a card, of eight bytes.

    10,000 items of a desk with 10,000 topics in 300 chats had 70,000 cards; a dictionary for each story took 57 bytes
    of each.
    """

    __slots__ = ("_packed",)

    def __init__(self, cards: Mapping[Place, CardState] | None = None) -> None:
        self._packed = _NO_CARDS
        self.update(cards or {})

    def __getitem__(self, place: Place) -> CardState:
        at = self._find(place)
        if at is None:
            raise KeyError(place)
        return _unpacked(self._packed[at] & _STATE)

    def __setitem__(self, place: Place, card: CardState) -> None:
        at, packed = self._find(place), _packed(place, card)
        if at is not None:
            self._packed[at] = packed
        elif self._packed:
            self._packed.append(packed)
        else:
            self._packed = array("q", (packed,))

    def __delitem__(self, place: Place) -> None:
        at = self._find(place)
        if at is None:
            raise KeyError(place)
        del self._packed[at]

    def __iter__(self) -> Iterator[Place]:
        return (PLACES.place(packed >> _CARD_BITS) for packed in self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def by_place(self) -> dict[Place, CardState]:
        """The same as a dictionary, for who asks about many places."""
        return {PLACES.place(packed >> _CARD_BITS): _unpacked(packed & _STATE) for packed in self._packed}

    def clear(self) -> None:
        """Forget all."""
        self._packed = _NO_CARDS

    def _find(self, place: Place) -> int | None:
        """Where the card of a place is; None where the story never came there."""
        number = PLACES.number(place)
        if len(self._packed) <= _FEW_CARDS:
            return next((at for at, packed in enumerate(self._packed) if packed >> _CARD_BITS == number), None)
        found = np.flatnonzero(np.frombuffer(self._packed, dtype=np.int64) >> _CARD_BITS == number)
        return int(found[0]) if len(found) else None


_NO_CARDS = array("q")  # one for all stories without cards, as most are; never added to
_FEW_CARDS = 32  # to look through an array takes 4 us however few there are; a guess
_MODES = (*DeliveryMode,)
# Of a card's number the lowest three bits are the mode, the next is whether it is muted, those above are the lead (137
# billion items: ten million a day for 37 years), and the rest is the place (four million).
_MODE_BITS, _MUTED_BIT, _LEAD_AT, _CARD_BITS = 0b111, 0b1000, 4, 41
_STATE = (1 << _CARD_BITS) - 1  # all but the place


def _packed(place: Place, card: CardState) -> int:
    lead = card.lead or 0
    if lead >> _CARD_BITS - _LEAD_AT:
        raise OverflowError(f"item {lead}: cards are kept with numbers of {_CARD_BITS - _LEAD_AT} bits")
    state = _MODES.index(card.mode) | (_MUTED_BIT if card.muted else 0) | lead << _LEAD_AT
    return PLACES.number(place) << _CARD_BITS | state


@lru_cache(maxsize=256)  # of a story's cards nearly all are alike
def _unpacked(state: int) -> CardState:
    lead, muted = state >> _LEAD_AT, bool(state & _MUTED_BIT)
    return card_state(_MODES[state & _MODE_BITS], muted=muted, lead=ItemId(lead) if lead else None)


@dataclass(slots=True)
class OpenStory:
    """A story that still takes items.

    Attributes:
        copies: Which items copy which.
        hits: Of each item that matched a topic well enough to alert.
        cards: By place, how the story came there.
    """

    id: StoryId
    opened: datetime
    updated: datetime
    version: int = 0
    outlets: int = 0
    independent: int = 0
    items: dict[ItemId, Item] = field(default_factory=dict)
    copies: list[Copy] = field(default_factory=list)
    hits: HitRow = field(default_factory=HitRow)
    cards: StoryCards = field(default_factory=StoryCards)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRules:
    """When an item is news, and how many alerts a place gets at once.

    Attributes:
        stale_after: Items older than this by our clock go to a labelled catch-up.
        burst_per_minute: More alerts than this to one place within a minute come as one list; None: never.
    """

    stale_after: timedelta = timedelta(hours=12)
    burst_per_minute: int | None = None


class DeskState:
    """Open stories, recent claims, topics and chats. `decide` reads it; `apply` and `set_topics` change it.

    Attributes:
        keep_text: Puts the text of an item where it takes less memory; None: it stays as it is.
        announced: (place, item) -> the story whose card showed that item's headline there, merged stories included.
        background: Items of a first poll.
    """

    def __init__(
        self,
        encoder: SentenceEncoder | None = None,
        most_items: int = MOST_ITEMS,
        features: FeatureReader | None = None,
        keep_text: KeepText | None = None,
    ) -> None:
        self.keep_text = keep_text
        self.clusterer = StoryClusterer(encoder, most_items, features)
        self.claims = ClaimIndex(most_items * CLAIMS_FOR_EACH)
        self.stories: dict[StoryId, OpenStory] = {}
        self.story_of: dict[ItemId, StoryId] = {}
        self._agencies: dict[ItemId, str | None] = {}
        self.background: set[ItemId] = set()
        self.announced = ShownHeadlines()
        self._updates = UpdateOrder()
        self.burst_limit = BurstLimit()
        self.next_story = 1
        self.topics: dict[TopicId, Topic] = {}
        self.chats: dict[ChatId, Chat] = {}
        self.matcher = Matcher({})

    def set_topics(self, topics: Sequence[Topic], chats: Sequence[Chat]) -> None:
        """Take over all that chats track now; paused topics match nothing."""
        self.chats.clear()
        self.change_topics(topics, chats, read=list(self.topics), of_chats=())

    def change_topics(
        self, topics: Sequence[Topic], chats: Sequence[Chat], *, read: Iterable[int], of_chats: Collection[int]
    ) -> None:
        """Take over the topics with these ids and all of these chats, as they are now; the others stay.

        The matcher looks only at topics that came, went or have another query.
        """
        gone = {TopicId(number) for number in read}
        if of_chats:
            gone |= {topic.id for topic in self.topics.values() if topic.place.chat in of_chats}
        for number in gone.difference(topic.id for topic in topics):
            self.topics.pop(number, None)
            self.matcher.untrack(number)
        for topic in topics:
            known = self.topics.get(topic.id)
            if known is None or known.query != topic.query:
                self.matcher.track(topic.id, topic.query)
            self.topics[topic.id] = topic
        for chat in of_chats:
            self.chats.pop(ChatId(chat), None)
        self.chats.update({chat.id: chat for chat in chats})

    def open_story(self, story: StoryId, at: datetime) -> OpenStory:
        """The open story of that id, opened now if it is not yet."""
        if story not in self.stories:
            self.stories[story] = OpenStory(id=story, opened=at, updated=at)
            self.note_number(story)
            self._updates.note(story, at)
        return self.stories[story]

    def note_update(self, story: OpenStory, at: datetime) -> None:
        """The story takes items for so long from then on."""
        story.updated = at
        self._updates.note(story.id, at)

    def note_number(self, story: StoryId) -> None:
        """The number is taken."""
        self.next_story = max(self.next_story, story + 1)

    def keeps(self, item: Item) -> bool:
        """Whether this state holds the item's claims and clusters it: the shared one those that are for all."""
        return item.owner is None

    def cluster(self, item: Item, placement: Placement) -> None:
        """Have later items join an item that was placed."""
        del placement
        if self.keeps(item):
            self.clusterer.add(item, self.story_of[item.id])

    def story_for(self, item: ItemId) -> StoryId | None:
        """The open story of an item; None where it is in none."""
        return self.story_of.get(item)

    def read_again(self, items: Iterable[ItemId]) -> list[tuple[Item, Features]]:
        """Those of the items that are in the open stories and in the window, with what clustering compares of them."""
        stories = {item: self.stories.get(self.story_of[item]) for item in items if item in self.story_of}
        found = [story.items.get(item) for item, story in stories.items() if story is not None]
        there = [item for item in found if item is not None and self.clusterer.story_of(item.id) is not None]
        return [(item, self.clusterer.features_of(item.id)) for item in there]

    @property
    def claim_indexes(self) -> tuple[ClaimIndex, ...]:
        """Where claims are to compare with."""
        return (self.claims,)

    def add_item(self, item: Item, story: OpenStory) -> None:
        """Put an item, or a newer version of it, into a story."""
        story.items[item.id] = item if self.keep_text is None else _with_text(item, self.keep_text(item.paragraphs))
        self.story_of[item.id] = story.id
        self._agencies.pop(item.id, None)

    def agency_of(self, item: Item) -> str | None:
        """The agency whose text an item of a story is; None for other texts.

        Made out when it is first asked for: most items are alone in their stories, whose voices nobody counts.
        """
        if item.id not in self._agencies:
            self._agencies[item.id] = agency(item)
        return self._agencies[item.id]

    def restore_item(
        self,
        item: Item,
        first: Item,
        story_id: StoryId,
        placement: Placement,
        *,
        background: bool,
        compared: StoredComparison | None = None,
        weighed: WeighedWords | None = None,
    ) -> bool:
        """Enter a stored decision; `first`: the version of the item that was clustered.

        Returns:
            Whether it is clustered. What it copies may have left the window: then it is to be clustered after all
            others, as a desk that never stopped clusters it anew after those that came meanwhile.
        """
        self.enter_item(item, story_id, placement, background=background)
        if compared is not None:
            return self.clusterer.add_stored(first, story_id, compared, weighed)
        self.cluster(first, placement)
        return True

    def enter_item(self, item: Item, story_id: StoryId, placement: Placement, *, background: bool) -> None:
        """Enter a stored decision of an item that needs no clustering: the window has it, or it has left that."""
        if background:
            self.background.add(item.id)
        story = self.stories[story_id]
        self.add_item(item, story)
        story.copies += copies_by(item, placement)

    def note_headline(self, place: Place, story: OpenStory, now: datetime) -> None:
        """Remember the headline that a place has just been shown for a story: it is not shown that again."""
        card, lead = story.cards[place], min(story.items)
        if card.mode is DeliveryMode.ALERT:
            self.burst_limit.note(place, now)
        story.cards[place] = card_state(card.mode, muted=card.muted, lead=lead)
        self.announced[place, lead] = story.id

    def name_anew(self, sources: Mapping[SourceId, Source]) -> None:
        """Have the items with their sources as these are called and counted now."""
        for story in self.stories.values():
            for item in story.items.values():
                now = sources.get(item.source.id, item.source)
                if now != item.source:
                    self.add_item(replace(item, source=now), story)

    def close_old_stories(self, now: datetime) -> None:
        """Forget stories that take no more items."""
        horizon = self.clusterer.expire(now)
        self.claims.expire(now)
        for id_ in self._updates.take_before(horizon, self._updated):
            for item in self.stories.pop(id_).items:
                self.story_of.pop(item, None)
                self._agencies.pop(item, None)
                self.background.discard(item)
                self.announced.forget((item,))
                self.forget(item)

    def _updated(self, story: StoryId) -> datetime | None:
        there = self.stories.get(story)
        return None if there is None else there.updated

    def forget(self, item: ItemId) -> None:
        """Its story is closed."""


def _with_text(item: Item, paragraphs: Sequence[Paragraph]) -> Item:
    return item if paragraphs is item.paragraphs else replace(item, paragraphs=paragraphs)


@dataclass(frozen=True, slots=True)
class Desk:
    """All that a decision depends on."""

    state: DeskState
    rules: AlertRules
    now: datetime


def copies_by(item: Item, placement: Placement | None) -> list[Copy]:
    """The copy that an item is by its placement; empty where its text is its own."""
    match placement:
        case Reprint():
            return [Copy(item=item.id, of=placement.of, shared_pct=placement.likeness_pct)]
        case SameItem():
            return [Copy(item=item.id, of=placement.of, shared_pct=100)]
        case _:
            return []
