"""What a person is refused, as they read it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from handlers.sentences.reader import Reader
from newsroom.errors import UserError


@contextmanager
def refused(text: str) -> Iterator[None]:
    """The block is refused with a sentence that has this text."""
    with pytest.raises(UserError) as caught:
        yield
    assert text in Reader().plain(caught.value.sentence)
