"""The sample wires: what the scenario promises, what its feeds say, and how they are served."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import aiohttp
import feedparser
import pytest

from bot.local.wires.feed_documents import NEWEST, article_html, captured, feed_document
from bot.local.wires.feed_server import serve_wires
from bot.local.wires.sample import FeedFormat, SampleHealth, SampleItem
from bot.local.wires.scenario import Scenario, change_times, load_scenario

SECOND = timedelta(minutes=8)  # of a visitor's, in sample time
BASE = "http://wires.example"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario()


def item(scenario: Scenario, key: str) -> SampleItem:
    return next(item for item in scenario.items if item.key == key)


def live(scenario: Scenario) -> list[SampleItem]:
    return [item for item in scenario.items if item.at > scenario.starts]


def titles(body: bytes) -> list[str]:
    if body.startswith(b"{"):
        return [entry["title"] for entry in json.loads(body)["items"]]
    parsed = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    return [entry.title for entry in parsed.entries]


def test_every_outlet_says_that_it_is_a_sample(scenario: Scenario) -> None:
    assert len(scenario.outlets) >= 8
    assert all("Sample" in o.name or "Exemple" in o.name or "Example" in o.name for o in scenario.outlets)


def test_the_wires_speak_four_languages_and_three_formats_for_four_kinds_of_outlet(scenario: Scenario) -> None:
    assert {item.language for item in scenario.items} == {"en", "uk", "ru", "fr"}
    assert {outlet.format for outlet in scenario.outlets} == set(FeedFormat)
    assert len({outlet.kind for outlet in scenario.outlets}) == 4


def test_background_reaches_back_to_december_2024(scenario: Scenario) -> None:
    background = [item for item in scenario.items if item.at <= scenario.starts]
    assert len(background) >= 40
    assert background[0].at.date().isoformat() == "2024-12-25"


def test_something_new_happens_every_few_seconds_of_the_first_three_minutes(scenario: Scenario) -> None:
    first_day = [at for at in (scenario.starts, *change_times(scenario)) if at - scenario.starts <= 180 * SECOND]
    gaps = [later - earlier for earlier, later in pairwise(first_day)]
    assert max(gaps) <= 9 * SECOND
    assert sum(gaps, timedelta()) / len(gaps) <= 4 * SECOND


def test_the_first_seconds_bring_an_alert_a_reprint_and_an_independent_report(scenario: Scenario) -> None:
    by_then = {i.key for i in live(scenario) if i.at <= scenario.starts + 12 * SECOND}
    assert {"aid-two-million", "aid-two-million-reprint", "aid-post", "aid-herald", "fell-out-67"} <= by_then


def test_all_changes_lie_between_start_and_end(scenario: Scenario) -> None:
    times = change_times(scenario)
    assert list(times) == sorted(set(times))
    assert scenario.starts < times[0]
    assert times[-1] < scenario.ends


def test_a_reprint_is_the_original_with_a_line_more_and_credits_it(scenario: Scenario) -> None:
    original, reprint = item(scenario, "aid-two-million"), item(scenario, "aid-two-million-reprint")
    assert reprint.html.startswith(original.html)
    assert len(original.html) / len(reprint.html) > 0.8
    assert reprint.credit == "sample-wire"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        pytest.param("fell-out-67", "killing 67 people", id="confused"),
        pytest.param("aid-post", "killing 38 people", id="right"),
        pytest.param("plane-38-killed", "There were 67 people on the flight", id="aboard"),
    ],
)
def test_the_dead_and_the_aboard_of_the_aircraft_are_told(scenario: Scenario, key: str, words: str) -> None:
    assert words in item(scenario, key).html


def test_a_correction_keeps_its_guid_and_says_the_word(scenario: Scenario) -> None:
    fire = item(scenario, "ferry-fire")
    before, after = (fire.as_of(fire.at)[0], fire.as_of(fire.edits[0].at)[0])
    assert before == "Fire on ferry in the Strait of Lorem injures 14"
    assert after == "Correction: Fire on ferry in the Strait of Lorem injures 11"


def test_an_edit_that_names_no_text_keeps_the_text(scenario: Scenario) -> None:
    herald = item(scenario, "aid-herald")
    title, html = herald.as_of(scenario.ends)
    assert title != herald.title
    assert html == herald.html


@pytest.mark.parametrize("minutes", [0, 300, 1500, 4320])
def test_every_sound_feed_parses_to_the_titles_that_have_appeared(scenario: Scenario, minutes: int) -> None:
    now = scenario.starts + timedelta(minutes=minutes)
    for outlet in (outlet for outlet in scenario.outlets if outlet.health is SampleHealth.SOUND):
        document = feed_document(scenario, outlet.slug, now, BASE)
        expected = [item.as_of(now)[0] for item in scenario.printed(outlet.slug, now)][:NEWEST]
        assert document.status == 200
        assert titles(document.body) == expected, outlet.slug


def test_a_document_is_the_same_until_something_changes(scenario: Scenario) -> None:
    now = scenario.starts + timedelta(minutes=9)
    first = feed_document(scenario, "sample-wire", now, BASE)
    assert feed_document(scenario, "sample-wire", now + timedelta(minutes=5), BASE) == first
    assert feed_document(scenario, "sample-wire", now + timedelta(minutes=20), BASE).etag != first.etag


def test_the_courier_gives_no_guids_and_the_observer_no_dates_and_short_links(scenario: Scenario) -> None:
    courier = feed_document(scenario, "sample-courier", scenario.ends, BASE).body
    observer = feed_document(scenario, "exampleville-observer", scenario.ends, BASE).body
    assert b"<guid" not in courier
    assert b"<source url=" in courier
    assert b"<pubDate>" not in observer
    assert b"<link>/exampleville-observer/articles/" in observer


def test_an_encoding_without_a_letter_still_carries_it(scenario: Scenario) -> None:
    body = feed_document(scenario, "sample-state-agency", scenario.ends, BASE).body
    assert b'encoding="windows-1251"' in body
    assert "Азербайджан".encode("windows-1251") in body


def test_the_tribune_is_broken_two_ways_by_turns(scenario: Scenario) -> None:
    lenient = feed_document(scenario, "sample-tribune", scenario.starts, BASE)
    hopeless = feed_document(scenario, "sample-tribune", scenario.starts + timedelta(hours=5), BASE)
    assert feedparser.parse(io.BytesIO(lenient.body)).bozo
    assert len(titles(lenient.body)) == 2
    assert titles(hopeless.body) == []


def test_the_gazette_is_down_and_then_gone(scenario: Scenario) -> None:
    assert feed_document(scenario, "sample-gazette", scenario.starts, BASE).status == 503
    assert feed_document(scenario, "sample-gazette", scenario.gone_at, BASE).status == 410


def test_an_unknown_outlet_is_not_found(scenario: Scenario) -> None:
    assert feed_document(scenario, "../etc/passwd", scenario.starts, BASE).status == 404


def test_boilerplate_and_traps_stand_in_the_post(scenario: Scenario) -> None:
    outlet = scenario.outlet("kyiv-sample-post")
    assert outlet is not None
    html = article_html(outlet, item(scenario, "aid-post"), scenario.ends, BASE)
    assert "appeared first on" in html
    assert "become a patron" in html
    assert "Read also:" in html


def test_captured_begins_with_every_feed_and_then_tells_changes_only(scenario: Scenario) -> None:
    documents = list(captured(scenario, BASE))
    first = [d for d in documents if d.at == scenario.starts]
    assert {d.slug for d in first} == {outlet.slug for outlet in scenario.outlets}
    assert len(documents) < len(scenario.outlets) + 2 * len(change_times(scenario))
    assert [d.document.status for d in documents if d.slug == "sample-gazette"] == [503, 410]


def at(now: datetime) -> Callable[[], datetime]:
    return lambda: now


async def test_the_server_honours_etags_and_gzip(scenario: Scenario) -> None:
    async with serve_wires(scenario, at(scenario.starts)) as wires, aiohttp.ClientSession() as session:
        async with session.get(f"{wires.base_url}/sample-wire/feed") as answer:
            assert answer.status == 200
            assert answer.headers["Content-Encoding"] == "gzip"
            assert wires.base_url in await answer.text()
            etag = answer.headers["ETag"]
        async with session.get(f"{wires.base_url}/sample-wire/feed", headers={"If-None-Match": etag}) as answer:
            assert answer.status == 304
        async with session.get(f"{wires.base_url}/sample-wire/feed", headers={"If-None-Match": '"other"'}) as answer:
            assert answer.status == 200


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        pytest.param("/", 200, "Dépêche Exemple", id="index"),
        pytest.param("/sample-herald/", 200, 'rel="alternate" type="application/atom+xml"', id="home-names-its-feed"),
        pytest.param("/sample-herald", 200, 'rel="alternate"', id="home-without-slash"),
        pytest.param("/sample-wire/articles/plane-38-killed", 200, "Thirty-eight people", id="article"),
        pytest.param("/sample-wire/articles/aid-two-million", 404, "no such", id="article-of-the-future"),
        pytest.param("/nowhere/", 404, "no such", id="unknown-outlet"),
        pytest.param("/nowhere/feed", 404, "no such", id="unknown-feed"),
        pytest.param("/sample-gazette/feed", 503, "", id="dead"),
    ],
)
async def test_the_server_has_pages(scenario: Scenario, path: str, status: int, words: str) -> None:
    async with (
        serve_wires(scenario, at(scenario.starts)) as wires,
        aiohttp.ClientSession() as session,
        session.get(wires.base_url + path) as answer,
    ):
        assert answer.status == status
        assert words in await answer.text()


def test_times_are_aware_utc(scenario: Scenario) -> None:
    times = [scenario.starts, scenario.ends, *change_times(scenario), *(item.published for item in scenario.items)]
    assert all(time.utcoffset() == UTC.utcoffset(None) for time in times)
