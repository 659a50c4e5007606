"""What a question finds in the index is what the matcher finds among all items, and no more are looked at than needed."""

import random

import pytest

from handlers.commands import find
from handlers.commands.find import find_items, find_stories, newest_stories
from newsroom.matching.matcher import Matcher, Tier
from newsroom.matching.needed_words import query_words
from newsroom.matching.query import QueryError, parse
from newsroom.topic import TopicId
from storage.database import Database
from storage.items import items_by_id
from tests.builders import CHAT
from tests.handlers.ferry import WEEK

TOPIC = TopicId(1)
PIECES = [
    *("ferry", "ferries", "Aurora", "aground", "towed", "tow", "divers", "search", "the", "Lower", "quay", "harbor"),
    *("inquiry", "sails", "sailed", "owner", "Kyiv", '"lower quay"', '"ferry aurora"', '"the ferry"', "sail*", "tow*"),
    *("ferry near/3 quay", "title:sails", "title:(ferry OR inquiry)", "lang:en", "kind:private", "source:wire"),
    *("-divers", '-"lower quay"', "-title:opens", "OR", "(", ")"),
]


def questions(count: int) -> list[str]:
    chance = random.Random(7)  # noqa: S311 - the same questions each time
    found: list[str] = []
    while len(found) < count:
        asked = " ".join(chance.choices(PIECES, k=chance.randint(1, 5)))
        try:
            parse(asked)
        except QueryError:
            continue
        found.append(asked)
    return found


async def test_a_question_finds_what_the_matcher_finds_among_all_items(desk: Database) -> None:
    stored = await desk.ask(lambda c: items_by_id(c, range(1, len(WEEK) + 1)))
    answers = 0
    for asked in questions(300):
        query = parse(asked)
        matcher = Matcher({TOPIC: query})
        tiers = {item.id: match.tier for item in stored.values() for match in matcher.match(item)}
        found = await find_items(desk, query, CHAT)
        assert {item.id for item in found.alerting} == {id_ for id_, tier in tiers.items() if tier is Tier.ALERT}, asked
        assert {item.id for item in found.items} == tiers.keys(), asked
        answers += bool(tiers)
    assert answers > 100


@pytest.mark.parametrize("limit", [1, 40])
async def test_the_stories_of_a_question_are_those_of_all_the_items_that_it_finds(
    desk: Database, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(find, "BATCH", 1)
    for asked in questions(80):
        query = parse(asked)
        of_all = await find_items(desk, query, CHAT)
        for passing in (True, False):
            items = of_all.items if passing else of_all.alerting
            async with desk.read() as connection:
                views = await newest_stories(connection, items, limit, CHAT)
            found = await find_stories(desk, query, CHAT, limit, passing=passing)
            inside = {placed.item.id for view in views for placed in view.items}
            assert [view.id for view in found.views] == [view.id for view in views], asked
            assert found.alerting == {item.id for item in of_all.alerting} & inside, asked


def needed(asked: str) -> list[set[str]]:
    return [set(forms) for forms in query_words(parse(asked), frozenset({"en"}))]


def test_a_question_needs_each_of_its_rare_words() -> None:
    both = needed("ferry aurora")
    assert len(both) == 2
    assert all(any(word in forms for forms in both) for word in ("ferry", "aurora"))
    assert len(needed('"lower quay" -divers title:ferry')) == 3
    assert needed("ferry the lang:en ferr*") == needed("ferry")
    assert needed("ferr*") == [{"ferr*"}]


def test_of_alternatives_an_item_needs_one_of_each_way() -> None:
    ways = needed("(ferry quay) OR aurora")
    assert len(ways) == 2
    assert all("aurora" in forms for forms in ways)
