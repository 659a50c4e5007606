"""What a search found, and how a story's words were changed."""

from collections.abc import Collection, Sequence

from handlers.html import bold, code, fit, link
from handlers.messages import Message
from handlers.render.notices import edit
from handlers.render.outlet_names import headline, outlet, plain_headline
from handlers.sentences.reader import Reader
from newsroom.desk.story_view import StoryView
from newsroom.item import ItemId
from newsroom.story import numbered

SHOWN = 12  # a guess: of a story a line, these fill a phone's screen twice


def results(
    query: str, views: Sequence[StoryView], alerting: Collection[ItemId], reader: Reader, *, page: int = 1
) -> Message:
    """A page of stories, newest first; those that only mention the query are marked.

    `views`: of this page and those before, and one more where there is a next page.
    """
    if not views:
        return Message(html=reader.say("search.nothing", query=bold(query)))
    first, last = (page - 1) * SHOWN, page * SHOWN
    if first >= len(views):
        return Message(html=reader.say("search.no_such_page", query=code(f"/search {query}")))
    more = len(views) > last
    number = reader.say("search.from_to", first=first + 1, last=min(last, len(views)))
    counted = number if more or page > 1 else reader.say("unit.story", count=len(views))
    lines = [f"🔎 {reader.labelled(bold(query), counted)}"]
    for view in views[first:last]:
        about = any(placed.item.id in alerting for placed in view.items)
        mention = "" if about else f" · {reader.say('search.only_mentions')}"
        lead = view.lead
        outlets = reader.say("unit.outlet", count=view.outlets)
        lines.append(
            f"• {link(plain_headline(lead.title, reader), lead.page)} — {outlet(lead.source, reader)}, "
            f"{reader.day(lead.time)}, {outlets}{mention} /story_{numbered(view.id)}"
        )
    if more:
        lines.append(reader.say("search.more", command=code(f"/search {query} page:{page + 1}")))
    return Message(html=fit("\n".join(lines)))


def edits(view: StoryView, reader: Reader) -> Message:
    """The history of a story's headlines and figures, oldest first."""
    lines = [f"✏️ {bold(reader.say('edits.heading'))} — {headline(view.lead, reader)}"]
    shown = [v for v in view.versions if v.verdict is not None and v.verdict.value != "trivial"]
    lines += [edit(version, reader).html for version in shown]
    trivial = len(view.versions) - len(shown)
    if not view.versions:
        lines.append(reader.say("edits.none"))
    elif trivial:
        lines.append(reader.say("edits.trivial", count=trivial))
    return Message(html=fit("\n".join(lines)))
