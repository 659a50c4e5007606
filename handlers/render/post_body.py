"""What a receiver is posted: JSON with a `text` as Slack reads it, and the story's own values beside it."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handlers.html import words_of
from handlers.render.heading import heading, lead_in
from handlers.render.notices import notice
from handlers.render.sources import REPORTS_ELSEWHERE
from handlers.render.timeline_document import plainly
from handlers.sentences.reader import Reader
from newsroom.chat import Chat
from newsroom.desk.decision import NoticeKind
from newsroom.desk.story_view import StoryView
from newsroom.item import Item, ItemId
from newsroom.story import numbered

SIGNATURE = "X-Wirewatch-Signature"
DELIVERY = "X-Wirewatch-Delivery"
_NOTICE_CHARS = 3_000  # Slack shows some 4,000 of a text


def signature(secret: str, body: bytes) -> str:
    """The header by which a receiver knows that a body is ours: sha256=, and HMAC-SHA256 of the body in hex."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def alert_body(number: int, view: StoryView, words: tuple[str, ...], chat: Chat, made: datetime) -> bytes:
    """A story that the chat was alerted of."""
    reader = Reader(language=chat.language, zone=chat.zone)
    lead = heading(view.independence(), words, made, chat.language)
    outlets = reader.say("unit.outlet", count=view.outlets)
    publishers = reader.say("unit.publisher", count=view.independent)
    line = f"{lead.source.shown} · {reader.moment(lead.time)} · {outlets}, {publishers}"
    text = f"*{_link(lead)}*\n{_escaped(line)}"
    return _body(number, "alert", text, view, lead, chat, {"words": [plainly(word) for word in words]})


def notice_body(number: int, view: StoryView, kind: NoticeKind, item: ItemId, version: int, chat: Chat) -> bytes | None:
    """A contradiction, a change or a confirmation; None where there is nothing left to say."""
    message = notice(view, kind, item, version, Reader(language=chat.language, zone=chat.zone))
    if message is None:
        return None
    words = plainly(words_of(message.html))[:_NOTICE_CHARS]
    lead = lead_in(view, chat.language)
    return _body(number, kind.value, f"*{_link(lead)}*\n{_escaped(words)}", view, lead, chat, {"notice": words})


def greeting_body(text: str, chat: Chat) -> bytes:
    """What a new receiver is posted first: whether it takes it shows that it is there."""
    return _json({"text": _escaped(text), "event": "test", "chat": _chat(chat)})


def _body(
    number: int, event: str, text: str, view: StoryView, lead: Item, chat: Chat, more: Mapping[str, Any]
) -> bytes:
    story = _story(view, lead)
    return _json({"text": text, "event": event, "delivery": number, "chat": _chat(chat), "story": story, **more})


def _json(made: Mapping[str, Any]) -> bytes:
    return json.dumps(made, ensure_ascii=False).encode("utf-8")


def _chat(chat: Chat) -> Mapping[str, Any]:
    return {"id": chat.id, "title": plainly(chat.title)}


def _story(view: StoryView, lead: Item) -> Mapping[str, Any]:
    return {
        "number": numbered(view.id),
        "headline": plainly(lead.title),
        "url": plainly(lead.page),
        "opened": view.opened.isoformat(timespec="seconds"),
        "updated": view.updated.isoformat(timespec="seconds"),
        "outlets": view.outlets,
        "independent_publishers": view.independent,
        "reports": [_report(placed.item) for placed in view.items[:REPORTS_ELSEWHERE]],
    }


def _report(item: Item) -> Mapping[str, Any]:
    return {
        "outlet": plainly(item.source.shown),
        "kind": item.source.kind.value,
        "headline": plainly(item.title),
        "url": plainly(item.page),
        "published": item.time.isoformat(timespec="seconds"),
    }


def _link(item: Item) -> str:
    """A headline that leads to its article, in Slack's markup."""
    title = _escaped(" ".join(plainly(item.title).split())).replace("*", "∗")
    url = plainly(item.page).replace("|", "%7C").replace(">", "%3E").replace("<", "%3C")
    return f"<{url}|{title.replace('|', '¦')}>" if url else title


def _escaped(text: str) -> str:
    """As Slack wants it.

    Source: https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return plainly(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
