"""/search by pages: every story can be reached."""

import re
from datetime import timedelta

from bot.clocks import SetClock
from desk.loop import DeskLoop
from handlers.commands import search
from handlers.messages import Message
from handlers.render.search_results import SHOWN
from newsroom.desk.state import AlertRules
from storage import intake
from storage.database import Database
from tests.builders import NOW, entry
from tests.handlers.ferry import request, services

STORIES = 2 * SHOWN + 3
STREETS = ("Elm", "Oak", "Ash", "Fir", "Yew", "Bay", "Fig", "Palm", "Pine")
THINGS = ("bakery", "library", "cinema")


async def page_of(desk: Database, argument: str) -> Message:
    return (await search.search(request(argument), services(desk))).messages[0]


async def test_every_story_is_on_one_page_by_its_latest_report_and_each_page_names_the_next(desk: Database) -> None:
    async with desk.write() as tx:
        for number in range(STORIES):
            place, thing = STREETS[number % len(STREETS)], THINGS[number // len(STREETS)]
            title = f"Tramway: {thing} {number} opens in {place} Street"
            opened = NOW - timedelta(days=20 * number)  # too far apart to be one story
            posted = entry(f"t{number}", title, f"{title}.", published=opened)
            await intake.take(tx, 1, [posted], NOW, background=False)
    newsroom = DeskLoop(desk, AlertRules(), SetClock(NOW).clock())
    while await newsroom.turn():
        pass
    asked, found, pages = "tramway", [], 0
    while asked:
        page = await page_of(desk, asked)
        found += re.findall(r"/story_(\d+)", page.html)
        following = [one.line or "" for row in page.buttons for one in row if one.text == "More ▶"]
        asked = following[0].removeprefix("/search ") if following else ""
        pages += 1
    assert len(found) == len(set(found)) > SHOWN
    assert found == sorted(found, key=int), "the first came in first, and was published last"
    assert pages == -(-len(found) // SHOWN)


async def test_a_page_behind_the_last_one_names_the_first(desk: Database) -> None:
    assert "<code>/search ferry</code>" in (await page_of(desk, "ferry page:9")).html
