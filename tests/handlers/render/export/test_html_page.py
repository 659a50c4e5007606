"""The page of a timeline, as its reader has it."""

from dataclasses import replace

from handlers.render.export.html_page import render_html
from handlers.sentences.reader import Reader
from tests.builders import item, source
from tests.handlers.render.timeline_documents import exhibit, line, mention

_ARABIC = "انهار جسر في زرازكيف (Zrazkiv) يوم 3 مارس 2025."


def test_every_date_of_a_french_page_is_written_as_the_french_do() -> None:
    page = render_html(replace(exhibit(line()), reader=Reader(language="fr"))).decode()
    assert "</a>, 3 mars 2026\N{NO-BREAK SPACE}: <bdi" in page
    assert "3 mars 2026, 12:00 UTC" in page
    assert "2026-" not in page.replace('datetime="2026-03-02"', "")


def test_words_from_right_to_left_keep_their_own_order() -> None:
    arabic = item(1, title=_ARABIC, of=source(1, name="وكالة أنباء المثال"))
    page = render_html(exhibit(line(_ARABIC, mentions=(mention(of=arabic),)), title=_ARABIC)).decode()
    assert f'<h1 dir="auto">{_ARABIC}</h1>' in page
    assert f'<p dir="auto">{_ARABIC}</p>' in page
    assert "<bdi>وكالة أنباء المثال</bdi>" in page
    assert f'<bdi class="headline">{_ARABIC}</bdi>' in page
