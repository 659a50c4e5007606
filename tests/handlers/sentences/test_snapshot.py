"""Every word that people read, in one file a language to be reviewed."""

import pytest

from handlers.sentences.catalogue import languages
from scripts.english_sentences import lines, snapshot


@pytest.mark.parametrize("language", languages())
def test_the_snapshot_has_the_sentences_as_they_are_now(language: str) -> None:
    assert snapshot(language).read_text("utf-8").splitlines() == "\n".join(lines(language)).splitlines(), (
        "run .venv/bin/python -m scripts.english_sentences"
    )
