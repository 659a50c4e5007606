"""Which headlines each place was shown, and by the card of which story."""

from array import array
from collections.abc import Iterable, Iterator, MutableMapping

from newsroom.chat import ChatId, Place
from newsroom.desk.place_lookup import PLACES
from newsroom.item import ItemId
from newsroom.story import StoryId

HeadlineInPlace = tuple[Place, ItemId]


class ShownHeadlines(MutableMapping[HeadlineInPlace, StoryId]):
    """(place, item) -> the story whose card showed that item's headline there; in each place in the order of showing.

    Forgetting an item looks only at the places that were shown it, a question about a place only at its own headlines:
    a desk of 50,000 items had 190,000 in 300 places.
    """

    def __init__(self) -> None:
        self._stories: dict[Place, dict[ItemId, StoryId]] = {}
        self._places: dict[ItemId, array[int]] = {}  # their numbers

    def __getitem__(self, shown: HeadlineInPlace) -> StoryId:
        place, item = shown
        return self._stories[place][item]

    def __setitem__(self, shown: HeadlineInPlace, story: StoryId) -> None:
        place, item = shown
        here = self._stories.setdefault(place, {})
        if item not in here:
            number = PLACES.number(place)
            if item in self._places:
                self._places[item].append(number)
            else:
                self._places[item] = array("i", (number,))
        here[item] = story

    def __delitem__(self, shown: HeadlineInPlace) -> None:
        place, item = shown
        self._discard(place, item)
        self._places[item].remove(PLACES.number(place))
        if not self._places[item]:
            del self._places[item]

    def __iter__(self) -> Iterator[HeadlineInPlace]:
        return ((place, item) for place, here in self._stories.items() for item in here)

    def __len__(self) -> int:
        return sum(map(len, self._stories.values()))

    def of_chat(self, chat: ChatId, story: StoryId) -> list[HeadlineInPlace]:
        """What the cards of a story showed in the places of a chat."""
        places = [place for place in self._stories if place.chat == chat]
        return [(place, item) for place in places for item in self.of_story(place, story)]

    def of_story(self, place: Place, story: StoryId) -> list[ItemId]:
        """The items whose headlines a story's card showed in a place, the first shown first."""
        return [item for item, shown_by in self._stories.get(place, {}).items() if shown_by == story]

    def clear(self) -> None:
        """Forget all."""
        self._stories.clear()
        self._places.clear()

    def forget(self, items: Iterable[ItemId]) -> None:
        """Forget the headlines of these items."""
        for item in items:
            for number in self._places.pop(item, ()):
                self._discard(PLACES.place(number), item)

    def _discard(self, place: Place, item: ItemId) -> None:
        del self._stories[place][item]
        if not self._stories[place]:
            del self._stories[place]
