"""Topics that are about to stop, or to rest, are kept as they are: a tap has them so again, however many they were."""

from collections.abc import Sequence

from handlers.buttons import FileAct, button
from handlers.messages import Button
from handlers.render.export.chat_toml import filed_topic, write_chat_file
from handlers.requests import Request
from handlers.sentences.reader import Reader
from newsroom.chat_file import ChatFile
from newsroom.topic import Topic
from storage import chat_files
from storage.database import Transaction


async def keep_stopped(tx: Transaction, request: Request, before: Sequence[Topic]) -> Button:
    """Keep these topics as a file of the chat's; the button tracks them as they were, in their modes and threads."""
    was = ChatFile(chat=request.chat.id, topics=tuple(filed_topic(topic, request.now) for topic in before))
    text = write_chat_file(was, request.chat.title, Reader()).decode("utf-8")
    number = await chat_files.keep(tx, request.place, text, request.speaker.user, request.now)
    return button(request.reader.say("button.undo"), FileAct.RESUME, number)
