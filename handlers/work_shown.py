"""What a card shows of the work of a chat's people; readers of a channel are nobody's desk."""

from newsroom.chat import ChatId, ChatKind
from newsroom.desk.story_view import StoryView
from newsroom.desk.story_work import StoryWork
from storage import chats, story_work
from storage.database import Connection


async def work_shown(connection: Connection, view: StoryView, chat: ChatId) -> StoryWork | None:
    """What the chat's people have done with a story; None for a channel, whose readers are not to read of it."""
    known = await chats.chat(connection, chat)
    if known is None or known.kind is ChatKind.CHANNEL:
        return None
    return await story_work.work_of(connection, view, chat)
