"""The picture that goes with the digest of a busy topic."""

from dataclasses import replace
from datetime import datetime, timedelta

from handlers.commands.timeline_subject import query_subject, timeline_file
from handlers.messages import File
from handlers.render.timeline_document import Format
from handlers.sentences.reader import Reader
from newsroom.chat import Place
from newsroom.desk.digest import DigestWindow
from newsroom.errors import UserError
from newsroom.topic import Topic, TopicMode
from storage import stories, topics
from storage.database import Database

BUSY_STORIES = 5  # of one topic in one digest: fewer are read sooner than a picture is
SHOWN = timedelta(days=30)  # what led up to the day's news, and no more


async def digest_picture(
    database: Database, place: Place, covers: DigestWindow, reader: Reader, now: datetime
) -> File | None:
    """The last thirty days of the place's busiest topic; None where no topic is busy."""
    busiest = await _busiest(database, place, covers)
    if busiest is None:
        return None
    try:
        subject = await query_subject(busiest.query, database, place.chat)
    except UserError:  # its stories were forgotten meanwhile
        return None
    recent = replace(subject, since=(now - SHOWN).date())
    return replace(await timeline_file(recent, Format.PICTURE, reader, now), silent=True)


async def _busiest(database: Database, place: Place, covers: DigestWindow) -> Topic | None:
    """The topic with the most stories of the digest, the older of equals."""
    async with database.read() as connection:
        own = await topics.topics_of(connection, place.chat, place.thread)
        counted = [
            (len(await stories.matched_stories(connection, place, [topic.id], covers)), topic)
            for topic in own
            if topic.mode is not TopicMode.PAUSED
        ]
    most, topic = max(counted, key=lambda pair: pair[0], default=(0, None))
    return topic if most >= BUSY_STORIES else None
