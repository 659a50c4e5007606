"""The stream that speed is measured on: real headlines where they are at hand, made ones like them elsewhere."""

import json
import lzma
import os
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import chain, cycle, islice
from pathlib import Path
from typing import Any

import click

from bot.lab.rows import item_of
from newsroom.chat import Chat, ChatId, ChatKind, Place
from newsroom.item import Item, ItemId
from newsroom.matching.query import QueryError, parse
from newsroom.source import SourceId
from newsroom.text.frequency import background
from newsroom.text.words import tokens
from newsroom.topic import Topic, TopicId, TopicMode

START = datetime(2024, 1, 1, tzinfo=UTC)
A_DAY = 7_200  # items: a window of 168 hours then has the 50,000 that it may have
SOURCES = 40
_TITLE_WORDS, _TEXT_WORDS = 10, 32  # of the real stream, on average
_OF_ONE_STORY = 0.2  # of the real stream's items have another of their event


def stream(count: int, first: int = 0) -> Iterator[Item]:
    """Items with the numbers from `first` on, evenly over time; after the last of the real stream comes the first."""
    gap = timedelta(days=1) / A_DAY
    for number, row in enumerate(islice(_rows(), first, first + count), start=first):
        at = START + number * gap
        item = item_of({**row, "published": at.isoformat()}, number + 1).item
        source = replace(item.source, id=SourceId(1 + item.source.id % SOURCES))
        yield replace(item, id=ItemId(number + 1), source=source, url=f"https://wire.example/{number}", arrived_at=at)


def chats(count: int) -> list[Chat]:
    """Private chats without quiet hours."""
    return [
        Chat(id=ChatId(n), kind=ChatKind.PRIVATE, title="Desk", made=START, language="en") for n in range(1, count + 1)
    ]


def topics(count: int, in_chats: int) -> list[Topic]:
    """Topics of two or three words that follow each other in headlines of the stream, in the chats in turn."""
    chance = random.Random(1)  # noqa: S311 - a benchmark wants the same topics each time
    found: list[Topic] = []
    titles = [row["title"] for row in islice(_rows(), 4 * count)]
    while len(found) < count:
        words = [token.text for token in tokens(chance.choice(titles)) if len(token.text) > 3]
        at = chance.randrange(max(1, len(words) - 2))
        place = Place(chat=ChatId(1 + len(found) % in_chats))
        try:
            query = parse(" ".join(words[at : at + chance.choice([2, 3])]))
        except QueryError:
            continue
        id_ = TopicId(len(found) + 1)
        found.append(Topic(id=id_, place=place, query=query, mode=TopicMode.ALERTS, made=START))
    return found


def _rows() -> Iterator[Mapping[str, Any]]:
    file = Path(os.environ.get("WIREWATCH_SHARED", "../shared")) / "eval/data/stream/headlines_2020_2023.jsonl.xz"
    if file.is_file():
        return _real(file)
    _say_made(file)
    return _made()


@cache
def _say_made(file: Path) -> None:
    """Once: a figure of made headlines is not one of the news."""
    click.echo(f"{file} is not there: headlines are made up. WIREWATCH_SHARED names the folder of real ones.", err=True)


def _real(file: Path) -> Iterator[Mapping[str, Any]]:
    def once() -> Iterator[Mapping[str, Any]]:
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)

    return chain.from_iterable(once() for _ in cycle((None,)))


def _made() -> Iterator[Mapping[str, Any]]:
    """Words as often as in the news; some items are of one event, with half of their words in common."""
    chance = random.Random(1)  # noqa: S311 - a benchmark wants the same words each time
    stems, counts = _vocabulary()
    lately: list[Sequence[str]] = []
    while True:
        words = chance.choices(stems, cum_weights=counts, k=_TITLE_WORDS + _TEXT_WORDS)
        if lately and chance.random() < _OF_ONE_STORY:
            both = zip(words, chance.choice(lately), strict=True)
            words = [mine if chance.random() < 0.5 else other for mine, other in both]
        lately = [*lately[-200:], words]
        title = " ".join([words[0].capitalize(), words[1].capitalize(), *words[2:_TITLE_WORDS]])
        text = f"{' '.join(words[_TITLE_WORDS:]).capitalize()}."
        yield {"title": title, "summary": text, "source": f"Wire {chance.randrange(SOURCES)}", "language": "en"}


@cache
def _vocabulary() -> tuple[list[str], list[int]]:
    """The stems of the news, with their counts summed up."""
    counts = {stem: count for stem, count in background().counts.items() if stem.isalpha()}
    total, summed = 0, []
    for count in counts.values():
        total += count
        summed.append(total)
    return [*counts], summed


def stored_row(item: Item) -> dict[str, object]:
    """An item as it is stored before it is decided."""
    return {
        "id": item.id,
        "source_id": item.source.id,
        "key": f"{item.id}",
        "url": item.url,
        "title": item.title,
        "paragraphs": [[p.text, p.heading] for p in item.paragraphs],
        "published": item.published,
        "arrived_at": item.arrived_at,
        "listed_at": item.arrived_at,
        "language": item.language,
        "version": 1,
        "fingerprint": f"{item.id}",
        "raw": f"{item.id}",
        "background": False,
    }
