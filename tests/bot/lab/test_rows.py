"""JSON lines in and out, and the lab commands that read a text."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click import Command
from click.testing import CliRunner

from bot.lab.clean import clean_command
from bot.lab.match import match_command
from bot.lab.rows import UNDATED, BrokenRowError, item_of, moment
from bot.lab.summary import summary_command

ROW = {
    "id": "x7",
    "source": "Sample Wire",
    "url": "http://wire.example.org/a?utm_source=x",
    "title": "Ferry stops at Lower Quay - Sample Wire",
    "summary": "Short.",
    "content": "<p>The pier at Lower Quay broke under a lorry on Monday and 3 people were hurt.</p><p>Read also: Bridge shut</p>",
    "published": "2026-03-02T10:00:00+02:00",
}


def ran(command: Command, *arguments: str, stdin: bytes = b"") -> tuple[int, list[dict[str, Any]], str]:
    result = CliRunner().invoke(command, list(arguments), input=stdin)
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()], result.stderr


def lines(*rows: object) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def test_a_row_becomes_an_item_as_the_watchers_would_make_it() -> None:
    made = item_of(ROW, 3)
    assert (made.id, made.item.id, made.item.source.name) == ("x7", 3, "Sample Wire")
    assert made.item.title == "Ferry stops at Lower Quay"
    assert made.item.url == "https://wire.example.org/a"
    assert made.item.published == made.item.arrived_at == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert made.item.language == "en"


def test_a_row_with_next_to_nothing_is_an_item_without_a_date() -> None:
    made = item_of({"title": "Ferry"}, 3)
    assert (made.id, made.item.published, made.item.arrived_at, made.item.paragraphs) == (3, None, UNDATED, ())


def test_two_rows_of_one_outlet_have_one_source() -> None:
    assert item_of(ROW, 1).item.source == item_of({**ROW, "url": "https://other.example/"}, 2).item.source


def test_text_under_another_type_is_refused_with_its_key() -> None:
    with pytest.raises(BrokenRowError, match="title"):
        item_of({"title": 7}, 1)


MOMENTS = [
    pytest.param("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC), id="a day"),
    pytest.param("2026-03-02T10:00:00Z", datetime(2026, 3, 2, 10, tzinfo=UTC), id="Z"),
    pytest.param("2026-03-02 10:00", datetime(2026, 3, 2, 10, tzinfo=UTC), id="no zone"),
    pytest.param("2026-03-02T10:00:00-05:00", datetime(2026, 3, 2, 15, tzinfo=UTC), id="a zone"),
    pytest.param("0001-01-01T00:00:00+14:00", None, id="before all time"),
    pytest.param("yesterday", None, id="no date"),
    pytest.param("", None, id="empty"),
]


@pytest.mark.parametrize(("text", "instant"), MOMENTS)
def test_a_date_is_read_in_utc(text: str, instant: datetime | None) -> None:
    assert moment(text) == instant


def test_broken_lines_are_told_by_number_left_out_and_end_in_status_one() -> None:
    stdin = lines(ROW) + b"{broken\n\n[1]\n\xff\n" + lines({"id": "y", "title": []}, {"id": "z"})
    status, rows, complaints = ran(clean_command, "-", stdin=stdin)
    assert status == 1
    assert [row["id"] for row in rows] == ["x7", "z"]
    assert [line.split()[2] for line in complaints.splitlines()] == ["2", "4", "5", "6"]


def test_clean_writes_the_text_and_what_was_cut_out(tmp_path: Path) -> None:
    items, out = tmp_path / "items.jsonl", tmp_path / "out.jsonl"
    items.write_bytes(lines(ROW))
    status, rows, _ = ran(clean_command, str(items), "-o", str(out))
    assert (status, rows) == (0, [])
    assert json.loads(out.read_text("utf-8")) == {
        "id": "x7",
        "text": "The pier at Lower Quay broke under a lorry on Monday and 3 people were hurt.",
        "related": ["Bridge shut"],
    }


def test_summary_writes_sentences() -> None:
    status, rows, _ = ran(summary_command, "-", stdin=lines(ROW, {"id": 2}))
    assert status == 0
    assert [len(row["sentences"]) for row in rows] == [1, 0]


def test_match_writes_tier_and_words() -> None:
    status, rows, _ = ran(match_command, "ferries -train", "-", stdin=lines(ROW, {"id": 2, "title": "Train stops"}))
    assert status == 0
    assert rows == [
        {"id": "x7", "matched": True, "tier": "alert", "words": ["Ferry"]},
        {"id": 2, "matched": False, "tier": None, "words": []},
    ]


def test_a_query_that_cannot_be_read_is_told_without_a_traceback() -> None:
    status, _, complaints = ran(match_command, "(ferry", "-")
    assert status == 1
    assert "bracket" in complaints


def test_lone_surrogates_leave_as_they_came() -> None:
    status, rows, _ = ran(clean_command, "-", stdin=b'{"id": "\\ud800", "title": "a\\ud800"}\n')
    assert (status, rows[0]["id"]) == (0, "\ud800")
