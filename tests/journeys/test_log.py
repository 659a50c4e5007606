"""/log: what a group's people change of its own feeds is read there by owners; what a person changes in private is not."""

import pytest

from config.schema import AccessSettings
from handlers.sentences.catalogue import languages
from newsroom.access import AccessMode
from standin.initial_chats import COLLEAGUE, GROUP_ID, PRIVATE_ID
from storage import sources
from tests.builders import spec
from tests.journeys.shift import Shift, shift

OWNED = AccessSettings(mode=AccessMode.INVITE, admins=(PRIVATE_ID,))
NAME = "Sample Outlet 7"


async def own_feed(desk: Shift, chat: int) -> None:
    async with desk.database.write() as tx:
        await sources.add_chat_source(tx, spec(7), chat, desk.now, 300)


async def test_a_groups_new_name_and_publisher_of_its_feed_are_read_in_the_log(either_database: str) -> None:
    async with shift(either_database, access=OWNED) as desk:
        await desk.say("/start", GROUP_ID, user=PRIVATE_ID)
        await own_feed(desk, GROUP_ID)
        await desk.say("/renamefeed 1 Harbour Courier", GROUP_ID, user=PRIVATE_ID)
        await desk.say("/publisher 1 Sample Outlet 2", GROUP_ID, user=PRIVATE_ID)
        await desk.say("/publisher 1 off", GROUP_ID, user=PRIVATE_ID)
        (log,) = await desk.say("/log")
        off, joined, renamed = [line for line in log.text.splitlines() if "in “World desk”" in line]
        assert f"renamed {NAME} (outlet7.example) to Harbour Courier" in renamed
        assert "with the publisher family-2" in joined
        assert "with the publisher family-7" in off


async def test_what_a_person_calls_a_feed_in_private_is_nobody_elses(either_database: str) -> None:
    async with shift(either_database, access=OWNED) as desk:
        await own_feed(desk, PRIVATE_ID)
        (done,) = await desk.say("/renamefeed 1 Harbour Courier")
        assert "Harbour Courier" in done.text
        await desk.say("/publisher 1 Sample Outlet 2")
        assert (await desk.say("/log"))[0].text == "Nothing was changed yet."


async def test_the_log_is_for_owners_and_read_in_private(either_database: str) -> None:
    async with shift(either_database, access=OWNED) as desk:
        await desk.say("/start", GROUP_ID, user=PRIVATE_ID)
        (refused,) = await desk.say("/log", GROUP_ID, user=COLLEAGUE.id)
        assert "private" in refused.text


@pytest.mark.parametrize("language", languages())
async def test_it_names_the_chat_and_the_person_in_every_language(either_database: str, language: str) -> None:
    async with shift(either_database, access=OWNED) as desk:
        await desk.say("/start", GROUP_ID, user=PRIVATE_ID)
        await own_feed(desk, GROUP_ID)
        await desk.say("/renamefeed 1 Harbour Courier", GROUP_ID, user=PRIVATE_ID)
        await desk.say(f"/language {language}")
        (log,) = await desk.say("/log")
        (line,) = [line for line in log.text.splitlines() if "Harbour Courier" in line]
        assert all(word in line for word in ("@reporter", "World desk", NAME))
