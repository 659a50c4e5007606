"""Texts on disk are those that were put there, in a file that grows no further than what is wanted of it."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from desk.text_file import FiledText, TextFile, text_file
from newsroom.item import Paragraph

Text = tuple[Paragraph, ...]
_PARAGRAPHS = st.builds(Paragraph, text=st.text(max_size=300), heading=st.booleans())


def text(letters: int) -> Text:
    return (Paragraph(text="a" * letters), Paragraph(text="Паром", heading=True))


@hypothesis_settings(max_examples=15, deadline=None)
@given(st.lists(_PARAGRAPHS, min_size=1, max_size=4).map(tuple))
def test_a_text_is_the_same_however_it_is_looked_at(paragraphs: Text) -> None:
    texts = TextFile(Path(tempfile.gettempdir()))
    kept = texts.keep(paragraphs)
    assert isinstance(kept, FiledText)
    assert tuple(kept) == paragraphs == kept
    assert (len(kept), kept[0], kept[-1:], hash(kept)) == (
        len(paragraphs),
        paragraphs[0],
        paragraphs[-1:],
        hash(paragraphs),
    )
    assert texts.keep(kept) is kept


def test_the_place_of_one_that_is_gone_is_taken_by_the_next_of_its_size(tmp_path: Path) -> None:
    texts = TextFile(tmp_path)
    window = [texts.keep(text(letters)) for letters in (10, 1_000, 2_900)]
    size = len(texts)
    for round_ in range(1, 9):
        oldest, letters = window.pop(0), (10, 1_000, 2_900)[(round_ - 1) % 3] + round_
        assert oldest
        del oldest
        window.append(texts.keep(text(letters)))
        assert window[-1] == text(letters)
    assert len(texts) == size
    assert list(tmp_path.iterdir()) == []


def test_no_text_takes_no_place(tmp_path: Path) -> None:
    texts = TextFile(tmp_path)
    assert texts.keep(()) == ()
    assert len(texts) == 0


def test_where_the_disk_takes_no_file_or_is_full_texts_stay_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert text_file(tmp_path / "missing") is None
    texts = TextFile(tmp_path)
    before = texts.keep(text(10))
    monkeypatch.setattr(os, "pwrite", lambda *_: 100)
    assert texts.keep(text(2_000)) == text(2_000)
    assert not isinstance(texts.keep(text(2_000)), FiledText)
    monkeypatch.undo()
    assert isinstance(texts.keep(text(2_000)), FiledText)
    assert before == text(10)


def test_where_the_disk_fails_there_is_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = TextFile(tmp_path).keep(text(10))

    def failing(*_: int) -> bytes:
        raise OSError

    monkeypatch.setattr(os, "pread", failing)
    assert tuple(kept) == ()
