"""/start, /help, /status, /manage."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from handlers.access import caller, givers, stranger
from handlers.commands.command import Command, CommandTable
from handlers.commands.digest import days_of, times_of
from handlers.commands.listed_sources import counted
from handlers.commands.settings import quiet_span
from handlers.commands.starters import first_buttons, has_nothing, topics_that_find
from handlers.html import bold, code, escape, fit
from handlers.messages import Message, Rows
from handlers.render.source_card import health_mark
from handlers.requests import Answer, Request, Services
from handlers.sentences.reader import Reader
from newsroom.access import Need, Role
from newsroom.chat import Chat, ChatKind
from newsroom.errors import UserError
from newsroom.sentence import Sentence, sentence
from storage import admission, change_log, chats, desk_queue, sources, topics
from storage.correction_records import CorrectionCounts, counts_since
from storage.database import Transaction
from storage.outbox import counts
from storage.sources import WatchedSource
from storage.states import DeliveryState

_HOW_SOURCES_ARE = {"✓": "status.well", "✗": "status.ill", "○": "status.unread", "⏸": "status.paused"}
_CORRECTIONS_OF = timedelta(days=30)
_NAME_CHARS = 32  # of a command that is none; Telegram knows no longer ones


async def start(request: Request, services: Services) -> Answer:
    """What this is, and the first thing to type."""
    rows = await services.database.ask(lambda c: sources.active_sources(c, request.place.chat))
    own = await services.database.ask(lambda c: topics.count(c, request.place.chat))
    sources_ = sentence("unit.source", count=counted(rows))
    reads = sentence("start.reads", sources=sources_, for_whom=_for_whom(request.chat))
    if not counted(rows):
        reads = sentence("start.reads_none", for_whom=_for_whom(request.chat))
    tracked = sentence("start.nothing_tracked") if own == 0 else sentence("start.tracked", count=own)
    parts = [reads, sentence("start.examples"), tracked]
    if request.chat.kind is ChatKind.PRIVATE and request.speaker.role is Role.READER:
        whom = await services.database.ask(lambda c: givers(c, services.access))
        parts = [reads, sentence("start.reader_examples", whom=whom)]
    elif request.chat.kind is not ChatKind.PRIVATE and not request.speaker.admin:
        parts = [reads, sentence("start.member_examples"), tracked]
    rows_of_buttons: Rows = ()
    if may_begin(request) and own == 0 and await services.database.ask(lambda c: has_nothing(c, request)):
        offered = await topics_that_find(request, services)
        rows_of_buttons = first_buttons(services.starters, offered, request.reader)
    if rows_of_buttons:
        parts.append(sentence("start.starters"))
    text = "\n\n".join(request.reader.html(part) for part in parts)
    return Answer(messages=(Message(html=text, buttons=rows_of_buttons),))


def may_begin(request: Request) -> bool:
    """Whether the person may have topics and feeds here."""
    own_chat, speaker = request.chat.kind is ChatKind.PRIVATE, request.speaker
    needed = Need(role=Role.REPORTER, changes=True)
    return needed.is_met(speaker.role, own_chat=own_chat, chat_admin=speaker.admin)


def _for_whom(chat: Chat) -> Sentence:
    match chat.kind:
        case ChatKind.PRIVATE:
            return sentence("start.for_private")
        case ChatKind.CHANNEL:
            return sentence("start.for_channel")
        case _:
            return sentence("start.for_group")


def help_answer(request: Request, commands: CommandTable) -> Answer:
    """Every command that the person may use here, or one in full."""
    reader = request.reader
    if request.argument:
        one = commands.find(request.argument.lstrip("/").lower())
        if one is None:
            wrong = unknown(request.argument[:_NAME_CHARS], commands.near(request.argument))
            return Answer(messages=(Message(html=reader.html(wrong)),))
        return Answer(messages=(Message(html=_in_full(one, reader)),))
    # In a group all the others read it, too: without the examples it takes less room.
    alone = request.chat.kind is ChatKind.PRIVATE
    lines = [_in_short(command, reader, example=alone) for command in commands if may_use(command, request)]
    lines += [] if alone else ["", reader.say("help.examples")]
    lines += ["", escape(reader.say("help.queries")), escape(reader.say("help.privacy"))]
    return Answer(messages=(Message(html=fit("\n".join(lines))),))


def may_use(command: Command, request: Request) -> bool:
    """Whether the person may use the command in this chat, with something after it."""
    own_chat, speaker = request.chat.kind is ChatKind.PRIVATE, request.speaker
    if command.confidential and not own_chat:
        return False
    return command.need("…").is_met(speaker.role, own_chat=own_chat, chat_admin=speaker.admin)


def _in_full(command: Command, reader: Reader) -> str:
    text = f"{bold('/' + command.name)} — {escape(reader.say(command.summary))}\n{code(reader.say(command.example))}"
    names = ", ".join(f"/{alias}" for alias in command.aliases)
    return text + (f"\n{reader.say('help.also', names=names)}" if names else "")


def _in_short(command: Command, reader: Reader, *, example: bool) -> str:
    """`example`: it is on a line of its own, where it says more than the name."""
    line, shown = f"/{command.name} — {escape(reader.say(command.summary))}", reader.say(command.example)
    return line if shown == f"/{command.name}" or not example else f"{line}\n    {code(shown)}"


def unknown(name: str, near: str | None) -> Sentence:
    """A command that is none of ours; `near`: one of ours that was perhaps meant."""
    return sentence("help.unknown_near", name=name, near=near) if near else sentence("help.unknown", name=name)


async def status(request: Request, services: Services) -> Answer:
    """How the program and this chat are."""
    async with services.database.read() as connection:
        watched = await sources.active_sources(connection, request.place.chat)
        # The operator's admins see the whole program, everybody else what is theirs of it.
        theirs = None if request.speaker.role is Role.OWNER else request.place.chat
        undecided = await desk_queue.waiting(connection, theirs)
        out = await counts(connection, theirs)
        own = await topics.count(connection, request.place.chat)
        corrected = None if theirs is not None else await counts_since(connection, request.now - _CORRECTIONS_OF)
    waiting = out[DeliveryState.DUE] + out[DeliveryState.IN_FLIGHT]
    program = (
        sentence("status.heading"),
        _sources(watched, request.reader),
        sentence("status.desk", items=sentence("unit.item", count=undecided)),
        sentence("status.outbox", waiting=waiting, sent=out[DeliveryState.SENT], dead=out[DeliveryState.DEAD]),
        sentence("status.running", span=request.reader.span(request.now - services.started_at)),
        *(_corrected(corrected) if corrected else ()),
    )
    blocks = ["\n".join(request.reader.html(line) for line in part) for part in (program, _chat_status(request, own))]
    return Answer(messages=(Message(html=fit("\n\n".join(blocks))),))


def _sources(watched: Sequence[WatchedSource], reader: Reader) -> Sentence:
    """How many are how, by the marks of the lists: "9 well, 1 can't be read"."""
    number = Counter(health_mark(one) for one in watched)
    parts = [reader.say(name, number=number[mark]) for mark, name in _HOW_SOURCES_ARE.items() if number[mark]]
    return sentence("status.sources", parts=", ".join(parts)) if parts else sentence("status.no_sources")


def _corrected(counts: CorrectionCounts) -> tuple[Sentence, ...]:
    """How often people corrected what is one story: for owners, who may have the engine judged by it."""
    placed = sentence("unit.item", count=counts.placed)
    if not counts.merges + counts.splits + counts.undone:
        return (sentence("status.not_corrected", days=_CORRECTIONS_OF.days, items=placed),)
    return (
        sentence(
            "status.corrected",
            days=_CORRECTIONS_OF.days,
            merges=counts.merges,
            splits=counts.splits,
            undone=counts.undone,
        ),
        sentence("status.overruled", overruled=counts.overruled, items=placed),
    )


def _chat_status(request: Request, topic_count: int) -> tuple[Sentence, ...]:
    chat, reader = request.chat, request.reader
    digest, quiet = sentence("status.digest_off"), sentence("status.quiet_none")
    if chat.digest is not None:
        values = {"days": days_of(chat.digest.days, reader), "times": times_of(chat.digest, reader)}
        digest = sentence("status.digest", zone=reader.zone_name, **values)
    if chat.quiet is not None:
        quiet = quiet_span(chat.quiet, reader)
    return (
        sentence("status.managed_chat", chat=chat.title) if request.managing else sentence("status.this_chat"),
        sentence("status.chat", topics=sentence("unit.topic", count=topic_count), digest=digest, quiet=quiet),
    )


async def manage(request: Request, services: Services) -> Answer:
    """From a private chat, speak for a channel or group that one is an admin of."""
    if request.speaker.place.chat != request.speaker.user:
        raise UserError(sentence("manage.elsewhere"))
    user = request.speaker.user
    if request.argument.lower() in ("", "off", "me"):

        async def back(tx: Transaction) -> Sequence[Message]:
            await chats.manage(tx, user, None)
            return [request.message("manage.ended")]

        return Answer(effect=back)
    found = await services.find_channel(request.argument, user)
    if found.chat is None:
        raise UserError(found.problem or sentence("manage.not_found"))
    chat_id = found.chat

    who = await caller(services.database, services.access, chat_id, user)
    if not who.may_speak:
        raise UserError(await services.database.ask(lambda c: stranger(c, services.access, chat_id)))

    async def effect(tx: Transaction) -> Sequence[Message]:
        language = request.chat.language
        await chats.meet(
            tx, chat_id, found.kind, found.title, found.username, user, services.zone, request.now, language
        )
        if who.lets_in:
            await admission.let_in(tx, services.access, chat_id, user, request.now)
            await change_log.add(tx, user, sentence("log.let_in", chat=found.title), request.now)
        await chats.manage(tx, user, chat_id)
        return [request.message("manage.begun", chat=found.title)]

    return Answer(effect=effect)
