import json

from handlers.render.export.json import render_json
from tests.handlers.render.timeline_documents import exhibit, full, line


def test_every_entry_is_told_with_all_its_sources() -> None:
    exported = json.loads(render_json(full()))
    assert [entry["date"] for entry in exported["entries"]] == [
        "1988",
        "2026-01",
        "2026-03-02",
        "../2026-03-01",
        "2026-03-03",
        "2026-03-02",
        None,
    ]
    assert [source["url"] for source in exported["entries"][2]["sources"]] == [
        f"https://outlet{number}.example/{number}" for number in (1, 2, 3)
    ]
    assert [source["dated"] for source in exported["entries"][2]["sources"]] == [True, False, True]
    assert exported["entries"][2]["figures"][1] == {
        "slot": "injured",
        "value": 5,
        "number": "5",
        "outlet": "Sample Outlet 2",
    }
    assert exported["more"] == 3
    assert exported["coverage"] == [{"day": "2026-03-03", "documents": 4, "outlets": 4}]


def test_it_is_unicode_that_any_reader_takes() -> None:
    exported = json.loads(render_json(full()).decode("utf-8"))
    assert exported["title"].startswith("Порт & паром")
    assert "\x00" not in exported["title"]


def test_the_same_timeline_makes_the_same_bytes() -> None:
    assert render_json(exhibit(line())) == render_json(exhibit(line()))
