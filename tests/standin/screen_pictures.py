"""Pictures of the bot's screens: docs/screens.md, from the chat page of local mode at the width of a phone.

    python -m tests.standin.screen_pictures [LANGUAGE ...]
    python -m tests.standin.screen_pictures page

The second takes the whole page at the width of a desk, in English, for the README.

For each language local mode begins anew in a folder of its own; a headless Chromium opens the reporter's chat, waits
for a living message, and asks. The pictures are WebP: a fifth of what they take as PNG.
"""

import asyncio
import base64
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from handlers.sentences.catalogue import languages
from standin.initial_chats import PRIVATE_ID
from tests.browser import Page, browser
from tests.journeys.test_local_mode_again import started

ROOT = Path(__file__).parents[2]
PAGE, PICTURES = ROOT / "docs" / "screens.md", ROOT / "docs" / "images" / "screens"
WHOLE_PAGE = ROOT / "docs" / "images" / "chat.png"
WIDTH, HEIGHT = 390, 844  # CSS pixels of a common phone
_PAGE_WIDTH, _PAGE_HEIGHT = 1000, 720
_GROWN_S = 45.0  # by then the first story has reports of several outlets
_FIRST_S, _ANSWER_S = 120.0, 60.0
_SETTLED_S = 3.0  # by then the second message of an answer is there, too, on a machine that does much else
_CARD = "#messages [data-press^='tl:']"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One screen: what is written, or the beginning of a button's data, of which the first is pressed; neither: the card.

    `turns`: the button changes the message that has it: the newest one that has such a button.
    """

    name: str
    title: str
    written: str = ""
    pressed: str = ""
    turns: bool = False


SCREENS = (
    Screen(name="alert", title="A story as one living message"),
    Screen(name="start", title="/start", written="/start"),
    Screen(name="track", title="/track", written="/track ferry OR dockers"),
    Screen(name="try", title="/try", written="/try Exampleville"),
    Screen(name="topics", title="/topics", written="/topics"),
    Screen(name="topic", title="A topic's card", pressed="yc:", turns=True),
    Screen(name="topic-sources", title="Which sources a topic is alerted of", pressed="yn:", turns=True),
    Screen(name="timeline", title="Timeline", pressed="tl:"),
    Screen(name="sources", title="Sources", pressed="so:"),
    Screen(name="why", title="Why", pressed="wy:"),
    Screen(name="search", title="/search", written="/search ferry"),
    Screen(name="since", title="/since", written="/since yesterday"),
    Screen(name="feeds", title="/sources", written="/sources"),
    Screen(name="source", title="A source's card", pressed="kc:", turns=True),
    Screen(name="publisher", title="Publisher", pressed="kf:"),
    Screen(name="starters", title="/starters", written="/starters"),
    Screen(name="settings", title="/settings", written="/settings"),
    Screen(name="quiet", title="/quiet", written="/quiet 2h"),
    Screen(name="webhook", title="/webhook", written="/webhook"),
    Screen(name="status", title="/status", written="/status"),
    Screen(name="log", title="/log", written="/log"),
)


async def say(page: Page, text: str) -> None:
    """Write it into the chat."""
    await page.click("#text")
    await page.type(text)
    await page.key("Enter")


async def newest(page: Page) -> int:
    """The number of the newest message."""
    ids = "[...document.querySelectorAll('#messages [data-id]')].map((node) => Number(node.dataset.id))"
    ids += ".filter(Number.isFinite)"
    return int(await page.eval(f"Math.max(0, ...{ids})"))


async def show(page: Page, selector: str) -> None:
    """Have a message in view: its end, or its beginning where it is taller than the screen."""
    node = f"document.querySelector({json.dumps(selector)})"
    await page.eval(
        f"(() => {{ const node = {node}, room = document.querySelector('#scroll').clientHeight;"
        "node.scrollIntoView({block: node.offsetHeight > room ? 'start' : 'end'}); })()"
    )


async def ask(page: Page, screen: Screen) -> None:
    """Bring a screen about, and have it in view."""
    if not screen.written and not screen.pressed:
        await show(page, f"li:has({_CARD.removeprefix('#messages ')})")
        return
    before = await newest(page)
    if screen.turns:
        await turn(page, screen.pressed)
        return
    if screen.written:
        await say(page, screen.written)
    else:
        await page.eval(f"{buttons(screen.pressed)}[0].click()")
    answer = (
        f"[...document.querySelectorAll('#messages [data-id]:not(.own)')].filter((one) => one.dataset.id > {before}"
    )
    answer += " && !one.querySelector('[data-press^=\"mu:\"]')).map((one) => one.dataset.id)[0]"  # no card of a story
    async with asyncio.timeout(_ANSWER_S):
        while (found := await page.eval(answer)) is None:
            await asyncio.sleep(0.1)
    await asyncio.sleep(_SETTLED_S)
    await show(page, f"#messages [data-id='{found}']")


def buttons(pressed: str) -> str:
    """The buttons whose data begin so, the newest last: a list in the page."""
    return f"[...document.querySelectorAll('#messages [data-press^=\"{pressed}\"]')]"


async def turn(page: Page, pressed: str) -> None:
    """Press a button of the newest message that has one, and wait until the message says something else."""
    async with asyncio.timeout(_ANSWER_S):
        while not await page.eval(f"{buttons(pressed)}.length"):
            await asyncio.sleep(0.1)
    message = f"{buttons(pressed)}.pop().closest('[data-id]').dataset.id"
    turned = f"#messages [data-id='{await page.eval(message)}']"
    text = f"document.querySelector({json.dumps(turned)}).innerText"
    before = await page.eval(text)
    await page.eval(f"document.querySelector({json.dumps(f'{turned} [data-press^={json.dumps(pressed)}]')}).click()")
    async with asyncio.timeout(_ANSWER_S):
        while await page.eval(text) == before:
            await asyncio.sleep(0.1)
    await asyncio.sleep(_SETTLED_S)
    await show(page, turned)


async def picture(page: Page, path: Path) -> None:
    """Keep what is to be seen."""
    await asyncio.sleep(0.3)
    form = {"format": "png"} if path.suffix == ".png" else {"format": "webp", "quality": 80}
    taken = await page.send("Page.captureScreenshot", **form)
    await asyncio.to_thread(path.write_bytes, base64.b64decode(taken["data"]))


@asynccontextmanager
async def opened(width: int, height: int) -> AsyncIterator[Page]:
    """The reporter's chat in local mode, once it has a living message."""
    with tempfile.TemporaryDirectory() as folder:
        async with started(Path(folder)) as (_, address), browser(Path(folder) / "chromium") as page:
            await page.resize(width, height)
            await page.goto(f"{address}/")
            reporter = f"#chats [data-chat='{PRIVATE_ID}']"
            await page.until(f"document.querySelector({json.dumps(reporter)})")
            await page.click(reporter)
            async with asyncio.timeout(_FIRST_S):
                while not await page.eval(f"Boolean(document.querySelector({json.dumps(_CARD)}))"):
                    await asyncio.sleep(0.5)
            yield page


async def take(language: str) -> None:
    """All screens in one language."""
    async with opened(WIDTH, HEIGHT) as page:
        await say(page, f"/language {language}")
        await asyncio.sleep(_GROWN_S)
        for screen in SCREENS:
            await ask(page, screen)
            await picture(page, PICTURES / f"{screen.name}-{language}.webp")


async def take_whole_page() -> None:
    """The page with its chats beside a story's card."""
    async with opened(_PAGE_WIDTH, _PAGE_HEIGHT) as page:
        await asyncio.sleep(_GROWN_S)
        await show(page, f"li:has({_CARD.removeprefix('#messages ')})")
        await picture(page, WHOLE_PAGE)


def screens_page() -> str:
    """The page that shows them: a row for each screen, a column for each language."""
    shown = languages()
    lines = [
        "# Screens",
        "",
        "The chat page of local mode at the width of a phone, in the bot's languages; reports stay in theirs.",
        "`python -m tests.standin.screen_pictures` takes the pictures anew.",
    ]
    for screen in SCREENS:
        pictures = " | ".join(
            f"![{screen.title}, {language}](images/screens/{screen.name}-{language}.webp)" for language in shown
        )
        lines += [
            "",
            f"## {screen.title}",
            "",
            f"| {' | '.join(shown)} |",
            f"|{'---|' * len(shown)}",
            f"| {pictures} |",
        ]
    return "\n".join(lines) + "\n"


async def main(wanted: Sequence[str]) -> None:
    """Take the pictures and write the page."""
    if list(wanted) == ["page"]:
        await take_whole_page()
        return
    PICTURES.mkdir(parents=True, exist_ok=True)
    for language in wanted or languages():
        await take(language)
    PAGE.write_text(screens_page(), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
