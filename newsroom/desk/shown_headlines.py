"""Which headlines each place was shown, and by the card of which story."""

from collections.abc import Iterable, Iterator, MutableMapping

from newsroom.chat import Place
from newsroom.item import ItemId
from newsroom.story import StoryId

HeadlineInPlace = tuple[Place, ItemId]


class ShownHeadlines(MutableMapping[HeadlineInPlace, StoryId]):
    """(place, item) -> the story whose card showed that item's headline there, in the order in which they were shown.

    Forgetting an item looks only at the places that were shown it.
    """

    def __init__(self) -> None:
        self._stories: dict[HeadlineInPlace, StoryId] = {}
        self._places: dict[ItemId, list[Place]] = {}

    def __getitem__(self, shown: HeadlineInPlace) -> StoryId:
        return self._stories[shown]

    def __setitem__(self, shown: HeadlineInPlace, story: StoryId) -> None:
        if shown not in self._stories:
            place, item = shown
            self._places.setdefault(item, []).append(place)
        self._stories[shown] = story

    def __delitem__(self, shown: HeadlineInPlace) -> None:
        del self._stories[shown]
        place, item = shown
        self._places[item].remove(place)
        if not self._places[item]:
            del self._places[item]

    def __iter__(self) -> Iterator[HeadlineInPlace]:
        return iter(self._stories)

    def __len__(self) -> int:
        return len(self._stories)

    def clear(self) -> None:
        """Forget all."""
        self._stories.clear()
        self._places.clear()

    def forget(self, items: Iterable[ItemId]) -> None:
        """Forget the headlines of these items."""
        for item in items:
            for place in self._places.pop(item, ()):
                del self._stories[place, item]
