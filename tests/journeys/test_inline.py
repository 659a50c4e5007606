"""Stories are offered in any chat to whom may see them, and a stranger is offered the way to an invitation."""

from config.schema import AccessSettings
from newsroom.access import AccessMode
from newsroom.opml import OpmlFeed, write_opml
from standin import user_actions
from standin.initial_chats import GROUP_ID, PRIVATE_ID
from storage import sources
from tests.journeys.shift import Shift, shift

FERRY = "The ferry Aurora ran aground off Lower Quay, the coast guard said."
BUDGET = "Parliament passed the budget on Tuesday, its speaker said."


async def two_stories(desk: Shift) -> None:
    await desk.brings(1, "Ferry <Aurora> & crew aground", FERRY)
    await desk.later(minutes=15)
    await desk.brings(2, "Parliament passes the budget", BUDGET)


def titles(results: list[dict[str, object]] | None) -> list[object]:
    return [one["title"] for one in results or ()]


async def test_words_find_a_story_whose_card_is_sent_in_ones_own_name(either_database: str) -> None:
    async with shift(either_database) as desk:
        await two_stories(desk)
        asking = await desk.asks_inline("ferry")
        assert titles(asking.results) == ["Ferry <Aurora> & crew aground"]
        assert (asking.cache_time, asking.is_personal) == (0, True)
        chosen = user_actions.choose_inline(desk.telegram.server, asking.query_id, "story-1", GROUP_ID)
        assert chosen.text.startswith("📰 Ferry <Aurora> & crew aground\nSample Outlet 1")
        assert "/story" not in chosen.text
        assert (chosen.sender_id, chosen.keyboard) == (PRIVATE_ID, None)


async def test_without_words_the_newest_come_first(either_database: str) -> None:
    async with shift(either_database) as desk:
        await two_stories(desk)
        assert titles((await desk.asks_inline("")).results) == [
            "Parliament passes the budget",
            "Ferry <Aurora> & crew aground",
        ]


async def test_a_word_that_is_not_typed_to_its_end_finds_and_what_can_not_be_read_offers_nothing(
    either_database: str,
) -> None:
    async with shift(either_database) as desk:
        await two_stories(desk)
        assert titles((await desk.asks_inline("parliam")).results) == ["Parliament passes the budget"]
        for words in ('"ferry', "(", "zeppelin", "ferry AND"):
            assert (await desk.asks_inline(words)).results == []


async def test_of_letters_typed_in_a_row_only_the_last_are_answered(either_database: str) -> None:
    async with shift(either_database) as desk:
        await two_stories(desk)
        first = user_actions.ask_inline(desk.telegram.server, PRIVATE_ID, "bud")
        last = await desk.asks_inline("budget")
        assert titles(last.results) == ["Parliament passes the budget"]
        assert first.results in (None, last.results)


async def test_what_is_another_chats_own_is_offered_to_that_chat_alone(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.uploads("x.opml", write_opml("x", [OpmlFeed(url="https://own.example/feed", name="Own Paper")]))
        own = max(await _source_ids(desk))
        await desk.brings(own, "Ferry scoop", "A ferry story that nobody else has.")
        assert titles((await desk.asks_inline("scoop")).results) == ["Ferry scoop"]
        other = next(user for user in desk.telegram.server.state.users if user != PRIVATE_ID)
        assert (await desk.asks_inline("scoop", user=other)).results == []


async def _source_ids(desk: Shift) -> list[int]:
    own = await desk.database.ask(lambda c: sources.chat_sources(c, PRIVATE_ID))
    return [one.source.id for one in own]


async def test_a_stranger_is_offered_whom_to_ask_and_the_way_there_and_nothing_is_stored(either_database: str) -> None:
    async with shift(either_database, access=AccessSettings(mode=AccessMode.INVITE)) as desk:
        await two_stories(desk)
        asking = await desk.asks_inline("ferry")
        assert titles(asking.results) == ["Ask for an invitation"]
        assert asking.results is not None
        (entry,) = asking.results
        assert str(entry["url"]).endswith("?start=inline")
        assert asking.button == {"text": "Ask for an invitation", "start_parameter": "inline"}
        (answer,) = await desk.say("/start inline")
        assert "by invitation" in answer.text
        assert "code" not in answer.text
