"""What is material enough for a message of its own, under the story's card; and lists of several stories."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from handlers.buttons import Act, button
from handlers.html import MESSAGE_CHARS, bold, escape, fit, link, quote, shortened, struck, visible_length
from handlers.messages import Button, Message
from handlers.render.contradictions import open_contradictions
from handlers.render.outlet_names import outlet, plain_headline
from handlers.sentences.reader import Reader
from newsroom.claims.claims import Claim
from newsroom.claims.disagreements import DisagreementKind
from newsroom.claims.headline_edits import EditVerdict, WordChange
from newsroom.desk.decision import NoticeKind
from newsroom.desk.state import DeliveryMode
from newsroom.desk.story_view import Dispute, ItemVersion, StoryView
from newsroom.item import Item, ItemId
from newsroom.story import StoryId, numbered
from newsroom.text.sentences import sentences

_LISTS = {
    DeliveryMode.CATCH_UP: ("list.catch_up", "list.catch_up_because"),
    DeliveryMode.WAITING: ("list.waiting", "list.waiting_because"),
    DeliveryMode.LIST: ("list.burst", "list.burst_because"),
}
_LISTED = 20  # with their headlines, where there is room
_LISTED_SHORT = 100  # by their number alone
_LIST_BUTTONS, _BUTTON_CHARS = 4, 40
_SENTENCES = 3
_SENTENCE_CHARS = 300
_COMPARED_SENTENCES = 200


def notice(view: StoryView, kind: NoticeKind, item: ItemId, version: int, reader: Reader) -> Message | None:
    """The message under the card; None where there is nothing left to say.

    That happens where a conflict was dismissed or corrected meanwhile, or where two others gave the same numbers first.
    """
    match kind:
        case NoticeKind.CONTRADICTION:
            disputes = [d for d in open_contradictions(view) if item in (d.disagreement.a.item, d.disagreement.b.item)]
            return conflict(disputes[0], reader) if disputes else None
        case NoticeKind.EDIT:
            edits = [v for v in view.versions if v.item.id == item and v.number == version - 1]
            return edit(edits[0], reader) if edits else None
        case NoticeKind.CONFIRMED:
            return confirmed(view, reader)


def conflict(dispute: Dispute, reader: Reader) -> Message:
    """Both sentences, word for word, and no verdict."""
    figures = dispute.disagreement
    lines = [f"⚠ {bold(reader.say('conflict.heading', slot=reader.say(f'slot.{figures.slot}')))}"]
    for claim in (figures.a, figures.b):
        lines += [_claim(claim, reader), quote(claim.sentence)]
    if figures.kind is DisagreementKind.RESOLVED:
        lines.append(reader.say("conflict.resolved"))
    if dispute.dismissed:
        answer = button(reader.say("button.is_a_conflict"), Act.IS_A_CONFLICT, dispute.id)
    else:
        answer = button(reader.say("button.not_a_conflict"), Act.NOT_A_CONFLICT, dispute.id)
    return Message(html=fit("\n".join(lines)), buttons=((answer,),))


def _claim(claim: Claim, reader: Reader) -> str:
    line = f"{bold(claim.number)} — {escape(claim.outlet)}, {reader.moment(claim.stated_at)}"
    if not claim.attribution:
        return line
    return reader.say("conflict.attributed", claim=line, who=escape(claim.attribution))


def edit(version: ItemVersion, reader: Reader) -> Message:
    """Old and new words of a changed item, marked."""
    item = version.item
    what = "edit.correction" if version.verdict is EditVerdict.CORRECTED else "edit.change"
    named = reader.say("edit.by", what=bold(reader.say(what)), outlet=outlet(item.source, reader))
    lines = [f"✏️ {named} · {reader.moment(version.replaced)}"]
    if version.title != item.title:
        lines += [reader.say("edit.was", text=_marked(version.title, version.changed, old=True))]
        lines += [reader.say("edit.now", text=_marked(item.title, version.changed, old=False))]
    else:
        lines += [f"{struck(c.before or '—')} → {bold(c.after or '—')}" for c in version.changed[:5]]
    for before, after in _sentences_changed(version)[:_SENTENCES]:
        lines += [reader.say("edit.was", text=reader.quoted(escape(before)))] if before else []
        lines += [reader.say("edit.now", text=reader.quoted(escape(after)))] if after else []
    return Message(html=fit("\n".join(lines)))


def _sentences_changed(version: ItemVersion) -> list[tuple[str, str]]:
    """Sentences of the text before and after, where a figure was changed or something corrected; "" for none."""
    if version.verdict not in (EditVerdict.CORRECTED, EditVerdict.FIGURE_CHANGED) or not version.text:
        return []
    old, new = ([s.text for s in sentences(text)][:_COMPARED_SENTENCES] for text in (version.text, version.item.text))
    found: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind != "equal":
            found += zip_longest(old[a:b], new[c:d], fillvalue="")
    return [(shortened(before, _SENTENCE_CHARS), shortened(after, _SENTENCE_CHARS)) for before, after in found]


def _marked(text: str, changed: Sequence[WordChange], *, old: bool) -> str:
    """The text with the words that differ struck through (old) or bold (new)."""
    shown = escape(text)
    for change in changed:
        words = change.before if old else change.after
        if words and escape(words) in shown:
            shown = shown.replace(escape(words), struck(words) if old else bold(words), 1)
    return shown


def confirmed(view: StoryView, reader: Reader) -> Message:
    """The story has so many independent publishers behind it now."""
    names = dict.fromkeys(outlet(placed.item.source, reader) for placed in view.items)
    publishers = reader.say("unit.publisher", count=view.independent)
    text = reader.say("notice.confirmed", heading=bold(reader.say("notice.confirmed_heading")), publishers=publishers)
    return Message(html=f"✅ {text}\n{', '.join(list(names)[:8])}")


def listed_together(
    views: Sequence[StoryView], leads: Mapping[StoryId, Item], mode: DeliveryMode, reader: Reader
) -> tuple[Message, frozenset[StoryId]]:
    """Stories in one message, the best supported first, and which of them it had room to name.

    `leads`: by whose headline each is named.
    """
    ranked = sorted(views, key=lambda v: (-v.independent, -v.outlets, v.id))
    for in_full in range(min(_LISTED, len(ranked)), -1, -1):
        named = ranked[: in_full + _LISTED_SHORT]
        lines = [_listed(view, leads[view.id], reader) for view in named[:in_full]]
        text = _list_text(named, lines, len(ranked) - len(named), mode, reader)
        if visible_length(text) <= MESSAGE_CHARS:
            break  # always, at the latest where none has its headline: a number takes some ten characters
    buttons: tuple[tuple[Button, ...], ...] = tuple(
        (button(f"📰 {plain_headline(leads[v.id].title, reader, _BUTTON_CHARS)}", Act.STORY, v.id),)
        for v in ranked[:_LIST_BUTTONS]
    )
    return Message(html=text, buttons=buttons), frozenset(view.id for view in named)


def _list_text(
    named: Sequence[StoryView], in_full: Sequence[str], left_out: int, mode: DeliveryMode, reader: Reader
) -> str:
    """The list's words: the first stories in full, the others by number; never cut, whatever its length."""
    label, because = _LISTS[mode]
    stories = reader.say("unit.story", count=len(named))
    lines = [f"🗂 {reader.labelled(bold(reader.say(label)), stories)} ({reader.say(because)})"]
    lines += in_full
    if short := named[len(in_full) :]:
        numbers = " ".join(f"/story_{numbered(view.id)}" for view in short)
        lines.append(reader.say("list.more", count=len(short), stories=numbers))
    if left_out:
        lines.append(reader.say("list.left_out", count=left_out))
    return "\n".join(lines)


def _listed(view: StoryView, lead: Item, reader: Reader) -> str:
    return (
        f"• {link(plain_headline(lead.title, reader), lead.page)} — {outlet(lead.source, reader)}, "
        f"{reader.moment(lead.time)}, {reader.say('unit.publisher', count=view.independent)} /story_{numbered(view.id)}"
    )
