import dataclasses
from datetime import timedelta

import pytest

from newsroom.item import Item
from newsroom.source import SourceKind
from newsroom.stories.agency_credits import Credit, credit
from newsroom.stories.independence import independence
from tests.newsroom.stories.writing import FERRY, FERRY_AGAIN, FERRY_LONG, copies_among, item, outlet

TITLE = "Ferry runs aground off Tarnholm"


def reports(*items: Item) -> list[tuple[int, bool, int | None, str | None]]:
    found = independence(items, copies_among(items))
    return [(one.item.id, one.own_text, one.reprint_of, one.agency) for one in found.reports]


def counts(*items: Item) -> tuple[int, int]:
    found = independence(items, copies_among(items))
    return found.outlets, found.independent


def test_two_outlets_with_texts_of_their_own_are_two_voices() -> None:
    items = item(1, TITLE, FERRY_LONG), item(2, "Rescue at Tarnholm", FERRY_AGAIN, hours=1)
    assert reports(*items) == [(1, True, None, None), (2, True, None, None)]
    assert counts(*items) == (2, 2)


def test_a_reprint_points_to_the_earlier_text_and_adds_no_voice() -> None:
    items = item(2, "Drama at sea", FERRY_LONG, hours=3), item(1, TITLE, FERRY_LONG)
    assert reports(*items) == [(1, True, None, None), (2, False, 1, None)]
    assert counts(*items) == (2, 1)


def test_sister_titles_are_one_voice() -> None:
    items = (
        item(1, TITLE, FERRY_LONG, source=outlet("Sample Morning", "sample press")),
        item(2, "Rescue at Tarnholm", FERRY_AGAIN, source=outlet("Sample Evening", "sample press"), hours=1),
    )
    assert counts(*items) == (2, 1)


def test_outlets_that_share_a_credited_text_have_the_agency_as_parent() -> None:
    credited = "SUNDBY (AP) - " + FERRY_LONG
    items = item(1, TITLE, FERRY_LONG), item(2, "Drama at sea", credited, hours=3)
    assert reports(*items) == [(1, False, None, "AP"), (2, False, None, "AP")]
    assert counts(*items) == (2, 1)


def test_the_agency_itself_is_the_root_even_where_it_came_later() -> None:
    agency = outlet("Reuters", kind=SourceKind.WIRE)
    items = item(1, TITLE, FERRY_LONG), item(2, TITLE, FERRY_LONG, source=agency, hours=1)
    assert reports(*items) == [(1, False, 2, None), (2, True, None, None)]


def test_three_unrelated_outlets_with_one_text_have_an_unnamed_wire() -> None:
    items = [item(n, f"{TITLE} {n}", FERRY_LONG, hours=n) for n in (1, 2, 3)]
    assert reports(*items) == [(n, False, None, "") for n in (1, 2, 3)]
    assert counts(*items) == (3, 1)


def test_the_feed_s_own_credit_counts() -> None:
    items = item(1, TITLE, FERRY_LONG, credit="Associated Press"), item(2, "Rescue", FERRY_AGAIN, hours=1)
    found = independence(items, copies_among(items))
    assert (found.reports[0].credit, found.reports[0].own_text) == ("AP", False)
    assert found.independent == 2


def test_a_mere_mention_of_an_agency_leaves_the_text_an_own_one() -> None:
    (report,) = independence([item(1, TITLE, FERRY + " The captain was unhurt, Reuters reported.")], []).reports
    assert (report.own_text, report.credit) == (True, "Reuters")


def test_an_unbelievable_date_gives_way_to_the_moment_of_arrival() -> None:
    one = item(1, TITLE, FERRY)
    old = dataclasses.replace(one, published=one.arrived_at - timedelta(days=400))
    late = dataclasses.replace(one, published=one.arrived_at - timedelta(hours=2))
    assert independence([old], []).reports[0].published_at == old.arrived_at
    report = independence([late], []).reports[0]
    assert (report.published_at, report.two_clocks) == (late.published, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("SUNDBY (AP) - A ferry ran aground.", Credit(agency="AP", whole=True), id="dateline"),
        pytest.param(
            "PARIS, March 4 (Reuters) – A ferry", Credit(agency="Reuters", whole=True), id="dateline with day"
        ),
        pytest.param("A ferry ran aground. (AFP)", Credit(agency="AFP", whole=True), id="signed"),
        pytest.param("By The Associated Press\n\nA ferry ran aground.", Credit(agency="AP", whole=True), id="byline"),
        pytest.param("All are safe, Reuters reported.", Credit(agency="Reuters", whole=False), id="quoted"),
        pytest.param("Паром сел на мель, сообщает ТАСС.", Credit(agency="TASS", whole=False), id="Russian"),
        pytest.param(
            "Пором сів на мілину, повідомляє Укрінформ.", Credit(agency="Ukrinform", whole=False), id="Ukrainian"
        ),
        pytest.param("Le ferry a échoué, selon l'AFP.", Credit(agency="AFP", whole=False), id="French"),
        pytest.param("Die Fähre lief auf Grund, meldet dpa.", None, id="German, the agency behind"),
        pytest.param("Die Fähre lief auf Grund, laut dpa.", Credit(agency="dpa", whole=False), id="German"),
        pytest.param("He took an AP exam in PA last year.", None, id="letters that are no agency"),
        pytest.param("The ferry ran aground on Monday.", None, id="nobody named"),
        pytest.param("(AP" * 50_000, None, id="hostile"),
    ],
)
def test_credits_are_read_from_the_text(text: str, expected: Credit | None) -> None:
    assert credit(text) == expected
