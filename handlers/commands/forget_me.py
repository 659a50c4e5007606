"""/forgetme: everything that is stored of a person is removed, once they have said so twice."""

from collections.abc import Sequence

from handlers.buttons import Act, button
from handlers.messages import Message
from handlers.requests import Answer, Request, Services
from newsroom.chat import ChatKind
from newsroom.errors import UserError
from newsroom.sentence import sentence
from storage import admission
from storage.database import Transaction
from storage.forgetting import forget_person


async def forget_me(request: Request, services: Services) -> Answer:
    """What would be removed, and the button that does it."""
    del services
    user = _alone(request)
    message = request.message("forgetme.ask")
    confirm = button(request.reader.say("button.forget_me"), Act.FORGET_ME, user)
    return Answer(messages=(Message(html=message.html, buttons=((confirm,),)),))


async def press_forget_me(request: Request, services: Services, number: int) -> Answer:
    """Remove it all; says what was removed, and what stays."""
    user = _alone(request)
    if number != user:
        raise UserError(sentence("forgetme.in_private"))

    async def effect(tx: Transaction) -> Sequence[Message]:
        forgotten = await forget_person(tx, user, request.now)
        await admission.settle(tx, services.access, request.now)
        if forgotten.none:
            return [request.message("forgetme.nothing")]
        counts = {
            "topics": sentence("unit.topic", count=forgotten.topics),
            "feeds": sentence("unit.feed", count=forgotten.feeds),
            "stories": sentence("unit.story", count=forgotten.cards),
            "messages": sentence("unit.message", count=forgotten.deliveries),
            "places": sentence("unit.place", count=forgotten.elsewhere),
        }
        parts = (sentence("forgetme.removed", **counts), sentence("forgetme.stays"))
        return [Message(html="\n\n".join(request.reader.html(part) for part in parts))]

    return Answer(effect=effect, replaces=True)


def _alone(request: Request) -> int:
    """The person, who asks where nobody else does."""
    user = request.speaker.user
    if request.chat.kind is not ChatKind.PRIVATE or request.chat.id != user:
        raise UserError(sentence("forgetme.in_private"))
    return user
