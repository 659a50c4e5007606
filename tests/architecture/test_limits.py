"""No wait and no limit is handed to a library without a test that it is in force there, and none is left to chance.

Three claims about the product's source: whoever can take a limit is given it; each that is given stands in the table;
each test that the table names is there.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.test_sizes import ROOT, modules, name_of, tree_of

Handed = tuple[str, str, str]  # module, what is called, the argument

# A parameter is a wait or a limit if one of its words is here; our own end in their unit ("timeout_s").
WORDS = frozenset(
    {
        *("timeout", "expiry", "keepalive", "ttl", "retries", "grace", "coalesce"),
        *("limit", "limits", "max", "pool", "overflow", "workers", "instances"),
        *("total", "connect", "sock", "proxy", "trust"),
    }
)
BAGS = frozenset({"job_defaults", "connect_args", "httpx_kwargs", "socket_factory", "get_updates_request"})
BY_PLACE = frozenset({"setrlimit", "setitimer"})  # what takes its limit without a name
# Of the language's own, and tested with what waits by them.
OWN_LANGUAGE = frozenset({"asyncio", "lru_cache", "functools"})
NEEDED = {
    "ExtBot": {"request", "get_updates_request"},
    "HTTPXRequest": {
        *("connection_pool_size", "pool_timeout", "connect_timeout", "read_timeout"),
        *("write_timeout", "media_write_timeout", "proxy", "httpx_kwargs"),
    },
    "AsyncClient": {"timeout", "proxy", "trust_env"},
    "ClientSession": {"timeout"},
    "TCPConnector": {"limit"},
    "AppRunner": {"shutdown_timeout"},
    "AsyncIOScheduler": {"job_defaults"},
    "create_async_engine": {"pool_size", "max_overflow", "pool_timeout", "connect_args"},
    "create_engine": {"connect_args"},
    "sqlite3.connect": {"timeout"},
    "ProcessPoolExecutor": {"max_workers"},
    "ThreadPoolExecutor": {"max_workers"},
}

BOT, STORAGE, WATCHERS = (f"tests/{folder}/test_limits_arrive.py" for folder in ("bot", "storage", "watchers"))
REQUESTS = f"{BOT}::test_each_request_object_of_each_bot_carries_every_limit"
WRITER = f"{STORAGE}::test_the_open_database_has_the_pools_that_it_was_given"
FETCHING = f"{WATCHERS}::test_a_session_of_the_fetcher_carries_the_limits_of_the_settings"
LOOPBACK = f"{BOT}::test_a_server_on_this_machine_is_reached_though_the_environment_names_a_proxy"
TOP_DIRECTLY = f"{BOT}::test_top_asks_a_process_directly_though_the_environment_names_a_proxy"
PROVEN_BY: dict[Handed, str] = {
    ("bot/doctor.py", "httpx.AsyncClient", "timeout"): f"{BOT}::test_doctor_waits_no_longer_than_it_says",
    ("bot/doctor.py", "httpx.AsyncClient", "proxy"): f"{BOT}::test_doctor_goes_by_the_proxy",
    ("bot/doctor.py", "httpx.AsyncClient", "trust_env"): LOOPBACK,
    ("bot/monitoring/running_process.py", "httpx.AsyncClient", "timeout"): (
        f"{BOT}::test_top_waits_for_a_process_no_longer_than_it_says"
    ),
    ("bot/monitoring/running_process.py", "httpx.AsyncClient", "proxy"): TOP_DIRECTLY,
    ("bot/monitoring/running_process.py", "httpx.AsyncClient", "trust_env"): TOP_DIRECTLY,
    ("bot/telegram_connection.py", "httpx.create_ssl_context", "trust_env"): (
        f"{BOT}::test_certificates_that_the_environment_names_are_read_where_it_is_obeyed"
    ),
    (
        "bot/jobs.py",
        "AsyncIOScheduler",
        "job_defaults",
    ): f"{BOT}::test_a_job_on_the_clockwork_is_never_skipped_doubled_or_run_beside_itself",
    (
        "standin/control_client.py",
        "aiohttp.ClientSession",
        "timeout",
    ): f"{BOT}::test_the_client_of_the_standin_gives_up_after_a_minute",
    (
        "standin/control_client.py",
        "aiohttp.ClientTimeout",
        "total",
    ): f"{BOT}::test_the_client_of_the_standin_gives_up_after_a_minute",
    ("standin/server.py", "web.Application", "client_max_size"): (f"{BOT}::test_the_standin_takes_long_bodies"),
    ("standin/server.py", "web.AppRunner", "shutdown_timeout"): (
        f"{BOT}::test_the_standin_ends_at_once_though_a_request_hangs"
    ),
    ("bot/webhook_listener.py", "web.Application", "client_max_size"): (
        f"{BOT}::test_a_call_of_the_webhook_has_a_megabyte_at_most"
    ),
    ("bot/http_listener.py", "web.AppRunner", "shutdown_timeout"): (
        f"{BOT}::test_the_monitor_ends_at_once_though_a_connection_is_open"
    ),
    ("bot/local/wires/feed_server.py", "web.AppRunner", "shutdown_timeout"): (
        f"{BOT}::test_the_sample_wires_end_at_once_though_a_connection_is_open"
    ),
    **{("bot/wiring.py", "HTTPXRequest", limit): REQUESTS for limit in NEEDED["HTTPXRequest"]},
    ("bot/wiring.py", "HTTPXRequest", "httpx_kwargs"): LOOPBACK,
    ("bot/wiring.py", "ExtBot", "get_updates_request"): REQUESTS,
    ("bot/stepped_run.py", "ThreadPoolExecutor", "max_workers"): (f"{BOT}::test_what_repairs_beside_has_one_worker"),
    ("handlers/commands/query_work.py", "ThreadPoolExecutor", "max_workers"): (
        "tests/handlers/commands/test_broad_queries.py"
        "::test_questions_have_one_thread_for_searches_and_one_for_timelines"
    ),
    ("config/schema.py", "Field", "max_length"): "tests/config/test_load.py::test_a_name_may_have_80_letters",
    ("newsroom/text/lemmas.py", "Lemmatizer", "cache_max_size"): (
        "tests/newsroom/text/test_words.py::test_the_dictionaries_keep_no_words_of_their_own"
    ),
    ("newsroom/text/url.py", "parse_qsl", "max_num_fields"): (
        "tests/newsroom/text/test_url.py::test_a_redirect_with_many_fields_is_read"
    ),
    ("storage/backup.py", "sqlite3.connect", "timeout"): (
        f"{STORAGE}::test_a_backup_waits_no_longer_for_a_lock_than_it_says"
    ),
    ("storage/file_check.py", "sqlite3.connect", "timeout"): (
        f"{STORAGE}::test_a_look_from_outside_waits_no_longer_than_it_says"
    ),
    **{("storage/sqlite_engines.py", "create_async_engine", limit): WRITER for limit in NEEDED["create_async_engine"]},
    **{
        ("storage/postgres_engines.py", "create_async_engine", limit): (
            "tests/storage/test_postgres.py::test_the_pool_has_the_limits_that_it_was_given"
        )
        for limit in NEEDED["create_async_engine"]
    },
    ("storage/migrate.py", "create_engine", "connect_args"): (
        f"{STORAGE}::test_a_migration_waits_no_longer_than_it_says"
    ),
    ("watchers/fetch.py", "aiohttp.ClientSession", "timeout"): FETCHING,
    ("watchers/fetch.py", "aiohttp.ClientSession", "trust_env"): FETCHING,
    **{("watchers/fetch.py", "aiohttp.ClientTimeout", limit): FETCHING for limit in ("total", "connect", "sock_read")},
    **{
        ("watchers/fetch.py", "aiohttp.TCPConnector", limit): FETCHING
        for limit in ("limit", "ttl_dns_cache", "socket_factory")
    },
    ("watchers/content_encoding.py", "decoder.process", "output_buffer_limit"): (
        "tests/watchers/test_content_encoding.py::test_a_bomb_of_brotli_is_unpacked_little_further_than_the_limit"
    ),
    ("watchers/fetch.py", "session.get", "proxy"): (
        f"{WATCHERS}::test_a_visit_goes_by_the_proxy_of_the_settings_and_by_no_other"
    ),
    ("watchers/fetch.py", "self._sessions[trusted].post", "proxy"): (
        "tests/watchers/test_post.py::test_a_post_goes_by_the_proxy_of_the_settings"
    ),
    ("watchers/parse_worker.py", "resource.setrlimit", ""): (
        f"{WATCHERS}::test_the_worker_runs_under_the_limits_of_memory_and_time_and_gives_way_to_others"
    ),
    ("watchers/parse_worker.py", "signal.setitimer", ""): (
        "tests/watchers/test_parse.py::test_a_worker_whose_parent_is_gone_ends_itself_even_in_a_hang"
    ),
    ("desk/second_process.py", "ProcessPoolExecutor", "max_workers"): (
        f"{BOT}::test_what_repairs_beside_has_one_worker"
    ),
}


@cache
def product() -> tuple[Path, ...]:
    return tuple(path for path in modules() if name_of(path).split("/")[0] not in {"benchmarks", "scripts"})


@cache
def our_arguments() -> dict[str, frozenset[str]]:
    """What each function and class of ours takes by name, "*" for anything: it is handed on there, and no library's."""
    taken: dict[str, set[str]] = {}
    for node in (node for path in product() for node in ast.walk(tree_of(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            taken.setdefault(node.name, set()).update(_parameters(node))
        elif isinstance(node, ast.ClassDef):
            fields = {ast.unparse(field.target) for field in node.body if isinstance(field, ast.AnnAssign)}
            made = (one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__")
            taken.setdefault(node.name, set()).update(fields, *(_parameters(one) for one in made))
    return {name: frozenset(arguments) for name, arguments in taken.items()}


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    anything = {"*"} if node.args.kwarg else set()
    return {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)} | anything


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Every call: module, what is called, the call."""
    for path in product():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and (called := ast.unparse(node.func)).split(".")[0] not in OWN_LANGUAGE:
                yield name_of(path), called, node


def is_limit(argument: str | None) -> bool:
    return argument is not None and (argument in BAGS or bool(WORDS & set(argument.split("_")[:4])))


def is_ours(called: str, argument: str) -> bool:
    taken = our_arguments().get(called.rsplit(".", 1)[-1], frozenset())
    return bool({argument, "*"} & taken)


def handed() -> set[Handed]:
    named = {(module, called, str(k.arg)) for module, called, node in calls() for k in node.keywords if is_limit(k.arg)}
    placed = {(module, called, "") for module, called, _ in calls() if called.rsplit(".", 1)[-1] in BY_PLACE}
    return {one for one in named if not is_ours(*one[1:])} | placed


def test_whatever_takes_a_limit_is_given_it() -> None:
    """Left out, the library's own holds, and nobody has chosen it."""
    lacking = {
        (module, called, needed)
        for module, called, node in calls()
        for name, all_needed in NEEDED.items()
        if called == name or called.endswith(f".{name}")
        for needed in all_needed - {str(keyword.arg) for keyword in node.keywords}
    }
    assert lacking == set()


def test_each_limit_that_is_handed_over_has_a_test_that_it_arrives() -> None:
    found = handed()
    assert found - set(PROVEN_BY) == set(), "add a row to PROVEN_BY, and the test that it names"
    assert set(PROVEN_BY) - found == set(), "no longer handed over: take the row out"


@pytest.mark.parametrize("test", sorted(set(PROVEN_BY.values())))
def test_the_test_that_holds_a_limit_is_there(test: str) -> None:
    file, _, name = test.partition("::")
    assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8")
