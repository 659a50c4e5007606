"""The encoder in its two files: the same as that of its package, and made anew where a file is not what was written."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desk import encoder_file
from desk.encoder_file import load_encoder
from desk.encoder_table import EncoderRows
from desk.encoder_words import RememberedWords

TEXTS = ("Ferry runs aground off Odesa", "Паром сел на мель у Одессы", "Un ferry s’échoue.  ﷺ 12½", "", "渡轮\n搁浅 🙂")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """In a folder in which another version's are, and what a program left that ended while it wrote."""
    folder = tmp_path_factory.mktemp("encoder")
    for name in ("encoder-0-1.npz", "encoder-0-1.table", "encoder-0-2.table.part", "wirewatch.db"):
        (folder / name).write_bytes(b"of another version")
    return load_encoder(folder), folder


def test_what_is_read_from_the_files_gives_the_vectors_of_the_package(
    kept: tuple[Any, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, folder = kept
    monkeypatch.setattr(encoder_file, "_made", None)  # nothing is made anew
    read = load_encoder(folder)
    assert read.encode([*TEXTS]).tobytes() == made.encode([*TEXTS]).tobytes()
    assert isinstance(read._model.table, EncoderRows)
    assert isinstance(read._model.sp, RememberedWords)
    assert vars(read._model).keys() == vars(made._model).keys()
    assert vars(read._tokenizer).keys() == vars(made._tokenizer).keys()
    assert sorted(path.suffix for path in folder.iterdir()) == [".db", ".npz", ".table"]
    assert {path.stat().st_mode & 0o777 for path in folder.glob("encoder-*")} == {0o600}


@pytest.mark.parametrize("suffix", [".npz", ".table"])
@pytest.mark.parametrize("damage", ["cut", "changed", "gone", "of another version"])
def test_a_file_that_is_not_what_was_written_is_not_read(
    suffix: str, damage: str, kept: tuple[Any, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, folder = kept
    for path in folder.glob("encoder-*"):
        (tmp_path / path.name).hardlink_to(path)
    (path,) = tmp_path.glob(f"*{suffix}")
    body = path.read_bytes()
    path.unlink()
    changed = body[:-5_000] + bytes([body[-5_000] ^ 1]) + body[-4_999:]
    if damage != "gone":
        name = path.name.replace("encoder-", "encoder-0") if damage == "of another version" else path.name
        path.with_name(name).write_bytes({"cut": body[:-1], "changed": changed}.get(damage, body))
    anew, asked = object(), list[Path]()
    monkeypatch.setattr(encoder_file, "_made", lambda: anew)
    monkeypatch.setattr(encoder_file, "_keep", lambda _model, parts, _table: asked.append(parts))
    monkeypatch.setattr(encoder_file, "pack_words", lambda _model: None)
    monkeypatch.setattr(encoder_file, "put_piece_encoder", lambda _model, _folder: None)
    assert load_encoder(tmp_path) is anew
    assert asked == [path.with_suffix(".npz")]


def test_rows_on_disk_come_in_the_order_in_which_they_are_asked_for(tmp_path: Path) -> None:
    table = np.arange(40, dtype=np.uint8).reshape(10, 4)
    (tmp_path / "table").write_bytes(table.tobytes())
    rows = np.array([3, 9, 0, 3])
    assert np.array_equal(EncoderRows(tmp_path / "table", 4)[rows], table[rows])
