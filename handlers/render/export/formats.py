"""The forms in which a timeline can be taken away."""

from dataclasses import dataclass
from typing import assert_never

from handlers.render.export.csv import render_csv
from handlers.render.export.html_page import render_html
from handlers.render.export.ical import render_ical
from handlers.render.export.json import render_json
from handlers.render.export.timelinejs import render_timelinejs
from handlers.render.picture import picture
from handlers.render.timeline_document import Format, TimelineDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A file: its name without folders, its bytes, and what it is for in a few words."""

    name: str
    content: bytes
    purpose: str


_PURPOSES = {
    Format.PICTURE: "picture",
    Format.PAGE: "page: opens in any browser, without network",
    Format.TABLE: "table for spreadsheets",
    Format.JSON: "everything, for programs",
    Format.CALENDAR: "calendar of all-day events",
    Format.TIMELINEJS: "for TimelineJS",
}


def render(exhibit: TimelineDocument, wanted: Format, *, dark: bool = False) -> Rendered:
    """The exhibit in a form; `dark` is heeded by the picture alone, a page follows its reader's own choice."""
    ending = ".timelinejs.json" if wanted is Format.TIMELINEJS else f".{wanted.value}"
    return Rendered(
        name=f"{exhibit.key}-timeline{ending}",
        content=_content(exhibit, wanted, dark=dark),
        purpose=_PURPOSES[wanted],
    )


def _content(exhibit: TimelineDocument, wanted: Format, *, dark: bool) -> bytes:
    match wanted:
        case Format.PICTURE:
            return picture(exhibit, dark=dark)
        case Format.PAGE:
            return render_html(exhibit)
        case Format.TABLE:
            return render_csv(exhibit)
        case Format.JSON:
            return render_json(exhibit)
        case Format.CALENDAR:
            return render_ical(exhibit)
        case Format.TIMELINEJS:
            return render_timelinejs(exhibit)
        case _:
            assert_never(wanted)
