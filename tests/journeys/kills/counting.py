"""What must hold after the kills, counted from outside."""

import re
from collections import Counter
from typing import cast

from standin.json_object import JsonObject
from tests.journeys.kills.world import Report, World

CARD_SIGNS = ("🆕", "📰")
_LIST_SIGN = "🗂"
_WHY_SIGN = "❔"
_MARKER = re.compile(r"frage\d+")


async def count(world: World, report: Report) -> None:
    """What was published and asked against what the stand-in got."""
    log = await world.person.log()
    sent = [entry for entry in log if str(entry["method"]).lower() == "sendmessage"]
    report.published, report.commands = len(world.wire.items), len(world.commands)
    report.presses, report.in_flight = len(world.pressed), len(world.flights)
    report.set_aside = len(world.bot.events("item_set_aside"))
    report.undecided = world.bot.ask("select count(*) from items where decided_at is null")[0][0]
    named = {entry["delivery"] for entry in world.bot.events("maybe_twice")}
    report.unnamed = sorted({delivery for delivery, _ in world.flights} - named)
    _count_alerts(world, report, log, sent)
    answers = [(entry["chat_id"], str(entry["text"])) for entry in sent]
    for marker, chat in world.commands.items():
        if not any(chat == where and marker in text for where, text in answers):
            report.unanswered.append(marker)
    for query in world.pressed.values():
        if cast("JsonObject", await world.person.get(f"presses/{query}"))["answer"] is None:
            report.unanswered.append(query)
    _count_twice(world, report, sent)
    _count_answers(world, report)
    _count_digests(world, report, sent)


def _count_alerts(world: World, report: Report, log: list[JsonObject], sent: list[JsonObject]) -> None:
    shown = {(entry["chat_id"], entry["message_id"]): str(entry["text"]) for entry in log}
    for made in world.wire.items:
        chat = world.chats[made.topic]
        mine = [e for e in sent if e["chat_id"] == chat and made.marker in str(e["text"]) and _is_alert(e)]
        report.alerted += bool(mine)
        if not mine:
            report.lost.append(made.marker)
        elif not any(made.newest in shown[e["chat_id"], e["message_id"]] for e in mine):
            report.stale.append(made.marker)


def _is_alert(entry: JsonObject) -> bool:
    return str(entry["text"]).startswith((*CARD_SIGNS, _LIST_SIGN))


def _is_card(entry: JsonObject) -> bool:
    return str(entry["text"]).startswith(CARD_SIGNS)


def _count_twice(world: World, report: Report, sent: list[JsonObject]) -> None:
    """One message is a card by its item's marker, or anything else by its very words."""
    markers = {made.marker for made in world.wire.items}
    sendings: Counter[tuple[int, str]] = Counter()
    for entry in sent:
        text = str(entry["text"])
        known = markers & set(text.split()) if _is_card(entry) else set()
        if not text.startswith(_WHY_SIGN):
            sendings[cast("int", entry["chat_id"]), min(known, default=text)] += 1
    # A card that came twice has two buttons, and both were perhaps pressed: so many answers are none too many.
    whys = Counter(cast("int", entry["chat_id"]) for entry in sent if str(entry["text"]).startswith(_WHY_SIGN))
    for chat, times in (whys - Counter(cast("int", chat) for chat, _ in world.pressed)).items():
        sendings[chat, _WHY_SIGN] = times + 1
    repeated: dict[int, list[str]] = {}
    for (chat, words), times in sendings.items():
        repeated.setdefault(chat, []).extend([words[:80]] * (times - 1))
    allowed = Counter(chat for _, chat in (*world.flights, *_answers_lost(world)))
    report.twice = sum(map(len, repeated.values()))
    report.unexplained = [f"chat {chat}: {words}" for chat, words in repeated.items() if len(words) > allowed[chat]]


def _answers_lost(world: World) -> list[tuple[int, int]]:
    """Deliveries and their chats whose answer Telegram gave too late, on a slow machine: these come again, too."""
    lost = [entry["delivery"] for entry in world.bot.events("delivered") if entry["outcome"] == "Unknown"]
    chats = dict(world.bot.ask("select id, chat_id from deliveries"))
    return [(delivery, chats[delivery]) for delivery in lost]


def _count_answers(world: World, report: Report) -> None:
    """Commands that were carried out twice: two deliveries answer them, whether or not one was in flight at a kill."""
    answers = [str(payload) for (payload,) in world.bot.ask("select payload from deliveries where kind = 'message'")]
    times = Counter(marker for answer in answers for marker in set(_MARKER.findall(answer)))
    report.carried_out_twice = [marker for marker in world.commands if times[marker] > 1]


def _count_digests(world: World, report: Report, sent: list[JsonObject]) -> None:
    if not world.plan.digests:
        return
    digests = Counter(entry["chat_id"] for entry in sent if str(entry["text"]).startswith("🗞"))
    report.digests_amiss = [f"chat {chat}: {digests[chat]}" for chat in world.chats.values() if digests[chat] < 1]
