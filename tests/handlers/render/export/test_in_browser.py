"""The page and TimelineJS in a real browser."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

from handlers.render.export.formats import render
from handlers.render.timeline_document import Format
from tests.browser import Page, browser
from tests.handlers.render.timeline_documents import full

NPM = Path(__file__).parents[3] / "journeys" / "npm"
TIMELINEJS = NPM / "node_modules" / "@knight-lab" / "timelinejs" / "dist"
INSTALL_S = 120.0
PHONE, DESKTOP = (390, 800), (1200, 900)
FRAME = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/dist/css/timeline.css">
<script src="/dist/js/timeline.js"></script>
<body style="margin:0"><div id="line" style="width:100%;height:100vh"></div><script>
addEventListener("load", () => {
  window.timeline = new TL.Timeline("line", "/told.json", {font: null, script_path: location.origin + "/dist/js/"});
});
</script>"""

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Page]:
    async with browser(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "timeline.html"
    path.write_bytes(render(full(), Format.PAGE).content)
    return path


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def framed() -> AsyncIterator[str]:
    """TimelineJS on loopback with our file for it."""
    await installed()

    async def frame(_request: web.Request) -> web.Response:
        return web.Response(text=FRAME, content_type="text/html")

    async def served_json(_request: web.Request) -> web.Response:
        return web.Response(body=render(full(), Format.TIMELINEJS).content, content_type="application/json")

    async def no_icon(_request: web.Request) -> web.Response:
        return web.Response(status=204)

    app = web.Application()
    app.add_routes([web.get("/", frame), web.get("/told.json", served_json), web.get("/favicon.ico", no_icon)])
    app.router.add_static("/dist", TIMELINEJS)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()


async def installed() -> None:
    """See to it that TimelineJS is there; skips where it can't be, fails where CI lets nothing be skipped."""
    if await asyncio.to_thread(TIMELINEJS.exists):
        return
    problem = "npm is not here: apt-get install nodejs npm"
    if shutil.which("npm"):
        quiet = asyncio.subprocess.DEVNULL
        arguments = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(NPM))
        process = await asyncio.create_subprocess_exec("npm", *arguments, stdout=quiet, stderr=quiet)
        if await asyncio.wait_for(process.wait(), INSTALL_S) == 0:
            return
        problem = f"npm ci in {NPM} failed: is there a registry?"
    if os.environ.get("CI") == "true":
        pytest.fail(problem)
    pytest.skip(problem)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_the_page_fits_its_screen_and_shows_every_row(page: Page, saved: Path, size: tuple[int, int]) -> None:
    page.complaints.clear()
    await page.resize(*size)
    await page.goto(saved.as_uri())
    assert await page.eval("document.querySelectorAll('ol > li').length") == len(full().rows)
    assert await page.eval("document.documentElement.scrollWidth <= innerWidth")
    assert page.complaints == []


async def test_the_page_asks_the_network_for_nothing(page: Page, saved: Path) -> None:
    await page.goto(saved.as_uri())
    assert await page.eval("performance.getEntriesByType('resource').length") == 0
    assert await page.eval("[...document.querySelectorAll('[src], link, script, iframe, object')].length") == 0


async def test_every_row_of_the_page_leads_to_its_sources(page: Page, saved: Path) -> None:
    await page.goto(saved.as_uri())
    links = await page.eval("[...document.querySelectorAll('ol > li')].map(row => row.querySelectorAll('a').length)")
    assert links == [len(entry.mentions) for entry in full().rows]


async def test_words_of_a_feed_are_no_markup_on_the_page(page: Page, saved: Path) -> None:
    await page.goto(saved.as_uri())
    assert await page.eval("document.querySelectorAll('main b, main script, main img').length") == 0
    assert "=1+1 <b>&amp;" in await page.eval("document.body.innerText")


async def test_the_page_is_light_by_day_and_dark_by_night(page: Page, saved: Path) -> None:
    papers = []
    for dark in (False, True):
        await page.resize(*PHONE, dark=dark)
        await page.goto(saved.as_uri())
        papers.append(await page.eval("getComputedStyle(document.body).backgroundColor"))
    assert papers == ["rgb(255, 255, 255)", "rgb(20, 24, 29)"]


async def test_the_page_prints_as_a_document(page: Page, saved: Path) -> None:
    await page.goto(saved.as_uri())
    printed = await page.send("Page.printToPDF", printBackground=False)
    assert printed["data"].startswith("JVBERi")  # "%PDF" in base64


async def test_timelinejs_reads_our_file_and_shows_every_slide(page: Page, framed: str) -> None:
    page.complaints.clear()
    for size in (PHONE, DESKTOP):
        await page.resize(*size)
        await page.goto(framed)
        await page.until("document.querySelectorAll('.tl-slide').length > 1")
        slides = len(full().rows)  # the undated one stands on the title's slide, which counts as one
        assert await page.eval("document.querySelectorAll('.tl-slide').length") == slides
        assert await page.eval("document.querySelectorAll('.tl-timemarker').length") == slides - 1
    assert page.complaints == []


async def test_timelinejs_shows_our_dates_sentences_and_links(page: Page, framed: str) -> None:
    await page.goto(framed)
    await page.until("document.querySelectorAll('.tl-slide').length > 1")
    dates = await page.eval("[...document.querySelectorAll('.tl-slide .tl-headline-date')].map(n => n.textContent)")
    assert "by 1 Mar 2026" in dates
    assert "Jan 2026" in dates
    shown = await page.eval("document.querySelector('.tl-slider-item-container').textContent")
    assert "Divers found 3 of the crew." in shown
    assert "The quay was widened recently." in shown
    assert "=1+1 <b>" in shown
    assert await page.eval("document.querySelectorAll('.tl-text a[href^=\"https://outlet\"]').length") >= len(
        full().rows
    )
