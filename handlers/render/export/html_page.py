"""A timeline as a page of its own: no network when it is opened, prints well, light and dark."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from handlers.render.drawing.bars import CoverageBars, bars
from handlers.render.timeline_dates import marks, span, when
from handlers.render.timeline_document import TimelineDocument, address, disagreements, plainly, sentence
from handlers.render.times import count
from newsroom.source import SourceKind
from newsroom.timelines.timeline_entries import TimelineEntry

_CHART_WIDTH, _CHART_HEIGHT = 720, 150
_WIDEST_BAR = 40
_SHOWN = 6  # sources in sight; the rest opens by a click, and is there on paper


def render_html(exhibit: TimelineDocument) -> bytes:
    """The whole page; every row with its sources, each leading to its article."""
    found = exhibit.timeline
    page = _template().render(
        title=plainly(exhibit.title),
        summary=_summary(exhibit),
        made=f"{exhibit.made:%Y-%m-%d %H:%M} UTC",
        sections=(
            ("Background", "background", [_row(entry) for entry in found.background]),
            ("What happened", "events", [_row(entry) for entry in found.entries]),
            ("Undated", "undated", [_row(entry) for entry in found.undated]),
        ),
        more=count(found.more, "further date") if found.more else "",
        chart=_chart(bars(exhibit.coverage)),
        shown=_SHOWN,
    )
    return page.encode("utf-8")


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string((files("handlers.render.export") / "page.html.jinja").read_text("utf-8"))


def _summary(exhibit: TimelineDocument) -> str:
    if not exhibit.coverage:
        return ""
    documents = sum(covered.documents for covered in exhibit.coverage)
    outlets = {name for covered in exhibit.coverage for name in covered.outlets}
    told = span(exhibit.coverage[0].day, exhibit.coverage[-1].day)
    return f"{count(documents, 'document')} of {count(len(outlets), 'outlet')}, {told}"


def _row(entry: TimelineEntry) -> Mapping[str, Any]:
    return {
        "iso": entry.last.isoformat() if entry.last else "",
        "when": when(entry),
        "marks": ", ".join(marks(entry)),
        "sentence": sentence(entry),
        "differ": disagreements(entry),
        "sources": [
            {
                "outlet": plainly(mention.item.source.name),
                "label": " (state media)" if mention.item.source.kind is SourceKind.STATE else "",
                "url": address(mention),
                "headline": plainly(mention.item.title),
                "published": f"{mention.item.time:%Y-%m-%d}",
                "undated": not mention.dated,
            }
            for mention in entry.mentions
        ],
    }


def _chart(drawn: CoverageBars) -> Mapping[str, Any]:
    """Bars in the units of an SVG of 720 by 150; the words go beside it as a table for who can't see it."""
    wide = _CHART_WIDTH / max(1, len(drawn.bars))
    bar_width = min(wide * 0.8, _WIDEST_BAR)
    shown = []
    for at, bar in enumerate(drawn.bars):
        x = wide * at + (wide - bar_width) / 2
        words = f"{span(bar.first, bar.last)}: {count(bar.documents, 'document')}, {count(bar.outlets, 'outlet')}"
        shown.append(
            {
                "x": round(x, 1),
                "width": round(bar_width, 1),
                "height": round(_CHART_HEIGHT * bar.documents / drawn.most, 1),
                "inner": round(_CHART_HEIGHT * bar.outlets / drawn.most, 1),
                "words": words,
            }
        )
    labels = [
        {"x": round(wide * (at + 0.5), 1), "words": words, "anchor": _anchor(at, len(drawn.bars))}
        for at, words in drawn.labels
    ]
    return {
        "step": drawn.step.value,
        "most": drawn.most,
        "bars": shown,
        "labels": labels,
        "width": _CHART_WIDTH,
        "height": _CHART_HEIGHT,
    }


def _anchor(at: int, bars_: int) -> str:
    """Labels at the edges grow inwards."""
    if bars_ == 1 or 0 < at < bars_ - 1:
        return "middle"
    return "start" if at == 0 else "end"
