"""What a search found, and how a story's words were changed."""

from collections.abc import Collection, Sequence

from handlers.html import bold, escape, fit, link
from handlers.messages import Message
from handlers.render.notices import edit
from handlers.render.outlet_names import headline, outlet, plain_headline
from handlers.render.times import count, day
from newsroom.desk.story_view import StoryView
from newsroom.item import ItemId

_SHOWN = 12


def results(query: str, views: Sequence[StoryView], alerting: Collection[ItemId], zone: str) -> Message:
    """Stories, newest first; those that only mention the query are marked."""
    del zone
    if not views:
        return Message(html=f"Nothing that I have seen matches {bold(query)}. Fewer or other words may find it.")
    lines = [f"🔎 {bold(query)}: {count(len(views), 'story', 'stories')}"]
    for view in views[:_SHOWN]:
        about = any(told.item.id in alerting for told in view.items)
        lead = view.lead
        lines.append(
            f"• {link(plain_headline(lead.title), lead.url)} — {outlet(lead.source)}, {day(lead.time)}, "
            f"{count(view.outlets, 'outlet')}{'' if about else ' · only mentions it'} /story_{view.id}"
        )
    if len(views) > _SHOWN:
        lines.append(f"… and {len(views) - _SHOWN} more; add a word to narrow it down.")
    return Message(html=fit("\n".join(lines)))


def edits(view: StoryView, zone: str) -> Message:
    """The history of a story's headlines and figures, oldest first."""
    lines = [f"✏️ {bold('Edits')} — {headline(view.lead)}"]
    shown = [v for v in view.versions if v.verdict is not None and v.verdict.value != "trivial"]
    lines += [edit(version, zone).html for version in shown]
    quiet = len(view.versions) - len(shown)
    if not view.versions:
        lines.append("No item of this story was changed since we saw it.")
    elif quiet:
        lines.append(escape(f"{count(quiet, 'change')} of commas and the like not shown."))
    return Message(html=fit("\n".join(lines)))
