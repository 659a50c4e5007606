"""What happened in a chat's topics: gathered, ranked, and shown page by page. /since and the digests are made of it."""

from collections.abc import Sequence
from datetime import date, datetime

from handlers.leads import leads_in
from handlers.messages import Message
from handlers.render.hand_over import nothing_happened, page_of
from handlers.render.story_changes import changes_since
from handlers.sentences.reader import Reader
from newsroom.chat import MAIN_THREAD, Chat, ChatId, ChatKind, Place
from newsroom.desk.digest import (
    PAGE_STORIES,
    DigestWindow,
    HandOver,
    HandOverLine,
    in_sections,
    narrowest_topics,
    ranked,
)
from newsroom.story import StoryId
from newsroom.topic import Topic, TopicMode
from storage import hand_overs, stories, story_cards, topics
from storage.database import Connection, Transaction

_CHANGED_ONLY = 50  # stories that nobody reported anew and in which something was corrected


async def topics_in(connection: Connection, chat: ChatId, thread: int | None) -> list[Topic]:
    """The topics that a hand-over is about: all of the chat's, or those of a thread; without paused ones."""
    own = await topics.topics_of(connection, chat, thread)
    return [topic for topic in own if topic.mode is not TopicMode.PAUSED]


async def topics_for(connection: Connection, place: Place) -> tuple[int | None, list[Topic]]:
    """What a place's hand-over is about: its thread's topics, or all of the chat's (None) where the thread has none."""
    own = await topics_in(connection, place.chat, None)
    here = [topic for topic in own if topic.place == place]
    return (place.thread, here) if here and place.thread else (None, own)


async def gather(
    connection: Connection,
    chat: ChatId,
    thread: int | None,
    own: Sequence[Topic],
    window: DigestWindow,
    now: datetime,
    day: date | None = None,
) -> HandOver:
    """The stories of these topics in the window, the weightiest first."""
    found: dict[StoryId, None] = {}
    for place in dict.fromkeys(topic.place for topic in own):
        ids = [topic.id for topic in own if topic.place == place]
        found |= dict.fromkeys(await stories.matched_stories(connection, place, ids, window))
        changed = await stories.changed_stories(connection, place, ids, window)
        others = [story for story in changed if story not in found][:_CHANGED_ONLY]
        found |= dict.fromkeys(await _materially(connection, others, place.chat, window.changed_since))
    in_order = ranked(await stories.outlines(connection, list(found), chat), now)
    since = max(window.since, window.changed_since)
    return HandOver(chat=chat, thread=thread, since=since, day=day, topics=len(own), stories=tuple(in_order), made=now)


async def _materially(connection: Connection, ids: Sequence[StoryId], viewer: ChatId, since: datetime) -> list[StoryId]:
    """Those of which there is something to say: a contradiction may be dismissed or settled by now."""
    views = await stories.stories_by_id(connection, ids, viewer)
    return [view.id for view in views if changes_since(view, since).material]


async def lines_of(connection: Connection, shown: HandOver, reader: Reader, page: int = 0) -> list[HandOverLine]:
    """The stories of a page, as they are by now, those of a topic together."""
    ids = shown.stories[page * PAGE_STORIES : (page + 1) * PAGE_STORIES]
    views = await stories.stories_by_id(connection, ids, shown.chat)
    known = [view.id for view in views]
    alerted = await story_cards.stories_shown(connection, shown.chat, shown.thread, known)
    own = {topic.id: topic.text for topic in await topics_in(connection, shown.chat, shown.thread)}
    listed_under = narrowest_topics(await stories.topics_of_stories(connection, shown.chat, list(own), known))
    place = Place(chat=shown.chat, thread=shown.thread or MAIN_THREAD)
    leads = await leads_in(connection, place, views, reader, shown.made)
    topic_of = {story: own[topic] for story, topic in listed_under.items()}
    return in_sections(
        [
            HandOverLine(view=view, lead=leads[view.id], alerted=view.id in alerted, topic=topic_of.get(view.id, ""))
            for view in views
        ]
    )


def may_be_drawn(chat: Chat) -> bool:
    """Whether the chat's lists have the button that draws them: a channel's readers would fill it with pictures."""
    return chat.kind is not ChatKind.CHANNEL


async def first_page(
    tx: Transaction, shown: HandOver, lines: Sequence[HandOverLine], reader: Reader, *, plot: bool
) -> Message:
    """The first page; the list is kept for its buttons. `plot`: one of them draws it."""
    if not lines:
        return nothing_happened(shown, reader)
    number = await hand_overs.keep(tx, shown) if plot or len(shown.stories) > PAGE_STORIES else 0
    return page_of(shown, lines, reader, number=number, plot=plot)
