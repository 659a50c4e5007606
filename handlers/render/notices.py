"""What is material enough for a message of its own, under the story's card; and lists of what is told together."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from handlers.buttons import Act, button
from handlers.html import MESSAGE_CHARS, bold, escape, fit, link, quote, shortened, struck, visible_length
from handlers.messages import Button, Message
from handlers.render.contradictions import open_contradictions
from handlers.render.outlet_names import outlet, plain_headline
from handlers.render.times import count, moment
from newsroom.claims.headline_edits import EditVerdict, WordChange
from newsroom.desk.decision import NoticeKind
from newsroom.desk.state import DeliveryMode
from newsroom.desk.story_view import Dispute, ItemVersion, StoryView
from newsroom.item import ItemId
from newsroom.story import StoryId
from newsroom.text.sentences import sentences

_LIST_LABELS = {
    DeliveryMode.CATCH_UP: ("Catch-up", "older than an alert should be, or seen late"),
    DeliveryMode.WAITING: ("While it was quiet", "held during your quiet hours, or while I could not write here"),
    DeliveryMode.LIST: ("Many at once", "told together, so that they do not flood the chat"),
}
_LISTED = 20  # with their headlines, where there is room
_LISTED_SHORT = 100  # by their number alone
_SENTENCES = 3
_SENTENCE_CHARS = 300
_COMPARED_SENTENCES = 200


def notice(view: StoryView, kind: NoticeKind, item: ItemId, version: int, zone: str) -> Message | None:
    """The message under the card; None where there is nothing left to say.

    So it is where a conflict was dismissed or corrected since, or where two others said the same two numbers before.
    """
    match kind:
        case NoticeKind.CONTRADICTION:
            disputes = [d for d in open_contradictions(view) if item in (d.disagreement.a.item, d.disagreement.b.item)]
            return conflict(disputes[0], zone) if disputes else None
        case NoticeKind.EDIT:
            edits = [v for v in view.versions if v.item.id == item and v.number == version - 1]
            return edit(edits[0], zone) if edits else None
        case NoticeKind.CONFIRMED:
            return confirmed(view)


def conflict(dispute: Dispute, zone: str) -> Message:
    """Both sentences, word for word, and no verdict."""
    said = dispute.disagreement
    lines = [f"⚠ {bold(f'Figures differ: {said.slot.value}')}"]
    for claim in (said.a, said.b):
        credit = f", attributed to {escape(claim.attribution)}" if claim.attribution else ""
        lines.append(f"{bold(str(claim.value))} — {escape(claim.outlet)}, {moment(claim.stated_at, zone)}{credit}")
        lines.append(quote(claim.sentence))
    act, text = (Act.IS_A_CONFLICT, "It is a conflict") if dispute.dismissed else (Act.NOT_A_CONFLICT, "Not a conflict")
    return Message(html=fit("\n".join(lines)), buttons=((button(text, act, dispute.id),),))


def edit(version: ItemVersion, zone: str) -> Message:
    """Old and new words of a changed item, marked."""
    item = version.item
    what = "Correction" if version.verdict is EditVerdict.CORRECTED else "Changed"
    lines = [f"✏️ {bold(what)} by {outlet(item.source)} · {moment(version.replaced, zone)}"]
    if version.title != item.title:
        lines += [f"was: {_marked(version.title, version.changed, old=True)}"]
        lines += [f"now: {_marked(item.title, version.changed, old=False)}"]
    else:
        lines += [f"{struck(c.before or '—')} → {bold(c.after or '—')}" for c in version.changed[:5]]
    for before, after in _sentences_changed(version)[:_SENTENCES]:
        lines += [f"was: “{escape(before)}”"] if before else []
        lines += [f"now: “{escape(after)}”"] if after else []
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


def confirmed(view: StoryView) -> Message:
    """The story has so many independent publishers behind it now."""
    names = dict.fromkeys(t.item.source.name for t in view.items)
    told = ", ".join(escape(name) for name in list(names)[:8])
    return Message(html=f"✅ {bold('Confirmed')}: {count(view.independent, 'independent publisher')} now\n{told}")


def listed_together(views: Sequence[StoryView], mode: DeliveryMode, zone: str) -> tuple[Message, frozenset[StoryId]]:
    """Stories told in one message, the best supported first, and which of them it had room to name."""
    ranked = sorted(views, key=lambda v: (-v.independent, -v.outlets, v.id))
    for in_full in range(min(_LISTED, len(ranked)), -1, -1):
        named = ranked[: in_full + _LISTED_SHORT]
        text = _list_text(named, in_full, len(ranked) - len(named), mode, zone)
        if visible_length(text) <= MESSAGE_CHARS:
            break  # always, at the latest where none is told whole: a number takes some ten characters
    buttons: tuple[tuple[Button, ...], ...] = tuple(
        (button(f"📰 {plain_headline(v.lead.title, 40)}", Act.STORY, v.id),) for v in ranked[:4]
    )
    return Message(html=text, buttons=buttons), frozenset(view.id for view in named)


def _list_text(named: Sequence[StoryView], in_full: int, left_out: int, mode: DeliveryMode, zone: str) -> str:
    """The list's words: so many stories with their headlines, the others by number; never cut, whatever its length."""
    label, why = _LIST_LABELS[mode]
    lines = [f"🗂 {bold(label)}: {count(len(named), 'story', 'stories')} ({why})"]
    for view in named[:in_full]:
        lead = view.lead
        lines.append(
            f"• {link(plain_headline(lead.title), lead.url)} — {outlet(lead.source)}, {moment(lead.time, zone)}, "
            f"{count(view.independent, 'independent publisher')} /story_{view.id}"
        )
    if short := named[in_full:]:
        lines.append(f"and {len(short)} more: " + " ".join(f"/story_{view.id}" for view in short))
    if left_out:
        lines.append(f"{count(left_out, 'story', 'stories')} more in a list after this one")
    return "\n".join(lines)
