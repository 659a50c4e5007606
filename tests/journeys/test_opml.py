"""A desk that brings the list of its feed reader along, and takes its own away."""

from newsroom.opml import OpmlFeed, read_opml, write_opml
from standin.initial_chats import GROUP_ID
from tests.journeys.shift import shift

FEEDS = [OpmlFeed(url=f"https://paper{n}.example/rss", name=f"Paper {n}") for n in range(3)]
KEYED = OpmlFeed(url="https://paper9.example/rss?token=4f8a1c9e77d2", name="Wire")


async def test_the_feeds_of_a_file_are_watched_and_come_back_in_one(either_database: str) -> None:
    async with shift(either_database) as desk:
        (answer,) = await desk.uploads("subscriptions.opml", write_opml("mine", [*FEEDS, KEYED]))
        assert "4 feeds added" in answer.text
        assert "Paper 0 · Paper 1 · Paper 2 · Wire" in answer.text
        (given,) = await desk.say("/opml")
        assert {feed.url for feed in read_opml(desk.content(given))} == {feed.url for feed in [*FEEDS, KEYED]}
        (again,) = await desk.uploads("subscriptions.opml", desk.content(given))
        assert "Watched already: 4 feeds" in again.text
        one_more = OpmlFeed(url="https://paper7.example/rss", name="Paper 7")
        (both,) = await desk.uploads("subscriptions.opml", write_opml("mine", [*FEEDS, one_more]))
        added = both.text.splitlines()
        assert (added[1], added[2]) == ("Paper 7", "Watched already: 3 feeds.")


async def test_a_channel_in_a_file_is_watched_at_its_preview(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.uploads("x.opml", write_opml("x", [OpmlFeed(url="https://t.me/Harbour", name="Harbour News")]))
        (given,) = await desk.say("/opml")
        assert [feed.url for feed in read_opml(desk.content(given))] == ["https://t.me/s/harbour"]


async def test_what_is_no_list_is_answered_kindly_and_adds_nothing(either_database: str) -> None:
    async with shift(either_database) as desk:
        (answer,) = await desk.uploads("notes.pdf", b"%PDF-1.4 rubbish")
        assert "“notes.pdf” is no list of feeds that I can read" in answer.text
        (large,) = await desk.uploads("all.opml", b" " * 1_000_001)
        assert "larger than 1" in large.text
        (empty,) = await desk.uploads("empty.opml", write_opml("mine", [OpmlFeed(url="feed-of-mine", name="x")]))
        assert "no feed with an address" in empty.text
        assert "has added no feed" in (await desk.say("/opml"))[0].text


async def test_more_than_a_chat_may_have_is_counted_and_left_out(either_database: str) -> None:
    many = [OpmlFeed(url=f"https://paper{n}.example/rss", name=f"Paper {n}") for n in range(500)]
    async with shift(either_database) as desk:
        (answer,) = await desk.uploads("many.opml", write_opml("mine", many))
        assert "No room for" in answer.text
        assert "500" not in answer.text


async def test_in_a_group_a_file_needs_the_command_and_keys_stay_private(either_database: str) -> None:
    listed = write_opml("mine", [*FEEDS, KEYED])
    async with shift(either_database) as desk:
        assert await desk.uploads("plan.opml", listed, GROUP_ID) == []
        (answer,) = await desk.uploads("plan.opml", listed, GROUP_ID, caption="/opml")
        assert "4 feeds added" in answer.text
        (given,) = await desk.say("/opml", GROUP_ID)
        assert KEYED.url.encode() not in desk.content(given)
        assert "Left out: 1 feed" in given.text


async def test_a_feed_in_a_file_takes_no_other_publishers_name(either_database: str) -> None:
    async with shift(either_database) as desk:
        (answer,) = await desk.uploads(
            "x.opml", write_opml("x", [OpmlFeed(url="https://o.example/rss", name="Reuters")])
        )
        assert "Reuters" not in answer.text
        assert "o.example" in answer.text
