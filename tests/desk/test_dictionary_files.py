"""A start takes dictionaries from their files, where they are what it would make."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from desk.dictionary_files import read_dictionary_files
from desk.whole_file import write_versioned
from newsroom.text.dictionary import _READ, Dictionary, dictionary, languages_read

AZERBAIJANI_HAS_NONE, FRENCH = "az", "fr"


@contextmanager
def nothing_read() -> Iterator[None]:
    """No dictionary has been read; those that were are there again afterwards."""
    read = dict(_READ)
    _READ.clear()
    yield
    _READ.clear()
    _READ.update(read)


@pytest.fixture(autouse=True)
def as_at_a_start() -> Iterator[None]:
    with nothing_read():
        yield


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of the French dictionary."""
    folder = tmp_path_factory.mktemp("dictionaries")
    with nothing_read():
        read_dictionary_files(folder, [FRENCH])
    return of(folder).read_bytes()


def of(folder: Path) -> Path:
    return folder / f"dictionary-{FRENCH}.packed"


def made(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The dictionaries that are made out of simplemma's from now on."""
    done: list[bytes] = []
    of_simplemma = Dictionary.made

    def counted(packed: bytes) -> Dictionary:
        done.append(packed)
        return of_simplemma(packed)

    monkeypatch.setattr(Dictionary, "made", counted)
    return done


def test_a_dictionary_is_kept_for_its_owner_alone_and_the_next_start_takes_it_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_dictionary_files(tmp_path, [FRENCH, AZERBAIJANI_HAS_NONE, "xx"])
    assert [(path.name, path.stat().st_mode & 0o777) for path in tmp_path.iterdir()] == [(of(tmp_path).name, 0o600)]
    as_made = _READ.pop(FRENCH)
    again = made(monkeypatch)
    read_dictionary_files(tmp_path, [FRENCH])
    assert languages_read() == {FRENCH}
    assert not again
    assert dictionary(FRENCH).to_keep == as_made.to_keep
    assert dictionary(FRENCH).get("journaux") == "journal"


@pytest.mark.parametrize("damage", ["a bit", "a part", "all", "of another version", "no dictionary"])
def test_what_is_not_as_it_was_written_is_made_anew(
    damage: str, kept: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if damage == "no dictionary":
        monkeypatch.setattr("desk.dictionary_files._version", lambda: 1)
        write_versioned(of(tmp_path), 1, b"of other parts")
    else:
        middle = len(kept) // 2
        of(tmp_path).write_bytes({
            "a bit": kept[:middle] + bytes([kept[middle] ^ 1]) + kept[middle + 1 :],
            "a part": kept[:middle],
            "all": b"",
            "of another version": bytes([kept[0] ^ 1]) + kept[1:],
        }[damage])  # fmt: skip
    again = made(monkeypatch)
    read_dictionary_files(tmp_path, [FRENCH])
    assert len(again) == 1
    assert dictionary(FRENCH).get("journaux") == "journal"
    _READ.clear()
    read_dictionary_files(tmp_path, [FRENCH])  # it was kept anew
    assert len(again) == 1


def test_where_the_disk_takes_no_file_a_dictionary_is_made_at_each_start(tmp_path: Path) -> None:
    (nowhere := tmp_path / "full").write_text("")
    with capture_logs() as logs:
        read_dictionary_files(nowhere, [FRENCH])
        read_dictionary_files(None, ["en"])
    assert [(log["event"], log["language"]) for log in logs] == [("dictionary_not_kept", FRENCH)]
    assert languages_read() == {"en", FRENCH}
