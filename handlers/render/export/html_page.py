"""A timeline as a page of its own: no network when it is opened, prints well, light and dark."""

from collections.abc import Mapping
from typing import Any

from handlers.render.drawing.bars import Bar, CoverageBars, bars
from handlers.render.export.page_template import page_template
from handlers.render.timeline_dates import days, marks, when
from handlers.render.timeline_document import TimelineDocument, address, disagreements, plainly, sentence
from handlers.sentences.reader import Reader
from newsroom.source import SourceKind
from newsroom.timelines.timeline_entries import TimelineEntry

_CHART_WIDTH, _CHART_HEIGHT = 720, 150
_WIDEST_BAR = 40
_SHOWN = 6  # sources in sight; the rest opens by a click, and is there on paper


def render_html(document: TimelineDocument) -> bytes:
    """The whole page; every row with its sources, each leading to its article."""
    found, reader = document.timeline, document.reader
    page = page_template("page.html.jinja")(
        title=plainly(document.title),
        summary=_summary(document),
        made=reader.moment_utc(document.made),
        sections=(
            (reader.say("timeline.background"), "background", [_row(entry, reader) for entry in found.background]),
            (reader.say("page.events"), "events", [_row(entry, reader) for entry in found.entries]),
            (reader.say("timeline.undated"), "undated", [_row(entry, reader) for entry in found.undated]),
        ),
        more=found.more,
        lesser=found.lesser,
        chart=_chart(bars(document.coverage, reader), reader),
        language=reader.language,
        say=reader.say,
        shown=_SHOWN,
    )
    return page.encode("utf-8")


def _summary(document: TimelineDocument) -> str:
    if not document.coverage:
        return ""
    documents = sum(covered.documents for covered in document.coverage)
    outlets = {name for covered in document.coverage for name in covered.outlets}
    reader = document.reader
    return reader.say(
        "page.summary",
        documents=reader.say("unit.document", count=documents),
        outlets=reader.say("unit.outlet", count=len(outlets)),
        days=days(document.coverage[0].day, document.coverage[-1].day, reader),
    )


def _row(entry: TimelineEntry, reader: Reader) -> Mapping[str, Any]:
    return {
        "iso": entry.last.isoformat() if entry.last else "",
        "when": when(entry, reader),
        "marks": ", ".join(marks(entry, reader)),
        "sentence": sentence(entry),
        "differ": disagreements(entry, reader),
        "sources": [
            {
                "outlet": plainly(mention.item.source.shown),
                "state": mention.item.source.kind is SourceKind.STATE,
                "url": address(mention),
                "headline": plainly(mention.item.title),
                "published": reader.day(mention.item.time.date()),
                "undated": not mention.dated,
            }
            for mention in entry.mentions
        ],
    }


def _chart(drawn: CoverageBars, reader: Reader) -> Mapping[str, Any]:
    """Bars in the units of an SVG of 720 by 150; the words go beside it as a table for who can't see it."""
    wide = _CHART_WIDTH / max(1, len(drawn.bars))
    bar_width = min(wide * 0.8, _WIDEST_BAR)
    shown = []
    for at, bar in enumerate(drawn.bars):
        x = wide * at + (wide - bar_width) / 2
        shown.append(
            {
                "x": round(x, 1),
                "width": round(bar_width, 1),
                "height": round(_CHART_HEIGHT * bar.documents / drawn.most, 1),
                "inner": round(_CHART_HEIGHT * bar.outlets / drawn.most, 1),
                "words": _bar_words(bar, reader),
            }
        )
    labels = [
        {"x": round(wide * (at + 0.5), 1), "words": words, "anchor": _anchor(at, len(drawn.bars))}
        for at, words in drawn.labels
    ]
    return {
        "heading": reader.say(f"chart.per_{drawn.step}"),
        "title": reader.say(f"page.documents_per_{drawn.step}", most=drawn.most),
        "most": drawn.most,
        "bars": shown,
        "labels": labels,
        "width": _CHART_WIDTH,
        "height": _CHART_HEIGHT,
    }


def _bar_words(bar: Bar, reader: Reader) -> str:
    documents, outlets = reader.say("unit.document", count=bar.documents), reader.say("unit.outlet", count=bar.outlets)
    return reader.labelled(days(bar.first, bar.last, reader), f"{documents}, {outlets}")


def _anchor(at: int, bars_: int) -> str:
    """Labels at the edges grow inwards."""
    if bars_ == 1 or 0 < at < bars_ - 1:
        return "middle"
    return "start" if at == 0 else "end"
