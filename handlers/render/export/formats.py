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
    Format.PICTURE: "export.picture",
    Format.PAGE: "export.page",
    Format.TABLE: "export.table",
    Format.JSON: "export.json",
    Format.CALENDAR: "export.calendar",
    Format.TIMELINEJS: "export.timelinejs",
}


def render(document: TimelineDocument, wanted: Format, *, dark: bool = False) -> Rendered:
    """The timeline in a form; `dark` is heeded by the picture alone, a page follows its reader's own choice."""
    ending = ".timelinejs.json" if wanted is Format.TIMELINEJS else f".{wanted.value}"
    return Rendered(
        name=f"{document.key}-timeline{ending}",
        content=_content(document, wanted, dark=dark),
        purpose=document.reader.say(_PURPOSES[wanted]),
    )


def _content(document: TimelineDocument, wanted: Format, *, dark: bool) -> bytes:
    match wanted:
        case Format.PICTURE:
            return picture(document, dark=dark)
        case Format.PAGE:
            return render_html(document)
        case Format.TABLE:
            return render_csv(document)
        case Format.JSON:
            return render_json(document)
        case Format.CALENDAR:
            return render_ical(document)
        case Format.TIMELINEJS:
            return render_timelinejs(document)
        case _:
            assert_never(wanted)
