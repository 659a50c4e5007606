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
    a desk of 50,000 items had 190,000 in 300 places. A dictionary for each place took 43 bytes of each for 17.
    """

    def __init__(self) -> None:
        self._shown: dict[int, _InPlace] = {}  # by the number of the place
        self._places: dict[ItemId, array[int]] = {}  # their numbers

    def __getitem__(self, shown: HeadlineInPlace) -> StoryId:
        place, item = shown
        number = PLACES.number(place)
        if number not in self._places.get(item, ()):
            raise KeyError(shown)
        here = self._shown[number]
        return StoryId(here.stories[here.items.index(item)])

    def __setitem__(self, shown: HeadlineInPlace, story: StoryId) -> None:
        place, item = shown
        number = PLACES.number(place)
        places, here = self._places.get(item, ()), self._shown.setdefault(number, _InPlace())
        if number in places:
            here.stories[here.items.index(item)] = story
            return
        here.items.append(item)
        here.stories.append(story)
        if isinstance(places, array):
            places.append(number)
        else:
            self._places[item] = array("i", (number,))

    def __delitem__(self, shown: HeadlineInPlace) -> None:
        place, item = shown
        number = PLACES.number(place)
        if number not in self._places.get(item, ()):
            raise KeyError(shown)
        self._discard(number, item)
        self._places[item].remove(number)
        if not self._places[item]:
            del self._places[item]

    def __iter__(self) -> Iterator[HeadlineInPlace]:
        return ((PLACES.place(number), ItemId(item)) for number, here in self._shown.items() for item in here.items)

    def __len__(self) -> int:
        return sum(len(here.items) for here in self._shown.values())

    def of_chat(self, chat: ChatId, story: StoryId) -> list[HeadlineInPlace]:
        """What the cards of a story showed in the places of a chat."""
        places = [place for place in map(PLACES.place, self._shown) if place.chat == chat]
        return [(place, item) for place in places for item in self.of_story(place, story)]

    def of_story(self, place: Place, story: StoryId) -> list[ItemId]:
        """The items whose headlines a story's card showed in a place, the first shown first."""
        here = self._shown.get(PLACES.number(place))
        if here is None:
            return []
        return [ItemId(item) for item, by in zip(here.items, here.stories, strict=True) if by == story]

    def clear(self) -> None:
        """Forget all."""
        self._shown.clear()
        self._places.clear()

    def forget(self, items: Iterable[ItemId]) -> None:
        """Forget the headlines of these items."""
        for item in items:
            for number in self._places.pop(item, ()):
                self._discard(number, item)

    def _discard(self, number: int, item: ItemId) -> None:
        here = self._shown[number]
        at = here.items.index(item)  # those that are forgotten are mostly the first
        del here.items[at], here.stories[at]
        if not here.items:
            del self._shown[number]


class _InPlace:
    """The items whose headlines a place was shown, and beside each the story."""

    __slots__ = ("items", "stories")

    def __init__(self) -> None:
        self.items, self.stories = array("q"), array("q")
