from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from newsroom.chat import DEFAULT_DIGEST, Chat, DigestHours, QuietHours
from newsroom.matching.query import parse
from storage import button_lines, chats, outbox, questions, sources, topics
from storage.database import Bell, Database, Transaction
from storage.outbox import DeliveryKind
from storage.tables import cards, deliveries, digests, managers, stories
from storage.tables import chats as chat_table
from storage.tables import sources as source_table
from storage.tables import topics as topic_table
from tests.builders import CHAT, GROUP, NOW, OTHER_GROUP, at, place, spec

SEVEN = DigestHours(minutes=(7 * 60,))
QUIET = QuietHours(start=22 * 60, end=7 * 60, days=0b0011111, break_at=3)


async def meet(tx: Transaction, chat_id: int = CHAT, title: str = "Desk", username: str | None = None) -> Chat:
    kind = "private" if chat_id > 0 else "group"
    return await chats.meet(tx, chat_id, kind, title, username, 77, "Europe/Kyiv", NOW)


async def known(database: Database, chat_id: int) -> Chat:
    found = await database.ask(lambda c: chats.chat(c, chat_id))
    assert found is not None
    return found


async def test_a_chat_is_made_on_first_contact_and_keeps_its_settings_afterwards(database: Database) -> None:
    async with database.write() as tx:
        first = await meet(tx)
        await chats.set_quiet(tx, CHAT, QUIET)
        await chats.set_zone(tx, CHAT, "Asia/Tokyo")
        await chats.set_digest(tx, CHAT, SEVEN, say_empty=False)
        again = await chats.meet(tx, CHAT, "private", "New name", "ann", None, "UTC", at(5))
    assert (first.zone, first.digest, first.owner) == ("Europe/Kyiv", DEFAULT_DIGEST, 77)
    assert (again.title, again.username, again.made) == ("New name", "ann", NOW)
    assert (again.zone, again.quiet, again.digest, again.digest_empty) == ("Asia/Tokyo", QUIET, SEVEN, False)
    assert again.owner == 77


async def test_quiet_hours_are_taken_back_whole(database: Database) -> None:
    async with database.write() as tx:
        await meet(tx)
        await chats.set_quiet(tx, CHAT, QUIET)
        await chats.set_quiet(tx, CHAT, None)
    assert (await known(database, CHAT)).quiet is None


async def test_an_unknown_chat_is_none(database: Database) -> None:
    assert await database.ask(lambda c: chats.chat(c, 5)) is None


async def test_a_suspended_chat_keeps_its_topics_and_comes_back_when_it_speaks(database: Database) -> None:
    async with database.write() as tx:
        await meet(tx)
        await topics.track(tx, place(), parse("ferry"), 77, NOW)
        await chats.suspend(tx, CHAT, "Forbidden: bot was blocked by the user", NOW)
    assert (await known(database, CHAT)).suspended
    assert len(await database.ask(topics.all_topics)) == 1
    database.quiet(Bell.PUSH)
    async with database.write() as tx:
        assert not (await meet(tx)).suspended
    assert database.quiet(Bell.PUSH)


async def test_a_chat_that_speaks_all_day_does_not_make_the_desk_read_everything_anew(database: Database) -> None:
    async with database.write() as tx:
        await meet(tx)
    database.quiet(Bell.DESK_STATE)
    async with database.write() as tx:
        await meet(tx)
    assert not database.quiet(Bell.DESK_STATE)


async def test_resuming_clears_the_reason(database: Database) -> None:
    async with database.write() as tx:
        await meet(tx)
        await chats.suspend(tx, CHAT, "kicked", NOW)
        await chats.let_in(tx, CHAT)
        row = (await tx.execute(select(chat_table))).one()
    assert (row.state, row.reason, row.retry_at) == ("active", None, None)


async def test_a_suspended_chat_is_tried_once_a_day(database: Database) -> None:
    async with database.write() as tx:
        await meet(tx)
        await meet(tx, GROUP)
        await chats.suspend(tx, CHAT, "blocked", NOW)
        tried = [
            list(await chats.retry_suspended(tx, NOW + timedelta(hours=hours))) for hours in (1, 23.9, 24, 24.1, 47.9)
        ]
    assert tried == [[], [], [CHAT], [], []]


async def test_only_the_first_refusal_is_news_until_a_message_arrives_again(database: Database) -> None:
    async with database.write() as tx:
        await meet(tx)
        news = [await chats.suspend(tx, CHAT, "blocked", NOW)]
        await chats.retry_suspended(tx, NOW + timedelta(days=1))
        news.append(await chats.suspend(tx, CHAT, "blocked", NOW + timedelta(days=1)))
        await chats.retry_suspended(tx, NOW + timedelta(days=2))
        await chats.let_in(tx, CHAT)
        news.append(await chats.suspend(tx, CHAT, "blocked", NOW + timedelta(days=3)))
    assert news == [True, False, True]


async def furnish(tx: Transaction) -> None:
    """Give GROUP one of everything that has to follow it."""
    await meet(tx, GROUP, "Group")
    await chats.set_zone(tx, GROUP, "Asia/Tokyo")
    await chats.set_quiet(tx, GROUP, QUIET)
    await topics.track(tx, place(GROUP), parse("ferry"), 77, NOW)
    await topics.track(tx, place(GROUP, 5), parse("tram"), 77, NOW)
    columns = {"version": 1, "outlets": 1, "independent": 1, "opened_at": NOW, "updated_at": NOW}
    await tx.execute(insert(stories).values(id=1, lead_item_id=1, **columns))
    card = {"story_id": 1, "mode": "alert", "shown_version": 1, "why": ["ferry"], "muted": 0, "made_at": NOW}
    await tx.execute(insert(cards).values(id=9, chat_id=GROUP, thread_id=0, message_id=40, **card))
    await tx.execute(insert(cards).values(id=10, chat_id=GROUP, thread_id=5, **card))
    await outbox.put(tx, place(GROUP, 5), DeliveryKind.MESSAGE, {"html": "x"}, NOW)
    await tx.execute(
        insert(digests).values(chat_id=GROUP, local_date="2026-03-03", local_minute=480, made_at=NOW, covers_from=NOW)
    )
    await sources.add_chat_source(tx, spec(), GROUP, NOW, 300)
    await chats.manage(tx, 77, GROUP)


async def belongings(database: Database) -> dict[str, list[tuple[int, ...]]]:
    found = {}
    wanted = {
        "topics": select(topic_table.c.chat_id, topic_table.c.thread_id).order_by(topic_table.c.id),
        "cards": select(cards.c.chat_id, cards.c.thread_id).order_by(cards.c.id),
        "deliveries": select(deliveries.c.chat_id, deliveries.c.thread_id),
        "digests": select(digests.c.chat_id),
        "feeds": select(source_table.c.owner_chat_id),
        "managers": select(managers.c.chat_id),
        "chats": select(chat_table.c.id),
    }
    async with database.read() as connection:
        for name, query in wanted.items():
            found[name] = [tuple(row) for row in await connection.execute(query)]
    return found


FOLLOWED = {
    "topics": [(OTHER_GROUP, 0), (OTHER_GROUP, 5)],
    "cards": [(OTHER_GROUP, 0), (OTHER_GROUP, 5)],
    "deliveries": [(OTHER_GROUP, 5)],
    "digests": [(OTHER_GROUP,)],
    "feeds": [(OTHER_GROUP,)],
    "managers": [(OTHER_GROUP,)],
    "chats": [(OTHER_GROUP,)],
}


async def test_a_group_that_moves_takes_everything_along(database: Database) -> None:
    async with database.write() as tx:
        await furnish(tx)
        await chats.migrate(tx, GROUP, OTHER_GROUP)
    assert await belongings(database) == FOLLOWED
    moved = await known(database, OTHER_GROUP)
    assert (moved.kind, moved.zone, moved.quiet) == ("supergroup", "Asia/Tokyo", QUIET)


async def test_a_supergroup_that_spoke_before_its_move_was_seen_loses_nothing(database: Database) -> None:
    async with database.write() as tx:
        await furnish(tx)
        await meet(tx, OTHER_GROUP, "Supergroup")
        await chats.migrate(tx, GROUP, OTHER_GROUP)
    assert await belongings(database) == FOLLOWED
    moved = await known(database, OTHER_GROUP)
    assert (moved.title, moved.zone, moved.quiet) == ("Supergroup", "Asia/Tokyo", QUIET)


async def test_a_supergroup_that_spoke_before_takes_over_every_setting(database: Database) -> None:
    its_own = {"id", "kind", "title", "username", "state", "reason", "retry_at", "closed_since", "hold_until"}
    wanted = select(*(column for column in chat_table.c if column.name not in its_own))
    async with database.write() as tx:
        await furnish(tx)
        looked = {"pictures": True, "topics_looked_at": NOW, "language": "uk", "language_chosen": True}
        await tx.execute(update(chat_table).where(chat_table.c.id == GROUP).values(snoozed_until=NOW, **looked))
        group = (await tx.execute(wanted.where(chat_table.c.id == GROUP))).one()
        await meet(tx, OTHER_GROUP, "Supergroup")
        await chats.migrate(tx, GROUP, OTHER_GROUP)
        assert (await tx.execute(wanted.where(chat_table.c.id == OTHER_GROUP))).one() == group


async def test_what_a_group_was_asked_and_offered_is_answered_in_its_supergroup(database: Database) -> None:
    """A list that waits comes there with its buttons; whoever is asked for a word may give it there."""
    async with database.write() as tx:
        await furnish(tx)
        number = await button_lines.keep(tx, GROUP, "/export ferry", NOW)
        await questions.ask(tx, place(GROUP), 77, "track", NOW)
        await chats.migrate(tx, GROUP, OTHER_GROUP)
        assert await button_lines.line(tx.connection, number, OTHER_GROUP) == "/export ferry"
        assert await questions.pending(tx.connection, place(OTHER_GROUP), 77, NOW) == "track"


async def test_what_both_groups_have_stands_once_after_the_move(database: Database) -> None:
    async with database.write() as tx:
        await furnish(tx)
        await meet(tx, OTHER_GROUP)
        await topics.track(tx, place(OTHER_GROUP), parse("ferry"), 77, NOW)
        await sources.add_chat_source(tx, spec(), OTHER_GROUP, NOW, 300)
        card = {"story_id": 1, "mode": "alert", "shown_version": 0, "why": [], "muted": 0, "made_at": NOW}
        await tx.execute(insert(cards).values(chat_id=OTHER_GROUP, thread_id=0, **card))
        await chats.migrate(tx, GROUP, OTHER_GROUP)
    after = await belongings(database)
    assert sorted(after["topics"]) == [(OTHER_GROUP, 0), (OTHER_GROUP, 5)]
    assert sorted(after["cards"]) == [(OTHER_GROUP, 0), (OTHER_GROUP, 5)]
    assert sorted(after["feeds"]) == [(OTHER_GROUP,), (GROUP,)], "one of them retired"


async def test_a_move_that_is_told_twice_is_made_once(database: Database) -> None:
    async with database.write() as tx:
        await furnish(tx)
        await chats.migrate(tx, GROUP, OTHER_GROUP)
        await chats.migrate(tx, GROUP, OTHER_GROUP)
    assert await belongings(database) == FOLLOWED


async def shown(database: Database) -> list[tuple[object, ...]]:
    async with database.read() as connection:
        wanted = select(cards.c.mode, cards.c.message_id, cards.c.shown_version).order_by(cards.c.id)
        return [tuple(row) for row in await connection.execute(wanted)]


async def test_cards_forget_their_messages_in_a_move_and_are_not_told_anew_for_it(database: Database) -> None:
    """They edited whatever had that number in the supergroup. A list's card that waits for a list would be in the next."""
    async with database.write() as tx:
        await furnish(tx)
        listed = {"mode": "list", "shown_version": 0, "why": [], "muted": 0, "made_at": NOW, "lead_item_id": 1}
        for number, message in ((2, 41), (3, None)):
            columns = {"version": 1, "outlets": 1, "independent": 1, "opened_at": NOW, "updated_at": NOW}
            await tx.execute(insert(stories).values(id=number, lead_item_id=1, **columns))
            await tx.execute(
                insert(cards).values(chat_id=GROUP, thread_id=0, story_id=number, message_id=message, **listed)
            )
        before = (await tx.execute(select(deliveries.c.id))).scalars().all()
        await chats.migrate(tx, GROUP, OTHER_GROUP)
        assert (await tx.execute(select(deliveries.c.id))).scalars().all() == before
    found = sorted(await shown(database), key=str)  # new cards are numbered from where each database is
    assert found == [("alert", None, 1), ("alert", None, 1), ("digest", None, 0), ("list", None, 0)]


async def test_a_move_that_is_told_again_leaves_the_supergroups_own_messages(database: Database) -> None:
    async with database.write() as tx:
        await furnish(tx)
        await chats.migrate(tx, GROUP, OTHER_GROUP)
        await tx.execute(update(cards).where(cards.c.id == 9).values(message_id=3))
        await chats.suspend(tx, OTHER_GROUP, "kicked", NOW)
        await chats.migrate(tx, GROUP, OTHER_GROUP)
    assert (await shown(database))[0] == ("alert", 3, 1)
    assert (await known(database, OTHER_GROUP)).suspended


async def test_what_waits_in_a_group_that_moves_replaces_and_answers_no_message_of_the_supergroup(
    database: Database,
) -> None:
    async with database.write() as tx:
        await meet(tx, GROUP)
        await outbox.put(tx, place(GROUP), DeliveryKind.EDIT, {"html": "ї", "buttons": [], "message_id": 40}, NOW)
        await outbox.put(tx, place(GROUP), DeliveryKind.MESSAGE, {"html": "x", "buttons": [], "reply_to": 40}, NOW)
        await chats.migrate(tx, GROUP, OTHER_GROUP)
        waiting = (await tx.execute(select(deliveries.c.kind, deliveries.c.payload).order_by(deliveries.c.id))).all()
    assert [tuple(row) for row in waiting] == [
        ("message", {"html": "ї", "buttons": []}),
        ("message", {"html": "x", "buttons": []}),
    ]


@pytest.mark.parametrize("met", [False, True])
async def test_a_group_that_was_left_for_its_supergroup_is_written_to_there(database: Database, *, met: bool) -> None:
    async with database.write() as tx:
        await meet(tx, GROUP)
        await chats.suspend(tx, GROUP, "the bot was removed or blocked", NOW)
        if met:
            await meet(tx, OTHER_GROUP)
            await chats.suspend(tx, OTHER_GROUP, "the bot was removed or blocked", NOW)
        await chats.migrate(tx, GROUP, OTHER_GROUP)
        row = (await tx.execute(select(chat_table))).one()
    assert (row.id, row.state, row.reason, row.retry_at) == (OTHER_GROUP, "active", None, None)


async def test_a_woken_chat_is_tried_at_once_and_its_refusal_is_no_news(database: Database) -> None:
    async with database.write() as tx:
        await meet(tx)
        await chats.suspend(tx, CHAT, "blocked", NOW)
    database.quiet(Bell.PUSH)
    async with database.write() as tx:
        await chats.wake(tx, CHAT)
    assert database.quiet(Bell.PUSH)
    assert not (await known(database, CHAT)).suspended
    async with database.write() as tx:
        await chats.wake(tx, CHAT)
        assert not await chats.suspend(tx, CHAT, "blocked", NOW)


async def test_a_person_manages_one_chat_at_a_time(database: Database) -> None:
    async with database.write() as tx:
        await chats.manage(tx, 77, GROUP)
        await chats.manage(tx, 77, OTHER_GROUP)
    assert await database.ask(lambda c: chats.managed_by(c, 77)) == OTHER_GROUP
    async with database.write() as tx:
        await chats.manage(tx, 77, None)
    assert await database.ask(lambda c: chats.managed_by(c, 77)) is None
