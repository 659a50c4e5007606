"""The watched sources with their health."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.html import bold, fit
from handlers.messages import Message
from handlers.render.outlet_names import outlet
from handlers.render.pages import page_of_pages
from handlers.sentences.reader import Reader
from newsroom.sentence import Sentence
from newsroom.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """One watched source: `problem` is None when it is well, the times None where there was none yet."""

    source: Source
    problem: Sentence | None
    last_ok: datetime | None
    last_new: datetime | None
    paused: bool = False

    @property
    def well(self) -> bool:
        """Neither ill nor paused."""
        return not self.problem and not self.paused


SOURCES_A_PAGE = 20  # a problem and its mend are two lines; twenty of them fit one message


def health(sources: Sequence[SourceHealth], page: int, reader: Reader, now: datetime) -> Message:
    """A page of the watched sources: well, or what is wrong and the mend; those that are not well come first."""
    well = [s for s in sources if s.well]
    heading = bold(reader.say("health.heading"))
    counted = reader.say("health.count", heading=heading, sources=len(sources), well=len(well))
    lines = [f"📡 {counted}{page_of_pages(page, len(sources), SOURCES_A_PAGE, reader)}", ""]
    shown = in_order(sources)[page * SOURCES_A_PAGE : (page + 1) * SOURCES_A_PAGE]
    lines += [_line(source, reader, now) for source in shown]
    return Message(html=fit("\n".join(lines)))


def in_order(sources: Sequence[SourceHealth]) -> list[SourceHealth]:
    """As they are listed: first what is not well."""
    return sorted(sources, key=lambda s: (s.well, s.source.name))


def _line(source: SourceHealth, reader: Reader, now: datetime) -> str:
    if source.paused:
        return f"⏸ {outlet(source.source, reader)} — {reader.say('health.paused')}"
    if source.problem:
        read = reader.say("health.never_read")
        if source.last_ok:
            read = reader.say("health.last_read", span=reader.span(now - source.last_ok))
        return f"✗ {outlet(source.source, reader)} — {reader.html(source.problem)} · {read}"
    fresh = reader.say("health.nothing_new")
    if source.last_new:
        fresh = reader.say("health.last_new", span=reader.span(now - source.last_new))
    return f"✓ {outlet(source.source, reader)} — {fresh}"
