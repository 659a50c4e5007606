"""What is read on first use is read before the loops begin."""

import numpy as np

from bot.warm_up import read_tables
from newsroom.item import Item
from newsroom.stories.embeddings import Embedding, LazyEmbedding


def test_the_encoder_has_made_a_vector_before_the_loops_begin() -> None:
    made: list[str | None] = []

    def encoder(item: Item) -> LazyEmbedding:
        def vector() -> Embedding:
            made.append(item.language)
            return np.zeros(512, dtype=np.float16)

        return LazyEmbedding(vector)

    read_tables(encoder)
    assert {"en", "uk"} <= {*made}


def test_without_an_encoder_the_other_tables_are_read() -> None:
    read_tables(None)
