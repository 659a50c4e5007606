"""The benchmarks measure what they say: a filled database has what it promises, and each load visits every feed."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from benchmarks.feed_readers import WirewatchReader
from benchmarks.filled_program import ProgramSize, empty_program, fill
from benchmarks.loopback_feeds import address, feeds_server, turn


def count(database: Path, what: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0])  # noqa: S608 - our own words


def test_a_filled_program_has_every_item_decided_and_nothing_left_to_send() -> None:
    size = ProgramSize(stored=40, window=30, sources=5, topics=20, chats=4, carded=True)
    with empty_program(size) as program:
        asyncio.run(fill(program))
        database = program.folder / "wirewatch.db"
        assert count(database, "items WHERE decided_at IS NOT NULL") == 40
        assert count(database, "embeddings") == 30
        assert (count(database, "sources"), count(database, "topics"), count(database, "chats")) == (5, 20, 4)
        assert count(database, "deliveries WHERE state = 'due'") == 0


def test_wirewatch_as_a_feed_reader_loads_all_and_then_what_is_new(tmp_path: Path) -> None:
    with feeds_server(entries=4) as port:
        urls = [f"http://{address(number)}:{port}/feed/{number}" for number in range(3)]
        reader = WirewatchReader(desk=True)
        reader.prepare(tmp_path, urls)
        first = reader.load(tmp_path)
        assert reader.entries(tmp_path) == 12
        turn(port, "new=1")
        reader.load(tmp_path)
        assert reader.entries(tmp_path) == 15
        reader.close()
        assert first.cpu_s > 0
        assert first.start_cpu_s > 0
        assert count(tmp_path / "wirewatch.db", "items WHERE decided_at IS NULL") == 0
