"""What headlines say by themselves, for the items of large groups: those of late are remembered."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from newsroom.item import Item, ItemId
from newsroom.stories.affair_parts import ReadHeadline
from newsroom.stories.cross_lingual import SentenceEncoder
from newsroom.stories.embeddings import Embedding
from newsroom.stories.features import Features

_REMEMBERED = 8_192  # headlines, 1 kB each: more than the large groups of the last days have


class HeadlineReader:
    """Not for use by two threads at once."""

    def __init__(self, encode: SentenceEncoder | None) -> None:
        """`encode`: None: no headline can be read."""
        self._encode = encode
        self._known: dict[tuple[str, str | None], Embedding] = {}  # that which was asked for last is the last

    def read(self, items: Sequence[tuple[Item, Features]]) -> Mapping[ItemId, ReadHeadline]:
        """The headlines by their items.

        Those of undated items, of items without one, and in a language that the encoder does not know are left out.
        """
        found: dict[ItemId, ReadHeadline] = {}
        for item, features in items:
            says = self._says(item) if features.dated and features.title else None
            if says is not None:
                found[item.id] = ReadHeadline.of(features, says)
        return found

    def _says(self, item: Item) -> Embedding | None:
        key = (item.title, item.language)
        says = self._known.pop(key, None)
        if says is None:
            embedding = self._encode(replace(item, paragraphs=())) if self._encode else None
            says = None if embedding is None else embedding.vector
        if says is None or not says.any():  # the encoder does not know the language, or failed
            return None
        self._known[key] = says
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        return says
