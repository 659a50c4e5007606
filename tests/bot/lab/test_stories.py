import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from bot.lab.stories import stories_command

FERRY = "A ferry with 140 passengers ran aground off the island of Tarnholm on Monday morning, the coast guard said."
AGAIN = (
    "Rescuers took 140 people off a stranded ferry near Tarnholm island after it hit rocks, coast guard officers said."
)
QUAKE = (
    "An earthquake of magnitude 6.1 shook the mountain city of Velmora; roofs fell in and power failed, police said."
)


def row(name: str, outlet: str, title: str, summary: str, hour: int) -> dict[str, Any]:
    return {
        "id": name,
        "source": outlet,
        "url": f"https://example.org/{name}",
        "title": title,
        "summary": summary,
        "published": f"2024-03-04T{hour:02}:00:00Z",
        "language": "en",
    }


ROWS = [
    row("a", "Paper A", "Ferry runs aground off Tarnholm", FERRY, 8),
    row("b", "Paper B", "Quake shakes Velmora", QUAKE, 9),
    row("c", "Paper C", "Passengers rescued from Tarnholm ferry", AGAIN, 10),
    row("d", "Paper D", "Drama off Tarnholm", FERRY + " Read more in our paper of tomorrow.", 11),
    row("a", "Paper A", "Ferry runs aground off Tarnholm", FERRY, 12),
]


def grouped(lines: str, tmp_path: Path) -> tuple[int, list[Mapping[str, Any]], str]:
    items, out = tmp_path / "items.jsonl", tmp_path / "out.jsonl"
    items.write_text(lines, "utf-8")
    ran = CliRunner().invoke(stories_command, [str(items), "-o", str(out)])
    return ran.exit_code, [json.loads(line) for line in out.read_text("utf-8").splitlines()], ran.stderr


def test_a_stream_is_grouped_and_each_answer_says_why(tmp_path: Path) -> None:
    code, answers, _ = grouped("\n".join(map(json.dumps, ROWS)), tmp_path)
    assert code == 0
    assert [(one["id"], one["story"], one["kind"], one["of"]) for one in answers] == [
        ("a", 1, "new", None),
        ("b", 2, "new", None),
        ("c", 1, "same_story", "a"),
        ("d", 1, "reprint", "a"),
        ("a", 1, "same_item", "a"),
    ]
    assert all(one["why"] for one in answers)
    assert list(answers[0]) == ["id", "story", "story_online", "kind", "of", "likeness_pct", "why"]


def test_a_broken_line_is_told_and_left_out(tmp_path: Path) -> None:
    code, answers, complaints = grouped(json.dumps(ROWS[0]) + "\n{broken\n" + json.dumps(ROWS[1]), tmp_path)
    assert code == 1
    assert [one["id"] for one in answers] == ["a", "b"]
    assert "line 2" in complaints
