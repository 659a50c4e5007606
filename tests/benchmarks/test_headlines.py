"""The stream that speed is measured on says what it is."""

from pathlib import Path

import pytest

from benchmarks.headlines import stream


def test_made_headlines_are_named_as_such_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WIREWATCH_SHARED", f"{tmp_path}")
    assert len([*stream(2), *stream(1)]) == 3
    printed = capsys.readouterr()
    assert printed.err.count("headlines are made up") == 1
    assert f"{tmp_path}" in printed.err
    assert printed.out == ""
