"""Writes the parts of the documents that the program itself knows: docs/commands.md and the beginning of docs/tour.md.

`python -m scripts.generated_pages`; the tests fail while a document differs from the program.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

from bot.logs import start_logs
from bot.tour import play
from config.schema import LogSettings
from handlers.commands.table import COMMANDS
from handlers.sentences.catalogue import ENGLISH, languages
from handlers.sentences.reader import Reader

DOCS = Path(__file__).parents[1] / "docs"
COMMANDS_PAGE, TOUR_PAGE = DOCS / "commands.md", DOCS / "tour.md"
OTHER_LANGUAGES = tuple(language for language in languages() if language != ENGLISH)
SHOWN_UNTIL = datetime(2025, 8, 11, 7, 20, tzinfo=UTC)
_FROM = "── Mon 11 Aug 2025, 06:08"
_QUESTIONS = "> /timeline"
_ASKED_IN_EACH_LANGUAGE = ("/start", "/timeline azerbaijan since 2025-08-08", "/digest now")


def commands() -> str:
    """The table of commands as Markdown."""
    lines = ["| command | who | what it does | for example |", "|---|---|---|---|"]
    english = Reader()
    for command in COMMANDS:
        names = ", ".join(f"`/{name}`" for name in (command.name, *command.aliases))
        summary, example = english.say(command.summary), english.say(command.example)
        shown = "" if example == f"/{command.name}" else f"`{example}`"
        who = f"{command.role}, admin" if command.changes else command.role
        lines.append(f"| {names} | {who} | {summary} | {shown} |")
    return "\n".join(lines)


def excerpt(tour: str) -> str:
    """The first hour of news, as the tour prints it."""
    begin, end = tour.index(_FROM), tour.index(_QUESTIONS)
    lines = tour[begin:end].rstrip().splitlines()
    while lines[-1].startswith("── "):
        lines.pop()  # an hour in which nothing came
    return "\n".join(["```text", *lines, "```"])


async def screens(language: str) -> str:
    """The main screens in a language: the first alert, and what the bot answers."""
    tour = await toured(play(SHOWN_UNTIL, language=language, asked=_ASKED_IN_EACH_LANGUAGE))
    card = tour[tour.index("🆕 ") :].partition("\n\n")[0]
    answers = tour[tour.rindex(f"> {_ASKED_IN_EACH_LANGUAGE[0]}") :].rstrip()
    return f"```text\n{card}\n\n{answers}\n```"


async def toured(lines: AsyncIterator[str]) -> str:
    """All lines of a tour."""
    return "\n".join([line async for line in lines])


def part(text: str, name: str) -> str:
    """The text between the markers of a part.

    Raises:
        ValueError: the markers are gone; put them back.
    """
    begin, end = f"<!-- {name}: begin -->\n", f"\n<!-- {name}: end -->"
    return text[text.index(begin) + len(begin) : text.index(end)]


def put(page: Path, name: str, content: str) -> None:
    """Write a part of a document anew."""
    text, begin = page.read_text("utf-8"), f"<!-- {name}: begin -->\n"
    page.write_text(text.replace(begin + part(text, name), begin + content), "utf-8")


def main() -> None:
    """Bring both documents up to date."""
    start_logs(LogSettings(level="error"), "", None)
    put(COMMANDS_PAGE, "commands", commands())
    put(TOUR_PAGE, "tour", excerpt(asyncio.run(toured(play(SHOWN_UNTIL)))))
    for language in OTHER_LANGUAGES:
        put(TOUR_PAGE, f"tour in {language}", asyncio.run(screens(language)))


if __name__ == "__main__":
    main()
