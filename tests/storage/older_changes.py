"""What each migration may change of the rows that are there: whatever is not named here is to be there unchanged."""

from collections.abc import Callable
from typing import Any

from tests.storage.older_rows import CHATS, STARTED_US, Rows


def after_migrations(rows: Rows, since: str) -> Rows:
    """The rows that a database of revision `since` is to have in the newest one."""
    for revision, change in _CHANGES.items():
        if revision > since:
            change(rows)
    return rows


def _words_of_the_code(rows: Rows) -> None:
    for table, old, new in (
        ("items", "first_seen", "arrived_at"),
        ("claims", "said_at", "stated_at"),
        ("cards", "told", "mode"),
        ("sources", "told_at", "notified_at"),
        ("sources", "quiet_told_at", "silence_notified_at"),
        ("sources", "moved_seen", "moved_polls"),
        ("boilerplate", "seen", "item_count"),
        ("boilerplate", "last_seen", "last_found_at"),
    ):
        for row in rows[table]:
            row[new] = row.pop(old)
    rows["cards"][1]["mode"] = "waiting"
    rows["notes"][0]["name"] = "clock.latest"
    rows["claims"][0]["body"] = _renamed(rows["claims"][0]["body"], "said_at", "stated_at")
    contested = rows["disagreements"][0]["body"]
    contested["a"] = _renamed(contested["a"], "said_at", "stated_at")
    rows["deliveries"][2]["payload"] = {"mode": "waiting"}
    rows["queue"][0]["payload"] = _renamed(rows["queue"][0]["payload"], "word", "kind")
    kinds = {"source-1": "source_failing", "desk-lags": "desk_lags", "source-3-ended": "source_ended"}
    rows["incidents"] = [
        {
            "kind": kinds[row["name"]],
            "source_id": row["source_id"],
            "since": row["since"],
            "notified_at": row["told_at"],
            "over_at": row["over_at"],
        }
        for row in rows.pop("conditions")
    ]
    del rows["leases"]  # nothing ever wrote it


def _renamed(values: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    return {(new if key == old else key): value for key, value in values.items()}


def _answered_updates_are_numbers(rows: Rows) -> None:
    answered = rows["updates"][2]
    answered["payload"] = {}
    if "lane" in answered:
        answered["lane"] = ""


def _a_chat_has_sources_of_its_own(rows: Rows) -> None:
    """The third source was asked for by two chats: the first of them keeps its row, its items and its story."""
    owner = CHATS[2]
    source, item, story = rows["sources"][2], rows["items"][2], rows["stories"][2]
    copied = ("name", "family", "kind", "country", "language", "state", "interval_s", "next_due_at", "url", "origin")
    second = dict.fromkeys(source) | {name: source[name] for name in copied}
    of_its_own = {"id": 4, "trusted": False, "failures": 0, "moved_polls": 0}
    rows["sources"].append(second | of_its_own | {name: source[name] for name in ("ended_at",) if name in source})
    for row in rows["sources"]:
        row["owner_chat_id"] = {3: owner, 4: CHATS[0]}.get(row["id"])
        row["added_at"] = {3: STARTED_US + 3, 4: STARTED_US + 4}.get(row["id"], 0)
    del rows["source_chats"]
    places = ("placement", "placed_of", "likeness_pct", "placed_why")
    rows["chat_items"] = [{"chat_id": owner, "item_id": 3, "story_id": -1} | {name: item[name] for name in places}]
    for row in rows["items"]:
        row["owner_chat_id"] = owner if row is item else None
    item |= {"story_id": None, "placement": None}
    rows["chat_stories"] = [
        {name: value for name, value in story.items() if name != "id"} | {"chat_id": owner, "story_id": -1}
    ]
    rows["cards"][2]["story_id"] = -1
    claim = rows["claims"].pop(2) | {"chat_id": owner}
    del claim["slot"]  # the body has it
    rows["chat_claims"] = [claim]
    contested = rows["disagreements"].pop(2) | {"chat_id": owner, "id": -1}
    del contested["dismissed_by"]
    rows["chat_disagreements"] = [contested]


def _what_was_refused_was_offered(rows: Rows) -> None:
    for row in rows["sources"]:
        if "refused_at" in row:
            row["last_offered_at"] = row.pop("refused_at") if row["offered_at"] is None else row["offered_at"]
            row.pop("refused_at", None)


def _several_digests_a_day(rows: Rows) -> None:
    minutes = {row["id"]: row.pop("digest_minute") for row in rows["chats"]}
    for row in rows["chats"]:
        row["digest_minutes"] = "" if minutes[row["id"]] is None else f"{minutes[row['id']]}"
    for row in rows["digests"]:
        row["local_minute"] = minutes[row["chat_id"]] or 0


_CHANGES: dict[str, Callable[[Rows], None]] = {
    "0004": _words_of_the_code,
    "0007": _answered_updates_are_numbers,
    "0008": _a_chat_has_sources_of_its_own,
    "0010": _what_was_refused_was_offered,
    "0023": _several_digests_a_day,
}
