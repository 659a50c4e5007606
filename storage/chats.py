"""Chats and their settings; a chat is suspended, never deleted."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from newsroom.chat import DEFAULT_DIGEST, EVERY_DAY, Chat, ChatId, ChatKind, DigestHours, QuietHours
from newsroom.desk.state import DeliveryMode
from storage import own_stories
from storage.columns import AnyRow, Instant
from storage.database import Bell, Transaction
from storage.delivery_payloads import change_payloads
from storage.desk_bell import remembered
from storage.move_rows import move_or_drop
from storage.receivers import begin_anew
from storage.states import ChatState, DeliveryState
from storage.tables import (
    assignments,
    button_lines,
    cards,
    chat_files,
    chats,
    deliveries,
    digests,
    hand_overs,
    looks,
    managers,
    posts,
    questions,
    receivers,
    saved_stories,
    story_notes,
    topic_addresses,
    topics,
)
from storage.upsert import upsert

RETRY_SUSPENDED_AFTER = timedelta(days=1)
_CHAT = remembered(chats)
_AT_ONCE = 500  # parameters of one statement; a bulk change is read with all the rest
# What goes with a chat by its number alone.
_OF_CHATS = (
    button_lines,
    cards,
    chat_files,
    deliveries,
    digests,
    hand_overs,
    looks,
    managers,
    posts,
    questions,
    receivers,
    topic_addresses,
)
_OF_PEOPLE = (assignments, saved_stories, story_notes)  # what they do with stories
_OPEN = {"state": ChatState.ACTIVE, "reason": None, "retry_at": None, "closed_since": None}
# What a supergroup has by itself when the group that it was comes to it; of all else it takes over what the group has.
_OF_SUPERGROUP = {"id", "kind", "title", "username", *_OPEN, "hold_until"}
_SETTINGS = tuple([column for column in chats.c if column.name not in _OF_SUPERGROUP])


def chat_of(row: AnyRow) -> Chat:
    """The value that everyone else knows."""
    quiet = None
    if row.quiet_from is not None and row.quiet_to is not None:
        quiet = QuietHours(start=row.quiet_from, end=row.quiet_to, days=row.quiet_days, break_at=row.quiet_break)
    return Chat(
        id=ChatId(row.id),
        kind=ChatKind(row.kind),
        title=row.title,
        made=row.made_at,
        username=row.username,
        zone=row.zone,
        language=row.language,
        digest=_digest_of(row),
        digest_empty=row.digest_empty == "say",
        quiet=quiet,
        snoozed_until=row.snoozed_until,
        suspended=ChatState(row.state) is ChatState.SUSPENDED,
        owner=row.owner_id,
        admitted=row.admitted,
    )


async def meet(  # noqa: PLR0913, PLR0917 - what Telegram says of the chat, and with what it begins
    tx: Transaction,
    chat_id: int,
    kind: str,
    title: str,
    username: str | None,
    owner: int | None,
    zone: str,
    now: datetime,
    language: str = "en",
) -> Chat:
    """The chat that speaks to us: made on first contact, its name kept up to date, resumed if it was suspended.

    Only who is admitted, or lets the chat in, gets so far: a new one is admitted.
    """
    new = upsert(chats).values(
        id=chat_id,
        kind=kind,
        title=title[:200],
        username=username,
        state=ChatState.ACTIVE,
        owner_id=owner,
        zone=zone,
        language=language,
        **_digest_columns(DEFAULT_DIGEST),
        digest_empty="say",
        quiet_days=EVERY_DAY,
        made_at=now,
        admitted=True,
    )
    again = {"kind": kind, "title": title[:200], "username": username, **_OPEN}
    known = (await tx.execute(select(chats.c.state, chats.c.reason).where(chats.c.id == chat_id))).first()
    row = await tx.execute(new.on_conflict_do_update(index_elements=["id"], set_=again).returning(*_CHAT))
    if known is not None and known.state == ChatState.SUSPENDED:
        tx.ring(Bell.PUSH)
    if known is not None and known.reason is not None:
        await begin_anew(tx, [chat_id])
    return chat_of(row.one())


async def chat(connection: AsyncConnection, chat_id: int) -> Chat | None:
    """One chat; None where it never spoke to us."""
    row = (await connection.execute(select(*_CHAT).where(chats.c.id == chat_id))).first()
    return chat_of(row) if row else None


async def all_chats(connection: AsyncConnection) -> list[Chat]:
    """Every chat, suspended ones too."""
    return [chat_of(row) for row in await connection.execute(select(*_CHAT))]


async def chats_of(connection: AsyncConnection, ids: Collection[int]) -> list[Chat]:
    """The chats with these ids, suspended ones too."""
    if len(ids) > _AT_ONCE:
        return [chat for chat in await all_chats(connection) if chat.id in ids]
    return [chat_of(row) for row in await connection.execute(select(*_CHAT).where(chats.c.id.in_(ids)))]


async def set_zone(tx: Transaction, chat_id: int, zone: str) -> None:
    """IANA name."""
    await _set(tx, chat_id, {"zone": zone})


async def set_language(tx: Transaction, chat_id: int, language: str) -> None:
    """By its code, as people of the chat chose it."""
    await _set(tx, chat_id, {"language": language, "language_chosen": True})


async def languages_of(connection: AsyncConnection, private: Sequence[int]) -> dict[int, str]:
    """The languages of these private chats as far as we met them, and of every chat, no channel, that chose its own."""
    chosen = chats.c.language_chosen & (chats.c.kind != ChatKind.CHANNEL)
    rows = await connection.execute(
        select(chats.c.id, chats.c.language).where(chats.c.id.in_(private) | (chosen & chats.c.admitted))
    )
    return {row.id: row.language for row in rows}


async def set_digest(tx: Transaction, chat_id: int, times: DigestHours | None, *, say_empty: bool) -> None:
    """When digests come; None: no digest."""
    await _set(tx, chat_id, {**_digest_columns(times), "digest_empty": "say" if say_empty else "silent"})


def _digest_columns(times: DigestHours | None) -> dict[str, object]:
    if times is None:
        return {"digest_minutes": "", "digest_days": EVERY_DAY, "digest_since": None}
    minutes = ",".join(str(minute) for minute in sorted(times.minutes))
    return {"digest_minutes": minutes, "digest_days": times.days, "digest_since": times.since}


def _digest_of(row: AnyRow) -> DigestHours | None:
    if not row.digest_minutes:
        return None
    minutes = tuple(int(minute) for minute in row.digest_minutes.split(","))
    return DigestHours(minutes=minutes, days=row.digest_days, since=row.digest_since)


async def pictures_wanted(connection: AsyncConnection, chat_id: int) -> bool:
    """Whether a chat's alerts show the pictures that feeds carry."""
    return bool((await connection.execute(select(chats.c.pictures).where(chats.c.id == chat_id))).scalar())


async def set_pictures(tx: Transaction, chat_id: int, *, wanted: bool) -> None:
    """Whether they do from now on."""
    await tx.execute(update(chats).where(chats.c.id == chat_id).values(pictures=wanted))


async def set_quiet(tx: Transaction, chat_id: int, quiet: QuietHours | None) -> None:
    """None: no quiet hours."""
    values: dict[str, object] = {"quiet_from": None, "quiet_to": None, "quiet_days": EVERY_DAY, "quiet_break": None}
    if quiet:
        values = {
            "quiet_from": quiet.start,
            "quiet_to": quiet.end,
            "quiet_days": quiet.days,
            "quiet_break": quiet.break_at,
        }
    await _set(tx, chat_id, values)


async def snooze(tx: Transaction, chat_id: int, until: datetime | None) -> None:
    """No alerts until then; None: alerts come."""
    await _set(tx, chat_id, {"snoozed_until": until})


async def _set(tx: Transaction, chat_id: int, values: dict[str, object]) -> None:
    await tx.execute(update(chats).where(chats.c.id == chat_id).values(**values))


async def hold(tx: Transaction, chat_id: int, until: datetime) -> None:
    """Telegram asks us to wait before writing there again."""
    await tx.execute(update(chats).where(chats.c.id == chat_id).values(hold_until=until))


async def suspend(tx: Transaction, chat_id: int, reason: str, now: datetime) -> bool:
    """Telegram refuses us there: keep everything, write nothing, try again in a day.

    True where that is news; False where it was so before, a daily try being refused once more included.
    """
    before = (await tx.execute(select(chats.c.reason).where(chats.c.id == chat_id))).scalar()
    values: dict[str, object] = {
        "state": ChatState.SUSPENDED,
        "reason": reason,
        "retry_at": now + RETRY_SUSPENDED_AFTER,
        "closed_since": func.coalesce(chats.c.closed_since, literal(now, Instant())),
    }
    await tx.execute(update(chats).where(chats.c.id == chat_id).values(**values))
    return before is None


async def let_in(tx: Transaction, chat_id: int) -> None:
    """A message arrived there: what it was suspended for is over."""
    was_shut = (chats.c.id == chat_id) & chats.c.reason.is_not(None)
    if (await tx.execute(update(chats).where(was_shut).values(**_OPEN))).rowcount:
        await begin_anew(tx, [chat_id])


async def wake(tx: Transaction, chat_id: int) -> None:
    """Somebody is there: try it before its day has come; that it refuses us once more is no news even so."""
    asleep = (chats.c.id == chat_id) & (chats.c.state == ChatState.SUSPENDED)
    woken = await tx.execute(update(chats).where(asleep).values(state=ChatState.ACTIVE))
    if woken.rowcount:
        tx.ring(Bell.PUSH)


async def retry_suspended(tx: Transaction, now: datetime) -> Sequence[int]:
    """Let suspended chats whose day has come be tried once more; gives their ids."""
    rows = await tx.execute(
        update(chats)
        .where(chats.c.state == ChatState.SUSPENDED, or_(chats.c.retry_at.is_(None), chats.c.retry_at <= now))
        .values(state=ChatState.ACTIVE, retry_at=now + RETRY_SUSPENDED_AFTER)
        .returning(chats.c.id)
    )
    tried = list(rows.scalars())
    if tried:
        tx.ring(Bell.PUSH)
    return tried


async def migrate(tx: Transaction, old: int, new: int) -> None:
    """A group became a supergroup: everything follows it to its new id, and it is written to.

    Where the supergroup has spoken to us already, it takes over the group's settings and what it lacks itself.
    """
    await _forget_messages(tx, old)
    there = (await tx.execute(select(chats.c.id).where(chats.c.id == new))).first()
    if there is None:
        await tx.execute(update(chats).where(chats.c.id == old).values(id=new, kind=ChatKind.SUPERGROUP, **_OPEN))
    else:
        await move_or_drop(
            tx, topics, topics.c.chat_id == old, {"chat_id": new}
        )  # first: a topic can't outlive its chat
        group = (await tx.execute(delete(chats).where(chats.c.id == old).returning(*_SETTINGS))).first()
        if group is not None:
            await tx.execute(update(chats).where(chats.c.id == new).values(**group._mapping, **_OPEN))  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
    await own_stories.move_chat(tx, old, new)
    for table in (*_OF_CHATS, *_OF_PEOPLE):
        await move_or_drop(tx, table, table.c.chat_id == old, {"chat_id": new})
    tx.ring(Bell.PUSH)


async def _forget_messages(tx: Transaction, old: int) -> None:
    """The supergroup counts its messages anew: the group's numbers are other messages there.

    No card is sent again for that: an alert comes anew when its story grows, what a list told counts as told.
    """
    here = (cards.c.chat_id == old) & cards.c.message_id.is_not(None)
    listed = here & cards.c.mode.in_([DeliveryMode.LIST, DeliveryMode.CATCH_UP])
    # As lists they would be in the next list once more.
    await tx.execute(update(cards).where(listed).values(mode=DeliveryMode.DIGEST))
    await tx.execute(update(cards).where(here).values(message_id=None))
    waiting = (deliveries.c.chat_id == old) & deliveries.c.state.in_([DeliveryState.DUE, DeliveryState.IN_FLIGHT])
    await change_payloads(tx, waiting, _unbound)
    await tx.execute(update(deliveries).where(waiting, deliveries.c.kind == "edit").values(kind="message"))


def _unbound(payload: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in payload.items() if name not in {"reply_to", "message_id"}}


async def manage(tx: Transaction, user_id: int, chat_id: int | None) -> None:
    """From now on this person's private chat speaks for that chat; None: for itself again."""
    await tx.execute(delete(managers).where(managers.c.user_id == user_id))
    if chat_id is not None:
        await tx.execute(upsert(managers).values(user_id=user_id, chat_id=chat_id))


async def managed_by(connection: AsyncConnection, user_id: int) -> ChatId | None:
    """The chat that this person's private chat speaks for; None: itself."""
    found = await connection.execute(select(managers.c.chat_id).where(managers.c.user_id == user_id))
    chat_id = found.scalar()
    return None if chat_id is None else ChatId(chat_id)
