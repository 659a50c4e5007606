"""The desk's state, rebuilt from what is stored."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

import structlog

from desk.forms_file import FormsFile
from desk.kept_files import NO_FILES, KeptFiles
from desk.kept_for_start import keep_items
from desk.sentence_encoder import CachedEncoder
from desk.window_file import UnfitWindowError, unpacked
from newsroom.chat import ChatId, Place
from newsroom.desk.burst_limit import BURST_WITHIN
from newsroom.desk.corrections import constrain
from newsroom.desk.hit_row import HitWords
from newsroom.desk.own_state import OwnState
from newsroom.desk.state import STORY_OPEN_FOR, CardState, DeskState
from newsroom.item import Item, ItemId
from newsroom.stories.embeddings import Embedding, LazyEmbedding
from newsroom.stories.features import hours_of
from newsroom.stories.thresholds import MOST_ITEMS
from newsroom.story import StoryId
from newsroom.text.lemmas import often, read_dictionaries
from newsroom.topic import TopicId
from storage import desk_state, own_desk_state, readings
from storage.chats import all_chats, chats_of
from storage.corrections import active_corrections
from storage.database import Connection, Database
from storage.desk_bell import DeskChanges
from storage.desk_state import DecidedItem, StoredStory
from storage.embeddings import of_items
from storage.process_role import ProcessRole
from storage.readings import StoredFeatures
from storage.topics import all_topics, matched_topics
from storage.write_locks import DESK

_AT_A_TIME = 100  # items: the event loop waits so long
log = structlog.get_logger()
CLAIMS_KEPT_FOR = timedelta(days=90)  # the 38 and the 67 dead of one downed plane were published 44 days apart


async def restore(
    database: Database,
    now: datetime,
    encoder: CachedEncoder | None = None,
    most_items: int = MOST_ITEMS,
    files: KeptFiles = NO_FILES,
) -> tuple[DeskState, dict[ChatId, OwnState]]:
    """Rebuild the states from what is stored, the shared one and the chats' own: they decide as those they replace."""
    window = None if files.window is None else await asyncio.to_thread(files.window.take)
    if window is not None:
        try:
            return await _restore(database, now, encoder, most_items, files, window)
        except UnfitWindowError as error:
            log.warning("window_not_taken_over", reason=str(error))
    return await _restore(database, now, encoder, most_items, files, None)


async def _restore(
    database: Database,
    now: datetime,
    encoder: CachedEncoder | None,
    most_items: int,
    files: KeptFiles,
    window: memoryview | None,
) -> tuple[DeskState, dict[ChatId, OwnState]]:
    state = DeskState(encoder, most_items, keep_text=None if files.texts is None else files.texts.keep)
    async with database.read() as connection, database.read() as beside:
        since = await desk_state.open_since(connection, now, most_items)
        state.next_story = await desk_state.last_story_id(connection) + 1
        for stored in await desk_state.open_stories(connection, since):
            _open(stored, state)
        decided = desk_state.decided_since(connection, since)
        if window is not None:
            decided = await _take_over(beside, state, decided, window, since, encoder)
        later: list[DecidedItem] = []
        async for batch in decided:
            await _recall(beside, batch, encoder)
            known = await readings.of_items(beside, [decided.first for decided in batch])
            # A quarter of a millisecond each: the loops go on beside it.
            later += await asyncio.to_thread(_restore_items, state, batch, known)
            anew = [one.first for one in batch if one.compared is None or one.first.id not in known]
            await _keep_anew(database, state, anew)
        await asyncio.to_thread(_cluster, state, later)
        await asyncio.to_thread(_learn_languages, state)  # it may be the first to ask for a dictionary
        _enter_hits(await desk_state.alert_hits(connection, since), state)
        for correction in await active_corrections(connection, list(state.story_of)):
            constrain(correction, state)
        for place, at in await desk_state.alerts_since(connection, now - BURST_WITHIN):
            state.burst_limit.note(place, at)
        added = await desk_state.last_claim_id(connection)
        claims = await desk_state.claims_since(connection, now - CLAIMS_KEPT_FOR, added - state.claims.most)
        state.claims.restore(claims, added)
        chats = await own_desk_state.chats_with_desks(connection, now - STORY_OPEN_FOR)
        own = {chat: await restore_own(connection, state, chat, now, encoder, most_items) for chat in chats}
    await _read_topics(database, state, own, now, files.forms)
    return state, own


async def _read_topics(
    database: Database, state: DeskState, own: Mapping[ChatId, OwnState], now: datetime, forms: FormsFile | None
) -> None:
    """Read what people may have changed for the first time; the forms of topics' words as far as they are kept."""
    kept = None if forms is None else await asyncio.to_thread(forms.read, state.matcher.languages)
    state.matcher.recall(kept)
    async with database.read() as connection:  # topics may have come since the other reading began
        await refresh(connection, state, own, now)
    state.matcher.keep_no_more()
    if forms is not None and kept is not None:
        await asyncio.to_thread(forms.keep, kept)


async def restore_own(
    connection: Connection,
    shared: DeskState,
    chat: ChatId,
    now: datetime,
    encoder: CachedEncoder | None,
    most_items: int,
) -> OwnState:
    """The state of a chat's own desk, without its topics and cards: `refresh` brings them."""
    own, since = OwnState(chat, shared, most_items), now - STORY_OPEN_FOR
    own.next_story = await own_desk_state.lowest_number(connection, chat) - 1
    for stored in await own_desk_state.open_stories(connection, chat, since):
        _open(stored, own)
    decided = await own_desk_state.items_in_open_stories(connection, chat, since)
    for at in range(0, len(decided), _AT_A_TIME):
        batch = decided[at : at + _AT_A_TIME]
        await _recall(connection, batch, encoder)
        await asyncio.to_thread(_restore_items, own, batch, {})
    topics = await own_desk_state.topics_in(connection, chat)
    _enter_hits(await own_desk_state.alert_hits(connection, decided, topics), own)
    for correction in await active_corrections(connection, [*own.story_of, *shared.story_of], chat):
        constrain(correction, own)
    claims = await own_desk_state.claims_since(connection, chat, now - CLAIMS_KEPT_FOR)
    own.claims.restore(dict(enumerate(claims.values(), start=1)), len(claims))
    return own


async def _take_over(
    connection: Connection,
    state: DeskState,
    decided: AsyncIterator[list[DecidedItem]],
    kept: memoryview,
    since: datetime,
    encoder: CachedEncoder | None,
) -> AsyncIterator[list[DecidedItem]]:
    """Go on with the window that was kept; gives what is still to be entered in it.

    Raises:
        UnfitWindowError: an item of it is not stored, or another.
    """
    every: list[DecidedItem] = []
    vectors: dict[ItemId, LazyEmbedding | None] = {}
    async for batch in decided:
        every += batch
        if encoder is not None:
            await _recall(connection, batch, encoder)
            vectors |= await asyncio.to_thread(lambda some: {d.first.id: encoder(d.first) for d in some}, batch)
    left = await asyncio.to_thread(_enter_kept, state, every, kept, since, vectors)
    return _in_batches(left)


def _enter_kept(
    state: DeskState,
    every: Sequence[DecidedItem],
    kept: memoryview,
    since: datetime,
    vectors: Mapping[ItemId, LazyEmbedding | None],
) -> list[DecidedItem]:
    """Enter what is in the window, and what has left it; gives the others."""
    stored = {decided.first.id: decided.first for decided in every}
    found = unpacked(kept, stored, lambda item: vectors.get(item) or LazyEmbedding(_unread))
    window, since_h = found.window, hours_of(since)
    there = [features.item for features in window.all_features() if features.arrived >= since_h]
    if missing := [item for item in there if item not in stored]:
        raise UnfitWindowError(f"item {missing[0]} is not stored")
    window.expire(since_h)
    state.clusterer.take_over(window)
    new: list[DecidedItem] = []
    for decided in every:
        item = decided.first
        if item.id not in window and hours_of(item.arrived_at) >= found.since_h:
            new.append(decided)
            continue
        state.enter_item(decided.item, decided.story, decided.placement, background=decided.background)
        state.clusterer.put(item.id, decided.story)
    return new


async def _in_batches(some: Sequence[DecidedItem]) -> AsyncIterator[list[DecidedItem]]:
    for at in range(0, len(some), _AT_A_TIME):
        yield [*some[at : at + _AT_A_TIME]]


def _unread() -> Embedding:
    raise AssertionError("an item that is not stored leaves the window before it is compared")


async def _recall(connection: Connection, batch: Sequence[DecidedItem], encoder: CachedEncoder | None) -> None:
    """Have the vectors of these items at hand: to make them anew would take 3 ms each."""
    if encoder is not None:
        encoder.recall(await of_items(connection, [decided.item.id for decided in batch]))


def _open(stored: StoredStory, state: DeskState) -> None:
    story = state.open_story(stored.id, stored.opened)
    if stored.updated != stored.opened:  # of most stories it is one value, kept once
        state.note_update(story, stored.updated)
    story.version = stored.version
    story.outlets, story.independent = stored.outlets, stored.independent


def _enter_hits(found: Iterable[tuple[StoryId, ItemId, TopicId, HitWords]], state: DeskState) -> None:
    """`found`: those of an item one after another."""
    # The number of an item or a topic is one value wherever it stands: each row has brought another.
    topics: dict[TopicId, TopicId] = {}
    for (story_id, item), hits in groupby(found, key=itemgetter(0, 1)):
        story = state.stories[story_id]
        there = story.items.get(item)
        by_topic = {_kept_once(topic, topics): words for _, _, topic, words in hits}
        story.hits.put(item if there is None else there.id, by_topic)


def _kept_once(topic: TopicId, topics: dict[TopicId, TopicId]) -> TopicId:
    """The number as a value of its own: of 267,000 numbers in rows those that stay would keep the memory of all."""
    known = topics.get(topic)
    if known is None:
        known = topics[topic] = TopicId(topic + 0)
    return known


def _learn_languages(state: DeskState) -> None:
    """Have the topics read in the items' usual languages at once: in each one later, all would be looked at again."""
    languages = often(Counter(item.language for story in state.stories.values() for item in story.items.values()))
    read_dictionaries(languages)
    state.matcher.learn(languages)


async def _keep_anew(database: Database, state: DeskState, anew: Sequence[Item]) -> None:
    """Keep what was read or compared anew, as after an update that does it otherwise: the next start need not."""
    if anew:
        async with database.write(locks=DESK, seat=ProcessRole.DESK) as tx:
            await keep_items(tx, anew, state)


def _restore_items(
    state: DeskState, batch: Sequence[DecidedItem], known: Mapping[ItemId, StoredFeatures]
) -> list[DecidedItem]:
    """Enter what was decided; gives the items that are to be clustered after all others."""
    state.clusterer.features.recall({item: reading.text for item, reading in known.items()})
    try:
        return [decided for decided in batch if not _restore_item(state, decided, known.get(decided.item.id))]
    finally:
        state.clusterer.features.recall({})


def _restore_item(state: DeskState, decided: DecidedItem, known: StoredFeatures | None) -> bool:
    return state.restore_item(
        decided.item,
        decided.first,
        decided.story,
        decided.placement,
        background=decided.background,
        compared=decided.compared,
        weighed=None if known is None else known.weighed,
    )


def _cluster(state: DeskState, later: Sequence[DecidedItem]) -> None:
    for decided in later:
        state.cluster(decided.first, decided.placement)


async def refresh(connection: Connection, state: DeskState, own: Mapping[ChatId, OwnState], now: datetime) -> None:
    """Read anew what people may have changed: topics, chats, and the cards of each place."""
    topics, chats = await all_topics(connection), await all_chats(connection)
    await asyncio.to_thread(state.set_topics, topics, chats)  # a first build of 1,000 topics takes 0.2 s
    for one in own.values():
        theirs = [topic for topic in topics if topic.place.chat == one.chat]
        await asyncio.to_thread(one.set_topics, theirs, [chat for chat in chats if chat.id == one.chat])
    await _read_cards(connection, state, own, now)


async def refresh_changed(
    connection: Connection, state: DeskState, own: Mapping[ChatId, OwnState], changes: DeskChanges, now: datetime
) -> None:
    """Read anew what people did change: a /track costs the same whatever the others track."""
    if changes.topics or changes.chats:
        topics = await matched_topics(connection, changes.topics, changes.chats)
        chats = await chats_of(connection, changes.chats)
        state.change_topics(topics, chats, read=changes.topics, of_chats=changes.chats)
        for one in own.values():
            theirs = [topic for topic in topics if topic.place.chat == one.chat]
            its_chat = [chat for chat in chats if chat.id == one.chat]
            one.change_topics(theirs, its_chat, read=changes.topics, of_chats=changes.chats & {one.chat})
    if changes.cards or changes.chats:  # of a chat that was shut no card is open, of one that was let in all are
        await _read_cards(connection, state, own, now)


async def _read_cards(connection: Connection, state: DeskState, own: Mapping[ChatId, OwnState], now: datetime) -> None:
    cards = await desk_state.open_cards(connection, now - STORY_OPEN_FOR)
    for some in (state, *own.values()):
        some.announced.clear()
        for story in some.stories.values():
            story.cards.clear()
    for story_id, place, card in cards:
        theirs_or_all = own.get(place.chat)
        if theirs_or_all is not None:
            _enter_card(story_id, place, card, theirs_or_all)
        if theirs_or_all is None or story_id not in theirs_or_all.stories:
            _enter_card(story_id, place, card, state)


def _enter_card(story: StoryId, place: Place, card: CardState, state: DeskState) -> None:
    there = state.stories.get(story)
    if there is not None:
        there.cards[place] = card
    if card.lead in state.story_of:
        shown = state.stories[state.story_of[card.lead]].items.get(card.lead)
        # As above: the state's own numbers, not those of the row.
        lead, shown_by = card.lead if shown is None else shown.id, story if there is None else there.id
        state.announced[place, lead] = shown_by
