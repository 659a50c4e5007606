"""One connection writes: it rings for the desk, and nothing can change what the desk remembers past it."""

import ast

from tests.architecture.test_sizes import modules, name_of, tree_of

# The writer and the readers; the migrations before anything runs; a look from outside, which SQLite keeps from writing.
OPENED = {
    ("storage/sqlite_engines.py", "create_async_engine"),
    ("storage/postgres_engines.py", "create_async_engine"),
    ("storage/postgres_engines.py", "connect"),
    ("storage/migrate.py", "create_engine"),
    ("storage/file_check.py", "connect"),
    ("storage/backup.py", "connect"),
    ("benchmarks/feed_readers.py", "connect"),  # those of other feed readers, and how many rows one of ours has
}


def test_nobody_else_opens_the_database() -> None:
    opened = {
        (name_of(path), function)
        for path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and (
            (function := ast.unparse(node.func).rpartition(".")[2]) in {"create_engine", "create_async_engine"}
            or ast.unparse(node.func) in {"sqlite3.connect", "asyncpg.connect"}
        )
    }
    assert opened == OPENED


def test_only_loops_of_the_desk_write_as_the_desk() -> None:
    """`by_desk` silences the bell: right only for who has made the same change in memory."""
    silent = {
        name_of(path)
        for path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.keyword) and node.arg == "by_desk"
    }
    assert silent == {"desk/loop.py", "storage/database.py"}  # which hands it to its engines
