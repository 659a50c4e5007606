"""A desk takes its topics and settings along as a file, changes them there, and brings them back or elsewhere."""

import threading
from types import ModuleType

import pytest

from handlers.commands import chat_file, opml
from newsroom.opml import OpmlFeed, write_opml
from standin.initial_chats import GROUP_ID
from tests.journeys.shift import Shift, labels, shift

KEYED = "https://paper9.example/rss?token=4f8a1c9e77d2"


async def filed(desk: Shift, chat: int | None = None) -> str:
    (given,) = await (desk.say("/export topics") if chat is None else desk.say("/export topics", chat))
    return desk.content(given).decode()


async def set_up(desk: Shift) -> None:
    """A private chat with two topics, settings and a feed."""
    await desk.say("/track ferry min:2")
    await desk.say("/track oil -football")
    await desk.say("/digest weekdays 08:30")
    await desk.uploads("feeds.opml", write_opml("x", [OpmlFeed(url=KEYED, name="Wire")]))


async def test_a_changed_file_is_shown_first_then_taken_over_and_taken_back(either_database: str) -> None:
    async with shift(either_database) as desk:
        await set_up(desk)
        before = await filed(desk)
        assert KEYED in before
        changed = before.replace('query = "oil -football"', 'query = "gas"\nmode = "digest"').replace(
            "min = 2", "min = 3"
        )
        (shown,) = await desk.uploads("mine.toml", changed.replace('"08:30 mon,tue,wed,thu,fri"', '"off"').encode())
        assert "What “mine.toml” would change here" in shown.text
        assert "+ 🗞 gas" in shown.text
        assert "± 🔔 ferry min:2 → 🔔 ferry min:3" in shown.text
        assert "08:30 mon,tue,wed,thu,fri → off" in shown.text
        assert await filed(desk) == before
        assert labels(shown) == ["✓ Take over", "✓ Take over, stop 1 other topic"]
        await desk.press(shown, "✓ Take over")
        taken = await filed(desk)
        assert 'query = "gas"' in taken
        assert 'query = "oil -football"' in taken
        assert 'digest = "off"' in taken
        await desk.press(shown, "↩ Undo")
        assert await filed(desk) == before


async def test_undo_takes_back_a_telegram_channel_however_its_address_is_written(either_database: str) -> None:
    async with shift(either_database) as desk:
        await set_up(desk)
        before = await filed(desk)
        with_channel = before + '\n[[feed]]\nurl = "https://t.me/harbour_news"\n'
        (shown,) = await desk.uploads("mine.toml", with_channel.encode())
        await desk.press(shown, "✓ Take over")
        taken = await filed(desk)
        assert 'url = "https://t.me/s/harbour_news"' in taken
        (again,) = await desk.uploads("mine.toml", with_channel.encode())
        assert "already: nothing to change" in again.text
        await desk.press(shown, "↩ Undo")
        assert await filed(desk) == before


async def test_the_second_button_leaves_only_what_the_file_has_until_undo(either_database: str) -> None:
    async with shift(either_database) as desk:
        await set_up(desk)
        (shown,) = await desk.uploads("one.toml", b'[[topic]]\nquery = "gas"\n')
        await desk.press(shown, "✓ Take over, stop 2 other topics")
        assert "ferry" not in await filed(desk)
        await desk.press(shown, "↩ Undo")
        after = await filed(desk)
        assert "gas" not in after
        assert 'query = "ferry"\nmin = 2' in after


async def test_a_file_goes_to_another_chat_where_it_needs_the_command_and_keys_stay_private(
    either_database: str,
) -> None:
    async with shift(either_database) as desk:
        await set_up(desk)
        mine = (await filed(desk)).encode()
        assert await desk.uploads("mine.toml", mine, GROUP_ID) == []
        (shown,) = await desk.uploads("mine.toml", mine, GROUP_ID, caption="/import")
        await desk.press(shown, "✓ Take over")
        theirs = await filed(desk, GROUP_ID)
        assert 'query = "ferry"\nmin = 2' in theirs
        assert KEYED not in theirs


async def test_a_bad_file_changes_nothing_and_names_the_line(either_database: str) -> None:
    async with shift(either_database) as desk:
        await set_up(desk)
        before = await filed(desk)
        (refused,) = await desk.uploads("bad.toml", (before + '\n[[topic]]\nquerry = "x"\n').encode())
        line = before.count("\n") + 3
        assert f"Line {line}: there is no “querry” here" in refused.text
        assert "Did you mean “query”?" in refused.text
        assert await filed(desk) == before


async def test_a_document_is_read_for_what_it_is_whatever_the_command_below_it(either_database: str) -> None:
    async with shift(either_database) as desk:
        feeds = write_opml("x", [OpmlFeed(url="https://paper.example/rss", name="Paper")])
        (added,) = await desk.uploads("list.xml", feeds, GROUP_ID, caption="/import")
        assert "1 feed added" in added.text
        (shown,) = await desk.uploads("list.opml", b'[[topic]]\nquery = "gas"\n', GROUP_ID, caption="/opml")
        assert "+ 🔔 gas" in shown.text


async def test_documents_are_read_beside_the_loop(either_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A megabyte that is made for it takes two seconds of a processor: meanwhile nothing was heard, decided or sent."""
    on_the_loop: list[bool] = []

    def watched(module: ModuleType, name: str) -> None:
        read = getattr(module, name)

        def reading(*given: object) -> object:
            on_the_loop.append(threading.current_thread() is threading.main_thread())
            return read(*given)

        monkeypatch.setattr(module, name, reading)

    watched(chat_file, "read_chat_file")
    watched(opml, "read_opml")
    async with shift(either_database) as desk:
        await set_up(desk)
        (shown,) = await desk.uploads("mine.toml", b'wirewatch = 1\n[[topic]]\nquery = "gas"\n')
        await desk.press(shown, "✓ Take over")
        await desk.press(shown, "↩ Undo")
    assert len(on_the_loop) >= 6
    assert not any(on_the_loop)
