import json

from handlers.render.export.timelinejs import render_timelinejs
from tests.handlers.render.timeline_documents import full


def test_a_slide_for_each_dated_entry_and_the_rest_on_the_title() -> None:
    exported = json.loads(render_timelinejs(full()))
    assert len(exported["events"]) == len(full().rows) - 1
    assert "The quay was widened recently." in exported["title"]["text"]["text"]
    assert [event["start_date"] for event in exported["events"]][:3] == [
        {"year": 1988},
        {"year": 2026, "month": 1},
        {"year": 2026, "month": 3, "day": 2},
    ]
    assert all("end_date" not in event for event in exported["events"])
    assert exported["events"][3]["display_date"] == "by 1 Mar 2026"


def test_every_slide_links_its_sources() -> None:
    for event in json.loads(render_timelinejs(full()))["events"]:
        assert '<a href="https://outlet' in event["text"]["text"]


def test_words_of_a_feed_are_no_html() -> None:
    exported = render_timelinejs(full()).decode()
    assert "<b>&amp;" not in exported
    assert "&lt;b&gt;&amp;amp;" in exported


def test_slides_have_names_of_their_own() -> None:
    names = [event["unique_id"] for event in json.loads(render_timelinejs(full()))["events"]]
    assert len(set(names)) == len(names)
