"""What happened when: each dated event with its sentence, its date's precision and who reports it."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.html import bold, escape, folded, italic, link, shortened, split, visible_length
from handlers.messages import Message, Rows
from handlers.render.outlet_names import labelled
from handlers.render.timeline_dates import when
from handlers.render.timeline_document import address, disagreements, sentence
from handlers.sentences.reader import Reader
from newsroom.dates import Precision
from newsroom.source import SourceKind
from newsroom.timelines.event_mentions import EventRole
from newsroom.timelines.timeline import Timeline
from newsroom.timelines.timeline_entries import SourceMention, TimelineEntry

PAGE_CHARS = 4_000  # of a message: under Telegram's 4096, with room for what is closed and opened at a cut
_SENTENCE_CHARS = (300, 220, 160)  # the first with which all fits into one message; ten lines do at 220
_TITLE_CHARS = 150
_BACKGROUND, _UNDATED, _CITED = 5, 3, 5  # undated ones where nothing has a date; else their number is enough


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much is shown: characters of a sentence, and lines of what is folded or undated (None: all of them)."""

    sentence_chars: int
    background: int | None = _BACKGROUND
    undated: int | None = 0


def hidden(found: Timeline) -> tuple[int, int]:
    """How many earlier and how many undated events a timeline in one message leaves out."""
    shown = 0 if found.entries or found.background else _UNDATED
    return max(0, len(found.background) - _BACKGROUND), max(0, len(found.undated) - shown)


def timeline(title: str, found: Timeline, reader: Reader, buttons: Rows = ()) -> tuple[Message, ...]:
    """Events in order, background folded, what has no date last: one message, or several with the buttons last."""
    undated = len(found.undated) - hidden(found)[1]
    for chars in _SENTENCE_CHARS:
        room = Room(sentence_chars=chars, undated=undated)
        pages = _pages(_blocks(title, found, room, reader, more_by_button=bool(buttons)))
        if len(pages) == 1:
            break
    return _messages(pages, buttons)


def whole_timeline(title: str, found: Timeline, reader: Reader, buttons: Rows = ()) -> tuple[Message, ...]:
    """Every line that there is, on as many messages as that takes."""
    room = Room(sentence_chars=_SENTENCE_CHARS[0], background=None, undated=None)
    return _messages(_pages(_blocks(title, found, room, reader, more_by_button=False)), buttons)


def _messages(pages: Sequence[str], buttons: Rows) -> tuple[Message, ...]:
    last = len(pages) - 1
    return tuple(Message(html=page, buttons=buttons if at == last else ()) for at, page in enumerate(pages))


def _pages(blocks: Sequence[str]) -> list[str]:
    """The blocks on as few messages as they take; none is torn apart unless it is longer than a message."""
    pages: list[str] = []
    page = ""
    for block in blocks:
        joined = f"{page}\n{block}" if page else block
        if page and visible_length(joined) > PAGE_CHARS:
            pages.append(page)
            joined = block
        page = joined
    return [part for page in [*pages, page] for part in split(page.strip("\n"), PAGE_CHARS)]


def _blocks(title: str, found: Timeline, room: Room, reader: Reader, *, more_by_button: bool) -> list[str]:
    blocks = [f"🕒 {bold(reader.say('timeline.heading'))} — {escape(shortened(title, _TITLE_CHARS))}"]
    if not (found.entries or found.background or found.undated):
        return [*blocks, reader.say("timeline.nothing")]
    old = found.background if room.background is None else found.background[-room.background :]
    if old:
        heading = bold(reader.say("timeline.background"))
        blocks.append(folded("\n".join([heading, *(_entry(e, room, reader) for e in old)])))
    elif found.entries:
        blocks[0] += "\n"
    blocks += [f"{_entry(e, room, reader)}\n" for e in found.entries]
    if undated := found.undated[: room.undated]:
        first, *rest = (f"{_entry(e, room, reader)}\n" for e in undated)
        blocks += [f"{bold(reader.say('timeline.undated'))}\n{first}", *rest]
    left_out = (len(found.background) - len(old), len(found.undated) - len(undated))
    foot = _foot(found, [*old, *found.entries, *undated], left_out, reader, more_by_button=more_by_button)
    return [*blocks, "\n".join(foot)] if foot else blocks


def _entry(entry: TimelineEntry, room: Room, reader: Reader) -> str:
    figures = "".join(f"\n⚠ {escape(line)}" for line in disagreements(entry, reader))
    words = escape(shortened(sentence(entry), room.sentence_chars))
    return f"▪ {_dated(entry, reader)}{words}\n— {_cited(entry, reader)}{figures}"


def _dated(entry: TimelineEntry, reader: Reader) -> str:
    if entry.last is None:
        return ""
    star = "*" if entry.year_inferred else ""
    statement = f" · {reader.say('mark.statement')}" if entry.role is EventRole.STATEMENT else ""
    named = f" · {reader.say('mark.named')}" if entry.named else ""
    return f"{bold(when(entry, reader))}{star}{statement}{named}\n"


def _foot(
    found: Timeline,
    shown: Sequence[TimelineEntry],
    hidden_events: tuple[int, int],
    reader: Reader,
    *,
    more_by_button: bool,
) -> list[str]:
    lines = []
    if any(entry.year_inferred for entry in shown):
        lines.append(reader.say("timeline.year_inferred"))
    if any(entry.precision is Precision.PUBLICATION for entry in shown):
        lines.append(reader.say("timeline.about"))
    left_out = [reader.say("unit.further_date", count=found.more)] if found.more else []
    left_out += [reader.say("unit.lesser_event", count=found.lesser)] if found.lesser else []
    earlier, undated = hidden_events
    left_out += [reader.say("unit.earlier_event", count=earlier)] if earlier else []
    left_out += [reader.say("unit.undated_event", count=undated)] if undated else []
    if left_out:
        name = "timeline.more_by_button" if more_by_button else "timeline.more"
        lines.append(reader.say(name, left_out=", ".join(left_out)))
    return [italic(line) for line in lines]


def _cited(entry: TimelineEntry, reader: Reader) -> str:
    """Every source once, leading to its article; whose date it is, where a mention had none of its own."""
    cited: dict[str, str] = {}
    dated = {m.item.source.shown for m in entry.mentions if m.dated}
    for mention in entry.mentions:
        name = mention.item.source.shown
        if name not in cited:  # a day's line may have hundreds of mentions, of some dozens of sources
            cited[name] = _source(mention, reader)
    undated = [name for name in cited if name not in dated]
    shown = ", ".join(list(cited.values())[:_CITED])
    if len(cited) > _CITED:
        shown = reader.say("timeline.and_others", outlets=shown, count=len(cited) - _CITED)
    if dated and undated:
        shown = reader.say("timeline.date_per", outlets=shown, dated=escape(", ".join(sorted(dated)[:2])))
    return shown


def _source(mention: SourceMention, reader: Reader) -> str:
    source = mention.item.source
    name = link(source.name, address(mention))
    if source.owner is None and source.kind is not SourceKind.STATE:
        return name
    return labelled(source, name, reader)
