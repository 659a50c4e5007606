"""Sentences as an English reader has them: what tests compare."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from handlers.sentences.reader import Reader
from newsroom.errors import ReadableError, UserError
from newsroom.sentence import Sentence


def english(given: Sentence | ReadableError) -> str:
    """As plain English."""
    return Reader().plain(given.sentence if isinstance(given, ReadableError) else given)


@contextmanager
def refused(part: str, kind: type[ReadableError] = UserError) -> Iterator[None]:
    """What is done inside ends in an error whose sentence, in English, holds `part`."""
    with pytest.raises(kind) as caught:
        yield
    assert part in english(caught.value)
