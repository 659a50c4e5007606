"""What Telegram could not read, or found too long, goes out once more in a form that it takes."""

from io import BytesIO

import pytest
from PIL import Image
from telegram.ext import ExtBot

from handlers.messages import File, InlineEntry, InlineList, Message, file_payload, to_payload
from handlers.sending.outgoing import AnswerButton, AnswerInline, Outgoing, cut_short, without_markup
from handlers.sending.sender import Sender
from newsroom.chat import ChatId, Place
from standin import StandinSettings, standin, user_actions
from standin.chat_state import SimulatedMessage
from standin.faults import Fault, FaultKind
from storage import outbox
from storage.database import Database
from storage.outbox import DeliveryKind
from tests.handlers.sending.test_push import CLOCK, pushing, sent, until
from tests.handlers.updates.test_polling import CHAT

UNREADABLE = "<b>Ferry &amp; tram"  # a tag that nothing closes
TOO_LONG = Fault(kind=FaultKind.STATUS, status=400, description="Bad Request: message caption is too long")


def payload_of(kind: DeliveryKind, html: str) -> dict[str, object]:
    if kind is DeliveryKind.MESSAGE:
        return to_payload(Message(html=html))
    picture = BytesIO()
    Image.new("RGB", (320, 200)).save(picture, "PNG")
    return file_payload(File(name="week.png", content=picture.getvalue(), caption=html))


async def what_arrives(database: Database, kind: DeliveryKind, html: str, *faults: Fault) -> list[SimulatedMessage]:
    async with standin(StandinSettings()) as running:
        bot = ExtBot(running.token, base_url=running.api_url)
        await bot.initialize()
        user_actions.say(running.server, CHAT, "/start")
        for fault in faults:
            running.server.faults.add(fault)
        async with database.write() as tx:
            where, payload = Place(chat=ChatId(CHAT)), payload_of(kind, html)
            await outbox.put(tx, where, kind, payload, CLOCK.now(), priority=outbox.Priority.REPLY)
        async with pushing(database, Sender(bot)):
            await until(lambda: sent(database, 1))
        await bot.shutdown()
        return [one for one in running.server.state.chats[CHAT].messages.values() if one.by_bot]


@pytest.mark.parametrize("kind", [DeliveryKind.MESSAGE, DeliveryKind.PHOTO, DeliveryKind.DOCUMENT])
async def test_what_telegram_can_not_read_arrives_in_plain_words(database: Database, kind: DeliveryKind) -> None:
    (message,) = await what_arrives(database, kind, UNREADABLE)
    assert (message.text, message.entities) == ("Ferry & tram", [])


@pytest.mark.parametrize("kind", [DeliveryKind.PHOTO, DeliveryKind.DOCUMENT])
async def test_a_file_whose_caption_is_too_long_arrives_without_it(database: Database, kind: DeliveryKind) -> None:
    (message,) = await what_arrives(database, kind, "The week in pictures", TOO_LONG)
    assert (message.kind, message.text) == (kind.value, "")
    assert message.file_id is not None


@pytest.mark.parametrize(
    "answer",
    [
        AnswerButton(place=Place(chat=ChatId(CHAT)), query_id="1", text="Muted"),
        AnswerInline(
            place=Place(chat=ChatId(CHAT)),
            query_id="1",
            answer=InlineList(
                entries=(InlineEntry(id="1", title="Ferry", description="", html="<b>Ferry</b>", url=""),)
            ),
        ),
    ],
)
def test_an_answer_to_a_press_or_a_query_has_no_shorter_form(answer: Outgoing) -> None:
    assert without_markup(answer) == cut_short(answer) == answer
