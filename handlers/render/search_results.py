"""What a search found, and how a story's words were changed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from handlers.html import bold, code, fit, link
from handlers.messages import Button, Message, Rows
from handlers.render.notices import edit
from handlers.render.outlet_names import headline, outlet, plain_headline
from handlers.render.snippets import Hit, snippet
from handlers.sentences.reader import Reader
from newsroom.desk.story_view import StoryView
from newsroom.item import Item, ItemId
from newsroom.story import StoryId, numbered

SHOWN = 12  # a guess: of a story a line, these fill a phone's screen twice


class Ordering(StrEnum):
    """Which stories of a search come first."""

    NEWEST = "newest"
    BEST = "best"


def best_first(views: Sequence[StoryView], alerting: Collection[ItemId]) -> tuple[StoryView, ...]:
    """Stories that are about the query before those that mention it; then those of most publishers, then the newest."""

    def worth(view: StoryView) -> tuple[bool, int, datetime]:
        return any(placed.item.id in alerting for placed in view.items), view.independent, view.lead.time

    return tuple(sorted(views, key=worth, reverse=True))


def results(
    query: str,
    views: Sequence[StoryView],
    alerting: Collection[ItemId],
    leads: Mapping[StoryId, Item],
    reader: Reader,
    *,
    page: int = 1,
    order: Ordering = Ordering.NEWEST,
    hits: Mapping[StoryId, Hit] | None = None,
) -> Message:
    """A page of stories; those that only mention the query are marked, and show the place that does.

    `views`: in their order, of this page and those before, and one more where there is a next page. `leads`: by whose
    headline each on this page is known.
    """
    if not views:
        return Message(html=reader.say("search.nothing", query=bold(query)))
    first, last = (page - 1) * SHOWN, page * SHOWN
    if first >= len(views):
        return Message(html=reader.say("search.no_such_page", query=code(f"/search {query}")))
    more = len(views) > last
    number = reader.say("search.from_to", first=first + 1, last=min(last, len(views)))
    counted = number if more or page > 1 else reader.say("unit.story", count=len(views))
    counted = f"{counted}, {reader.say(_ORDER_NAMES[order])}"
    lines = [f"🔎 {reader.labelled(bold(query), counted)}"]
    for view in views[first:last]:
        about = any(placed.item.id in alerting for placed in view.items)
        lines.append(_line(view, leads[view.id], (hits or {}).get(view.id), reader, about=about))
    return Message(html=fit("\n".join(lines)), buttons=_buttons(query, page, order, reader, more=more, all_=len(views)))


def _latest(view: StoryView) -> datetime:
    return max(placed.item.time for placed in view.items)


def _days(view: StoryView, reader: Reader) -> str:
    """The day of the first report, and that of the latest, by which they are listed, where it is another one."""
    days = (reader.day(view.lead.time), reader.day(_latest(view)))
    return " – ".join(dict.fromkeys(days))


def _line(view: StoryView, lead: Item, hit: Hit | None, reader: Reader, *, about: bool) -> str:
    mention = "" if about else f" · {reader.say('search.only_mentions')}"
    outlets = reader.say("unit.outlet", count=view.outlets)
    title = plain_headline(lead.title, reader)
    around = snippet(title, hit) if hit else ""
    return (
        f"• {link(title, lead.page)} — {outlet(lead.source, reader)}, "
        f"{_days(view, reader)}, {outlets}{mention} /story_{numbered(view.id)}"
    ) + (f"\n      <i>{around}</i>" if around else "")


def _buttons(query: str, page: int, order: Ordering, reader: Reader, *, more: bool, all_: int) -> Rows:
    """The pages before and after, and the other order where there is more than one story."""
    line = f"/search {query}" + (f" order:{order}" if order is not Ordering.NEWEST else "")
    back, on = reader.say("button.previous_page"), reader.say("button.next_page")
    turning = [Button(text=back, line=f"{line} page:{page - 1}", turns=True)] if page > 1 else []
    turning += [Button(text=on, line=f"{line} page:{page + 1}", turns=True)] if more else []
    other = Ordering.BEST if order is Ordering.NEWEST else Ordering.NEWEST
    label = reader.say("button.best_first" if other is Ordering.BEST else "button.newest_first")
    reordered = [Button(text=label, line=f"/search {query} order:{other}", turns=True)] if all_ > 1 else []
    return tuple(tuple(row) for row in (turning, reordered) if row)


_ORDER_NAMES = {Ordering.NEWEST: "search.newest_first", Ordering.BEST: "search.best_first"}


def edits(view: StoryView, lead: Item, reader: Reader) -> Message:
    """The history of a story's headlines and figures, oldest first; `lead`: by whose headline the chat knows it."""
    lines = [f"✏️ {bold(reader.say('edits.heading'))} — {headline(lead, reader)}"]
    shown = [v for v in view.versions if v.verdict is not None and v.verdict.value != "trivial"]
    lines += [edit(version, reader).html for version in shown]
    trivial = len(view.versions) - len(shown)
    if not view.versions:
        lines.append(reader.say("edits.none"))
    elif trivial:
        lines.append(reader.say("edits.trivial", count=trivial))
    return Message(html=fit("\n".join(lines)))
