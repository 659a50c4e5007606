"""Who may press the buttons under a hint, and what they change."""

import pytest
from telegram import Update

from handlers.access import IsAdmin
from handlers.buttons import HintAct
from newsroom.errors import UserError
from newsroom.matching.query import parse
from newsroom.sentence import sentence
from newsroom.topic import Topic
from storage import button_lines, chats, topics
from storage.database import Database
from tests.builders import CHAT, NOW, place
from tests.handlers.talk import KINDS, everybody, nobody, talk

GROUP = KINDS["supergroup"]


async def hinted(database: Database, line: str, chat: int = GROUP, query: str = "ferry strike") -> tuple[Topic, str]:
    """A chat's topic, and what the button sends that has the line behind it."""
    async with database.write() as tx:
        await chats.meet(tx, chat, "private" if chat > 0 else "supergroup", "Desk", None, None, "UTC", NOW)
        topic = await topics.track(tx, place(chat), parse(query), CHAT, NOW)
        number = await button_lines.keep(tx, chat, line, NOW)
    return topic, f"{HintAct.CHANGE}:{topic.id}:{number}"


async def asked(database: Database, topic: Topic) -> tuple[str, int]:
    found = await database.ask(lambda c: topics.topic(c, topic.id, topic.place.chat))
    assert found is not None
    return found.text, found.min_independent


@pytest.mark.parametrize(
    ("is_admin", "expected"),
    [pytest.param(nobody, ("ferry strike", 1), id="a member"), pytest.param(everybody, ("ferry", 2), id="an admin")],
)
async def test_in_a_group_its_admins_change_the_topic_and_members_do_not(
    desk: Database, is_admin: IsAdmin, expected: tuple[str, int]
) -> None:
    topic, press = await hinted(desk, "/track ferry min:2")
    await talk(desk, is_admin).presses(press, "supergroup")
    assert await asked(desk, topic) == expected


async def test_what_is_open_of_the_new_query_is_listed_and_the_old_one_is_a_button_away(desk: Database) -> None:
    ann = talk(desk)
    topic, press = await hinted(desk, "/track aurora", CHAT)
    (changed,) = [spoken for spoken in await ann.presses(press) if spoken.kind == "edit"]
    assert ("it would have sent" in changed.html, "Ferry Aurora" in changed.html) == (True, True)
    assert await asked(desk, topic) == ("aurora", 1)
    await ann.presses(changed.buttons["↩ Undo"])
    assert await asked(desk, topic) == ("ferry strike", 1)


async def test_a_query_that_another_topic_asks_is_refused_with_its_number(desk: Database) -> None:
    ann = talk(desk)
    topic, press = await hinted(desk, "/track Ferry", CHAT)  # the chat's first topic is "ferry"
    (note,) = await ann.presses(press)
    assert "already, as topic 1" in note.html
    assert await asked(desk, topic) == ("ferry strike", 1)


async def test_a_query_that_is_tracked_while_the_button_is_answered_is_refused_with_its_number(desk: Database) -> None:
    ann = talk(desk)
    topic, press = await hinted(desk, "/track aurora", CHAT)
    update = Update.de_json({"update_id": 1, **ann.press(press)})
    understood = await ann.reader.understand(update, NOW, NOW)
    assert understood is not None
    assert understood.answer.effect is not None
    async with desk.write() as tx:
        tracked = await topics.track(tx, place(CHAT), parse("aurora"), CHAT, NOW)
        with pytest.raises(UserError) as refused:
            await understood.answer.effect(tx)
    assert refused.value.sentence == sentence("hint.tracked_already", topic=tracked.id)
    assert await asked(desk, topic) == ("ferry strike", 1)


async def test_a_line_of_another_chat_changes_nothing(desk: Database) -> None:
    ann = talk(desk)
    topic, press = await hinted(desk, "/track ferry -strike", CHAT)
    _, _, foreign = (await hinted(desk, "/track secret", GROUP))[1].partition(f"{HintAct.CHANGE}:")
    (note,) = await ann.presses(press.rpartition(":")[0] + ":" + foreign.rpartition(":")[2])
    assert note.kind == "answer"
    assert await asked(desk, topic) == ("ferry strike", 1)
