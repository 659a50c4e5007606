"""What a question costs where much is stored: /search, /timeline and /sources, as a chat asks them.

    WIREWATCH_SHARED=../shared .venv/bin/python -m benchmarks.answers_speed [--keep FOLDER] [ITEMS ...]

For each number of items a database is filled by plain SQL, with the words by which the desk would index them; after
`READ` items the stream begins anew, so that a word has the share of items that it has in a smaller store. Then each
answer is asked for `QUESTIONS` queries: one in four a single word of a headline, the others two or three words that
follow each other there. Times are of the process's own CPU, all its threads counted: what the machine does beside does
not count. Garbage is collected as in the program, a little at a time. With `--keep` the databases stay in a folder, and
are filled once.
"""

import asyncio
import contextlib
import gc
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path

from sqlalchemy import insert, text

from benchmarks import headlines
from bot.memory_tuning import steady
from handlers.commands.table import COMMANDS
from handlers.requests import Request, Speaker
from newsroom.chat import Place
from newsroom.errors import UserError
from newsroom.item import Item
from newsroom.matching.query import QueryError, parse, str_query
from newsroom.matching.terms import item_words
from newsroom.source import SourceKind
from newsroom.text.words import tokens
from storage.database import Database, Transaction
from storage.sources import SourceSpec, sync_operator_sources
from storage.tables import items, stories
from tests.handlers.ferry import services

SIZES = (10_000, 100_000, 1_000_000)
ANSWERS = ("search", "timeline", "sources")
READ = 5_000  # items; to index a million would take ten minutes
QUESTIONS = 40
_AT_ONCE = 5_000  # items in one transaction
_A_STORY = 5  # of so many items two are of one story, as in the real stream
_GAP = timedelta(minutes=1)  # between two items: a million are two years


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCost:
    """What one command costs with so many items stored; milliseconds of CPU time.

    Attributes:
        cut: Of the answers, the share that says that it looked at the newest items alone.
    """

    answer: str
    stored: int
    median_ms: float
    p95_ms: float
    max_ms: float
    cut: float


def rows(sizes: Sequence[int] = SIZES, keep: Path | None = None, questions: int = QUESTIONS) -> Iterator[AnswerCost]:
    """Each answer at each size, one after another."""
    for stored in sizes:
        with contextlib.ExitStack() as stack:
            stack.callback(gc.set_threshold, *gc.get_threshold())
            steady()
            folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
            yield from asyncio.run(_measure(folder / f"answers-{stored}.db", stored, questions))


async def _measure(file: Path, stored: int, questions: int) -> list[AnswerCost]:
    async with _filled(file, stored) as database:
        asked = queries(questions)
        return [await _cost(database, stored, answer, asked) for answer in ANSWERS]


async def _cost(database: Database, stored: int, answer: str, asked: Sequence[str]) -> AnswerCost:
    await answered(database, answer, asked[0])  # dictionaries are opened with the first question
    spent, cut = [], 0
    for query in asked:
        began = time.process_time()
        text_of = await answered(database, answer, query)
        spent.append(1000 * (time.process_time() - began))
        cut += "very broad" in text_of
    spent.sort()
    return AnswerCost(
        answer=answer,
        stored=stored,
        median_ms=statistics.median(spent),
        p95_ms=spent[int(len(spent) * 0.95)],
        max_ms=spent[-1],
        cut=cut / len(asked),
    )


def queries(count: int) -> list[str]:
    """Single words and topics of headlines, the same each time."""
    chance = random.Random(2)  # noqa: S311 - a benchmark wants the same questions each time
    topics = [str_query(topic.query) for topic in headlines.topics(count, 1)]
    titles = [item.title for item in headlines.stream(4 * count)]
    found: list[str] = []
    while len(found) < count:
        words = [token.text for token in tokens(chance.choice(titles)) if len(token.text) > 3]
        query = chance.choice(words or ["news"]) if len(found) % 4 == 0 else topics[len(found)]
        with contextlib.suppress(QueryError):
            found.append(str_query(parse(query)))
    return found


async def answered(database: Database, command: str, query: str) -> str:
    """What a chat gets for a command about a query."""
    (found,) = (one for one in COMMANDS if one.name == command)
    chat = headlines.chats(1)[0]
    place = Place(chat=chat.id)
    request = Request(
        speaker=Speaker(user=1, admin=True, place=place),
        chat=chat,
        place=place,
        command=command,
        argument=query,
        now=headlines.START + timedelta(days=4_000),
    )
    try:
        answer = await found.run(request, replace(services(database), started_at=headlines.START))
    except UserError as error:
        return f"{error.sentence}"
    return "\n".join(message.html for message in answer.messages)


@asynccontextmanager
async def _filled(file: Path, stored: int) -> AsyncIterator[Database]:
    new = not await asyncio.to_thread(file.exists)
    database = Database(f"sqlite:///{file}")
    await database.open()
    try:
        if new:
            await _fill(database, stored)
        yield database
    finally:
        await database.close()


async def _fill(database: Database, stored: int) -> None:
    async with database.write() as tx:
        specs = [_spec(id_) for id_ in range(1, headlines.SOURCES + 1)]
        await sync_operator_sources(tx, specs, headlines.START, 300)
    read = [(item, _words(item)) for item in headlines.stream(min(stored, READ))]
    numbered = enumerate(islice(cycle(read), stored), start=1)
    while batch := [*islice(numbered, _AT_ONCE)]:
        async with database.write() as tx:
            await _store(tx, batch)


async def _store(tx: Transaction, batch: Sequence[tuple[int, tuple[Item, str]]]) -> None:
    await tx.execute(insert(items), [_item(number, item) for number, (item, _) in batch])
    words = [{"id": number, "words": words} for number, (_, words) in batch]
    await tx.execute(text("INSERT INTO item_words (rowid, words) VALUES (:id, :words)"), words)
    await tx.execute(insert(stories), [_story(number) for number, _ in batch if _story_of(number) == number])


def _words(item: Item) -> str:
    """As storage keeps them."""
    return " ".join(sorted({"".join(c for c in word if c.isalnum()) for word in item_words(item)}))


def _story_of(number: int) -> int:
    return number - 1 if number % _A_STORY == 0 else number


def _spec(id_: int) -> SourceSpec:
    name = f"Wire {id_}"
    return SourceSpec(url=f"https://wire{id_}.example/feed", name=name, family=name, kind=SourceKind.PRIVATE)


def _item(number: int, item: Item) -> dict[str, object]:
    at = headlines.START + number * _GAP
    return {
        "id": number,
        "source_id": item.source.id,
        "key": f"{number}",
        "url": f"https://wire.example/{number}",
        "title": item.title,
        "paragraphs": [[p.text, p.heading] for p in item.paragraphs],
        "published": at,
        "arrived_at": at,
        "listed_at": at,
        "language": item.language,
        "version": 1,
        "fingerprint": f"{number}",
        "raw": f"{number}",
        "background": False,
        "decided_at": at,
        "story_id": _story_of(number),
    }


def _story(number: int) -> dict[str, object]:
    at = headlines.START + number * _GAP
    return {
        "id": number,
        "lead_item_id": number,
        "opened_at": at,
        "updated_at": at,
        "version": 1,
        "outlets": 1,
        "independent": 1,
    }


def main(arguments: Sequence[str]) -> None:
    sizes = [int(argument) for argument in arguments if argument.isdecimal()] or [*SIZES]
    keep = Path(arguments[arguments.index("--keep") + 1]) if "--keep" in arguments else None
    print("stored | answer | CPU ms: median | p95 | the dearest | answers from the newest items alone")
    for row in rows(sizes, keep):
        costs = f"{row.median_ms:6.0f} | {row.p95_ms:6.0f} | {row.max_ms:6.0f} | {row.cut:4.0%}"
        print(f"{row.stored:9,} | {row.answer:8} | {costs}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
