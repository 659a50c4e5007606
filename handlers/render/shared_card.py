"""A story as a person sends it to a chat where the bot is not: no command and no button of ours works there."""

from datetime import datetime

from handlers.html import bold, escape, fit, shortened
from handlers.messages import InlineEntry
from handlers.render.card import other_outlets, quotes
from handlers.render.contradictions import open_contradictions
from handlers.render.heading import heading
from handlers.render.outlet_names import headline, outlet, outlet_count, plain_headline
from handlers.sentences.reader import Reader
from newsroom.desk.story_view import Dispute, StoryView
from newsroom.story import numbered

_TITLE_CHARS = 120
_DESCRIPTION_CHARS = 160
_CONFLICTS = 3


def inline_entry(view: StoryView, reader: Reader, now: datetime) -> InlineEntry:
    """The story as an entry to choose, with its card as it is now."""
    found = view.independence()
    lead = heading(found, (), now, reader.language)
    when = reader.moment(lead.time)
    publishers = reader.say("unit.publisher", count=view.independent)
    lines = [
        f"📰 {headline(lead, reader)}",
        f"{outlet(lead.source, reader)} · {when}",
        *quotes(view, lead, reader),
        *other_outlets(view, found, lead, reader),
        *(_conflict(dispute, reader) for dispute in open_contradictions(view)[:_CONFLICTS]),
        outlet_count(view.outlets, view.independent, reader),
    ]
    return InlineEntry(
        id=f"story-{numbered(view.id)}",
        title=plain_headline(lead.title, reader, _TITLE_CHARS),
        description=shortened(f"{lead.source.shown} · {when} · {publishers}", _DESCRIPTION_CHARS),
        html=fit("\n".join(lines)),
    )


def _conflict(dispute: Dispute, reader: Reader) -> str:
    """Both numbers with their outlets, and no verdict."""
    figures = dispute.disagreement
    differ = reader.say("card.figures_differ", slot=reader.say(f"slot.{figures.slot}"))
    named = ", ".join(reader.labelled(escape(claim.outlet), claim.number) for claim in (figures.a, figures.b))
    return f"⚠ {reader.labelled(bold(differ), named)}"
