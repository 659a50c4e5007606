"""Why a chat has a story: which words matched, what joined its items, and which other story came next to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.buttons import Act, button
from handlers.html import bold, escape, fit
from handlers.messages import Message
from handlers.render.outlet_names import headline, outlet, plain_headline
from handlers.sentences.reader import Reader
from newsroom.desk.story_view import NamedStory, PlacedItem, StoryView
from newsroom.item import Item, ItemId
from newsroom.sentence import Sentence
from newsroom.stories.next_story import NextStory
from newsroom.stories.placement import PlacementKind
from newsroom.story import numbered

EXPLAINED_ITEMS = 15  # the first and so many more as a message has room for
_HITS = 6
_OTHER_TITLE_CHARS = 70
_NOTHING_ALIKE, _SHARED = "joined.nothing_alike", "joined.shared_words"
_MOVED = ("joined.corrected", "joined.reclustered")
_JOINED = {
    "reprint": "why.reprint",
    "partial_reprint": "why.partial_reprint",
    "same_item": "why.same_item",
    "edited": "why.edited",
    "same_story": "why.same_story",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedNext:
    """The story that came next to an item, and what was missing."""

    story: NamedStory
    found: NextStory


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherStories:
    """The other stories that are named.

    Attributes:
        near: By item the one that came next to it.
        apart: Those that a person keeps apart from this one, without those.
    """

    near: Mapping[ItemId, NamedNext] = field(default_factory=dict)
    apart: Sequence[NamedStory] = ()


def why(
    view: StoryView,
    words: Sequence[tuple[str, Sequence[str], str]],
    others: OtherStories,
    lead: Item,
    reader: Reader,
) -> Message:
    """Which words matched which topic, why the story is one of its own, and what joined each item to it.

    Args:
        view: The story.
        words: (topic's query, the words that hit, the headline of their item).
        others: The other stories that are named.
        lead: By whose headline the chat knows it.
        reader: For whom.
    """
    lines = [f"❔ {bold(reader.say('why.heading'))} — {headline(lead, reader)}", ""]
    for query, hit, title in words[:_HITS]:
        where = escape(plain_headline(title, reader, 70))
        lines.append(reader.say("why.topic", query=bold(query), words=escape(", ".join(hit)), headline=where))
    if not words:
        lines.append(reader.say("why.no_topic"))
    near = others.near
    lines += _opened(view.items[0], near.get(view.lead.id), others.apart, reader)
    moved = next((placed.why for placed in view.items if placed.why.name in _MOVED), None)
    if len(view.items) > 1:
        lines += ["", bold(reader.say("why.one_story"))]
    names = {placed.item.id: placed.item.source.shown for placed in view.items}
    for placed in view.items[1:EXPLAINED_ITEMS]:
        lines.append(_joined(placed, names, moved, reader))
        if placed.item.id in near:
            lines.append(f"    ↳ {_next(near[placed.item.id], 'why.second', reader)}")
    sources = button(reader.say("button.sources"), Act.SOURCES, view.id)
    return Message(html=fit("\n".join(lines)), buttons=((sources,),))


def _opened(first: PlacedItem, near: NamedNext | None, apart: Sequence[NamedStory], reader: Reader) -> list[str]:
    """Why the first item is in no other story; nothing where that was not noted."""
    # What it once joined has left its story, and why it did is no reason why it is apart.
    left = first.placement is not PlacementKind.NEW and first.why.name not in _MOVED
    needless = left or (near is not None and first.why.name == _NOTHING_ALIKE)
    because = "" if needless else reader.html(first.why)
    if first.why.name == _SHARED and first.placement is PlacementKind.NEW:
        because = reader.say("why.related", because=because)
    if near is None and not because and not apart:
        return []
    lines = ["", bold(reader.say("why.own_story"))]
    if because:
        moment = reader.moment(first.item.time)
        shown = outlet(first.item.source, reader)
        lines.append(reader.say("why.opened", outlet=shown, time=moment, because=because))
    if near is not None:
        lines.append(f"• {_next(near, 'why.next', reader)}")
    lines += [reader.say("why.apart", story=numbered(one.id), headline=_title(one, reader)) for one in apart]
    return lines


def _title(story: NamedStory, reader: Reader) -> str:
    return escape(plain_headline(story.title, reader, _OTHER_TITLE_CHARS))


def _next(near: NamedNext, name: str, reader: Reader) -> str:
    found, figures = near.found, []
    if found.likeness_pct is not None:
        figures.append(reader.say("why.likeness", likeness_pct=found.likeness_pct))
    if found.bar_pct is not None:
        figures.append(reader.say("why.share_of_bar", bar_pct=found.bar_pct))
    return reader.say(
        name,
        story=numbered(near.story.id),
        headline=_title(near.story, reader),
        missing=", ".join([*figures, reader.say(f"obstacle.{found.obstacle}")]),
    )


def _joined(placed: PlacedItem, names: Mapping[ItemId, str], moved: Sentence | None, reader: Reader) -> str:
    """What joined it; `moved`: why others were brought to the story.

    An item that opened a story to which older ones were brought has only the reason why it joined none.
    """
    how = reader.say(_JOINED.get(placed.placement, "why.joined"))
    if placed.of is not None and placed.of in names:
        how = reader.say("why.to", how=how, outlet=escape(names[placed.of]))
    return reader.say(
        "why.item",
        outlet=outlet(placed.item.source, reader),
        time=reader.moment(placed.item.time),
        how=how,
        likeness_pct=placed.likeness_pct,
        because=reader.html(moved if moved and placed.placement is PlacementKind.NEW else placed.why),
    )
