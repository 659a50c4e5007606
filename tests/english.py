"""Sentences as an English reader has them: what tests compare."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from handlers.sentences.reader import Reader
from newsroom.errors import UserError
from newsroom.sentence import Sentence


def english(given: Sentence | UserError) -> str:
    """As plain English."""
    return Reader().plain(given.sentence if isinstance(given, UserError) else given)


@contextmanager
def refused(part: str) -> Iterator[None]:
    """What is done inside ends in a UserError whose sentence holds `part`."""
    with pytest.raises(UserError) as caught:
        yield
    assert part in english(caught.value)
