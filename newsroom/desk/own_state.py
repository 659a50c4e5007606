"""The state of the desk of one chat: the stories that it sees differently, by its own sources or corrections."""

from collections.abc import Iterable
from datetime import datetime

from newsroom.chat import ChatId
from newsroom.claims.claim_index import ClaimIndex
from newsroom.desk.hit_row import HitRow
from newsroom.desk.state import DeskState, OpenStory
from newsroom.item import Item, ItemId
from newsroom.stories.placement import NewStory, Placement
from newsroom.stories.thresholds import MOST_ITEMS
from newsroom.story import StoryId


class OwnState(DeskState):
    """Stories of nobody else's have numbers below 0, counted in each chat; others are adopted from those for all.

    Attributes:
        chat: Whose it is.
        shared: The state that decides what is for all.
        joined_to: Of each item of the chat's own sources, the item that it was joined to; itself where to none.
    """

    def __init__(self, chat: ChatId, shared: DeskState, most_items: int = MOST_ITEMS) -> None:
        super().__init__(None, most_items, shared.clusterer.features, shared.keep_text)
        self.chat = chat
        self.shared = shared
        self.burst_limit = shared.burst_limit
        self.next_story = -1
        self.joined_to: dict[ItemId, ItemId] = {}

    def note_number(self, story: StoryId) -> None:
        """The number is taken."""
        self.next_story = min(self.next_story, story - 1)

    def keeps(self, item: Item) -> bool:
        """Whether the item is the chat's own."""
        return item.owner == self.chat

    def cluster(self, item: Item, placement: Placement) -> None:
        """Have later items join an item of the chat's own, and remember on which it hangs."""
        super().cluster(item, placement)
        if self.keeps(item):
            joined = None if isinstance(placement, NewStory) else placement.of
            self.joined_to[item.id] = item.id if joined is None else joined

    def story_for(self, item: ItemId) -> StoryId | None:
        """The open story of an item, as the chat sees it; None where it is in none."""
        return self.story_of.get(item) or self.shared.story_of.get(item)

    @property
    def claim_indexes(self) -> tuple[ClaimIndex, ...]:
        """Those for all, and the chat's own."""
        return self.shared.claims, self.claims

    def forget(self, item: ItemId) -> None:
        """Its story is closed."""
        self.joined_to.pop(item, None)

    def adopt(self, story: StoryId, now: datetime) -> OpenStory:
        """Decide a story from now on; one that is decided here already stays as it is.

        The chat's cards of it are this state's from now on.
        """
        if story in self.stories:
            return self.stories[story]
        shared = self.shared.stories.get(story)
        adopted = self.open_story(story, shared.opened if shared else now)
        if shared is None:
            return adopted
        for item in shared.items.values():
            if item.id not in self.story_of:
                self.add_item(item, adopted)
        self.background |= self.shared.background.intersection(adopted.items)
        adopted.copies = list(shared.copies)
        adopted.hits = self._own_hits(shared.hits, adopted.items)
        self.note_update(adopted, shared.updated)
        adopted.version = shared.version
        adopted.outlets, adopted.independent = shared.outlets, shared.independent
        self._take_cards(shared, adopted)
        return adopted

    def hang(self, items: Iterable[ItemId], on: ItemId) -> tuple[ItemId, ...]:
        """Have the own items that hang on nothing hang on that one; gives which did."""
        loose = tuple(item for item in items if self.joined_to.get(item) == item)
        self.joined_to.update(dict.fromkeys(loose, on))
        return loose

    def root(self, item: ItemId) -> ItemId:
        """The item for all on which an own one hangs, over others of its own; itself where on none."""
        found = item
        while (above := self.joined_to.get(found, found)) != found:
            found = above
        return found

    def _own_hits(self, shared: HitRow, items: Iterable[ItemId]) -> HitRow:
        """Those of the chat's topics, of these items."""
        hits = shared.by_item()
        return HitRow(
            {
                item: {topic: words for topic, words in hits[item].items() if topic in self.topics}
                for item in items
                if item in hits
            }
        )

    def _take_cards(self, shared: OpenStory, adopted: OpenStory) -> None:
        for place in [place for place in shared.cards if place.chat == self.chat]:
            adopted.cards[place] = shared.cards.pop(place)
        for key in self.shared.announced.of_chat(self.chat, shared.id):
            shown_by = self.shared.announced.pop(key)
            if key[1] in self.story_of:
                self.announced[key] = shown_by
