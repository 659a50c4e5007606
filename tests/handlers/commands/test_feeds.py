"""/addfeed, /feeds, /removefeed: a group reads along, so no key or password of an address is in any answer."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from config.load import load_families
from handlers.commands import feeds
from handlers.requests import FeedFound, Request, Services
from handlers.sentences.catalogue import languages
from handlers.sentences.reader import Reader
from newsroom.errors import UserError
from newsroom.sentence import sentence
from storage.database import Database
from storage.tables import sources
from tests.builders import NOW
from tests.handlers.ferry import request, services

SECRET = "https://ann:hunter2@o.example/feed?apikey=KEY123"  # noqa: S105 - opens nothing


def finding(database: Database, url: str, title: str = "Embargo desk") -> Services:
    async def find_feed(_address: str) -> FeedFound:
        return FeedFound(url=url, title=title, items=3)

    return replace(services(database), find_feed=find_feed)


async def added(database: Database, url: str, name: str = "", title: str = "Embargo desk") -> str:
    answer = await feeds.addfeed(asked(f"{url} {name}".strip()), finding(database, url, title))
    assert answer.effect is not None
    async with database.write() as tx:
        return "\n".join(message.html for message in await answer.effect(tx))


def asked(argument: str) -> Request:
    return replace(request(argument), now=NOW)


async def listed(database: Database) -> str:
    return "\n".join(message.html for message in (await feeds.feeds(asked(""), services(database))).messages)


async def test_a_key_in_an_address_is_in_no_answer_and_the_feed_is_polled_with_it(desk: Database) -> None:
    """Every member of a group read them."""
    for text in (await added(desk, SECRET), await listed(desk)):
        assert "Embargo desk (<code>https://***@o.example/feed?apikey=***</code>)" in text
        assert "hunter2" not in text
        assert "KEY123" not in text
    async with desk.read() as connection:
        assert SECRET in (await connection.execute(select(sources.c.url))).scalars().all()


@pytest.mark.parametrize("local", [True, False])
async def test_in_local_mode_a_feed_that_cannot_be_visited_is_answered_with_what_to_do(
    desk: Database, *, local: bool
) -> None:
    async def find_feed(_address: str) -> FeedFound:
        return FeedFound(url="", title="", items=0, problem=sentence("problem.dns", host="127.0.0.1"))

    with pytest.raises(UserError) as raised:
        await feeds.addfeed(asked("http://127.0.0.1/"), replace(services(desk), find_feed=find_feed, local=local))
    words = Reader().plain(raised.value.sentence)
    assert words.startswith("127.0.0.1 has no address that I may visit")
    assert ("README.md says how" in words) is local


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "name",
    ["broken_transfer", "empty", "malformed", "parse_timeout", "rate_limited", "refused", "server_error", "timeout"],
)
async def test_who_asks_once_is_not_promised_that_it_is_tried_again(desk: Database, name: str, language: str) -> None:
    """Nothing was added: nobody tries it again but whoever sends it again."""

    async def find_feed(_address: str) -> FeedFound:
        return FeedFound(url="", title="", items=0, problem=sentence(f"problem.{name}", host="o.example"))

    with pytest.raises(UserError) as raised:
        await feeds.addfeed(asked("https://o.example/"), replace(services(desk), find_feed=find_feed))
    words = Reader(language=language).plain(raised.value.sentence)
    assert words != Reader(language=language).plain(sentence(f"problem.{name}", host="o.example"))
    assert re.search(r"\btry (once more|again)|Try again|[Сс]пробуйте|[Rr]éessayez|[Пп]опробуйте", words), words


async def test_an_address_without_a_secret_is_a_link_as_before(desk: Database) -> None:
    link = '<a href="https://o.example/feed.xml">Embargo desk</a>'
    assert link in await added(desk, "https://o.example/feed.xml")
    assert link in await listed(desk)


async def test_an_address_that_is_given_as_a_name_is_masked_too(desk: Database) -> None:
    assert "hunter2" not in await added(desk, SECRET, name=SECRET)
    assert "hunter2" not in await listed(desk)


async def test_an_unknown_feed_is_named_without_its_key(desk: Database) -> None:
    with pytest.raises(UserError) as refused:
        await feeds.removefeed(asked(SECRET), services(desk))
    assert "hunter2" not in str(refused.value)


async def test_a_feed_is_removed_by_its_address_as_it_is_polled(desk: Database) -> None:
    await added(desk, SECRET)
    answer = await feeds.removefeed(asked(SECRET), services(desk))
    assert answer.effect is not None
    async with desk.write() as tx:
        (message,) = await answer.effect(tx)
    assert "Embargo desk" in message.html


@pytest.mark.parametrize("name", ["Reuters", "reuters", "BBC News", "Sample Outlet 1"])
async def test_no_feed_is_given_the_name_of_another_publisher_or_of_a_source_for_all(desk: Database, name: str) -> None:
    """Three feeds of one domain called Reuters, AFP and dpa counted as three voices."""
    known = replace(finding(desk, "https://o.example/feed"), publishers=load_families())
    with pytest.raises(UserError, match=r"addfeed\.known_name"):
        await feeds.addfeed(asked(f"https://o.example/feed {name}"), known)


async def test_a_feed_that_calls_itself_by_anothers_name_is_called_by_its_domain(desk: Database) -> None:
    known = replace(finding(desk, "https://news.o.example/feed", title="Reuters"), publishers=load_families())
    answer = await feeds.addfeed(asked("https://news.o.example/feed"), known)
    assert answer.effect is not None
    async with desk.write() as tx:
        (message,) = await answer.effect(tx)
    assert "Reuters" not in message.html
    assert "o.example" in message.html


async def test_a_feed_that_the_chat_watches_is_not_added_as_if_it_were_new(desk: Database) -> None:
    url = "https://o.example/feed.xml"
    assert (await added(desk, url)).startswith("Watching ")
    assert await added(desk, url) == "This chat watches Embargo desk already: /feeds shows how it is."
    assert (await added(desk, url, name="Desk two")).startswith("Watching "), "it can be given another name so"
