"""What the sender makes of answers that are no answers."""

from dataclasses import replace

import pytest
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from handlers.messages import Message
from handlers.sending.outcomes import Outcome, Sent, Trouble, Unknown
from handlers.sending.outgoing import SendText
from handlers.sending.sender import Sender
from newsroom.chat import ChatId, Place
from standin import StandinSettings, standin, user_actions
from standin.faults import Fault, FaultKind
from tests.handlers.updates.test_polling import CHAT, ODD

PAGE = "<html>blocked</html>"


@pytest.mark.parametrize(
    ("fault", "meant"),
    [
        *(
            pytest.param(Fault(kind=FaultKind.BODY, status=200, body=b), Unknown, id=f"{b[:12]} as JSON")
            for b in ODD[:6]
        ),
        pytest.param(Fault(kind=FaultKind.BODY, status=200, body='{"ok":true,"result":{}}'), Unknown, id="no message"),
        pytest.param(Fault(kind=FaultKind.BODY, status=403, body=PAGE), Trouble, id="a proxy's 403"),
        pytest.param(Fault(kind=FaultKind.BODY, status=400, body=PAGE), Trouble, id="a proxy's 400"),
    ],
)
async def test_an_answer_that_is_none_is_tried_again_and_loses_nothing(fault: Fault, meant: type[Outcome]) -> None:
    async with standin(StandinSettings()) as running:
        bot = ExtBot(running.token, base_url=running.api_url, request=HTTPXRequest())
        await bot.initialize()
        user_actions.say(running.server, CHAT, "/start")
        running.server.faults.add(replace(fault, method="sendMessage"))
        thing = SendText(place=Place(chat=ChatId(CHAT)), message=Message(html="alert"))
        assert isinstance(await Sender(bot).send(thing), meant)
        assert isinstance(await Sender(bot).send(thing), Sent)
        await bot.shutdown()
