"""Every word that people read, in one file to be reviewed."""

from scripts.english_sentences import SNAPSHOT, lines


def test_the_snapshot_has_the_sentences_as_they_are_now() -> None:
    assert SNAPSHOT.read_text("utf-8").splitlines() == list(lines()), (
        "run .venv/bin/python -m scripts.english_sentences"
    )
