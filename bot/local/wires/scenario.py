"""The sample days, read from the data beside this module.

All of it is invented, or written in our own words, and every outlet says in its name that it is a sample.

`scenario.toml` holds the clock, the outlets and the chats; every `items_*.toml` a list of `[[item]]`. An item says when
it appears as `at` (a UTC date-time) or as `minute` (after the start). Its `text` is paragraphs parted by blank lines:
`## ` begins a heading, `<` raw HTML, all else becomes `<p>`. `reprints = "key"` puts the text of another item first.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, TypeAdapter

from bot.local.wires.sample import Outlet, SampleChat, SampleEdit, SampleItem

_DATA = files("bot.local.wires") / "data"
_LAG = timedelta(minutes=3)  # between the hour that an item states and the feed that carries it


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """The sample world.

    Attributes:
        items: In order of `at`; those not after `starts` are background: the feeds have them at the first poll.
        starts: Where the sample clock begins, UTC.
        ends: After the last change, UTC.
        gone_at: When the dead feed turns from 503 to 410, UTC.
    """

    outlets: tuple[Outlet, ...]
    items: tuple[SampleItem, ...]
    chats: tuple[SampleChat, ...]
    starts: datetime
    ends: datetime
    gone_at: datetime

    def outlet(self, slug: str) -> Outlet | None:
        """The outlet of that slug; None where there is none."""
        return next((outlet for outlet in self.outlets if outlet.slug == slug), None)

    def item(self, slug: str, key: str) -> SampleItem | None:
        """The item of that outlet and key; None where there is none."""
        return next((item for item in self.items if item.outlet == slug and item.key == key), None)

    def printed(self, slug: str, now: datetime) -> tuple[SampleItem, ...]:
        """What the outlet has published by `now`, newest first."""
        return tuple(item for item in reversed(self.items) if item.outlet == slug and item.at <= now)


class _ScenarioRow(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _ScenarioEdit(_ScenarioRow):
    minute: int
    title: str | None = None
    text: str | None = None


class _ScenarioItem(_ScenarioRow):
    key: str
    outlet: str
    title: str
    text: str = ""
    at: datetime | None = None
    minute: int | None = None
    published: datetime | None = None
    language: str | None = None
    reprints: str | None = None
    edit: tuple[_ScenarioEdit, ...] = ()


class _Head(_ScenarioRow):
    starts: datetime
    ends: datetime
    gone_at: datetime
    outlet: tuple[Outlet, ...]
    chat: tuple[SampleChat, ...]


def load_scenario() -> Scenario:
    """The scenario that ships with the program.

    Raises:
        pydantic.ValidationError: The data files have a key or value that no sample knows; they are ours, mend them.
        ValueError: Likewise, an item without a time or with an outlet or reprint that isn't there.
    """
    head = _Head.model_validate(tomllib.loads((_DATA / "scenario.toml").read_text(encoding="utf-8")))
    rows = tuple(_rows())
    items = sorted(_items(rows, head), key=lambda item: (item.at, item.key))
    return Scenario(
        outlets=head.outlet,
        items=tuple(items),
        chats=head.chat,
        starts=head.starts,
        ends=head.ends,
        gone_at=head.gone_at,
    )


def change_times(scenario: Scenario) -> tuple[datetime, ...]:
    """The instants after the start at which any feed changes: new items, edits, the dead feed's end; in order."""
    times = {item.at for item in scenario.items}
    times |= {edit.at for item in scenario.items for edit in item.edits}
    return tuple(sorted(at for at in times | {scenario.gone_at} if at > scenario.starts))


def _rows() -> Iterable[_ScenarioItem]:
    listed = TypeAdapter(tuple[_ScenarioItem, ...])
    for file in sorted(_DATA.iterdir(), key=lambda file: file.name):
        if file.name.startswith("items_"):
            yield from listed.validate_python(tomllib.loads(file.read_text(encoding="utf-8"))["item"])


def _items(rows: Sequence[_ScenarioItem], head: _Head) -> Iterable[SampleItem]:
    by_key = {row.key: row for row in rows}
    outlets = {outlet.slug: outlet for outlet in head.outlet}
    if len(by_key) != len(rows):
        raise ValueError("two sample items have the same key: give each its own")
    for row in rows:
        if row.outlet not in outlets:
            raise ValueError(f"sample item {row.key}: no outlet {row.outlet!r} in scenario.toml")
        yield _item(row, outlets[row.outlet], by_key, head.starts)


def _item(row: _ScenarioItem, outlet: Outlet, by_key: dict[str, _ScenarioItem], starts: datetime) -> SampleItem:
    at = _time(row, starts)
    original = by_key[row.reprints] if row.reprints else None
    text = f"{original.text}\n\n{row.text}" if original else row.text
    return SampleItem(
        outlet=row.outlet,
        key=row.key,
        guid=f"sample:{row.outlet}:{row.key}",
        at=at,
        published=row.published or at - _LAG,
        title=row.title,
        html=_html(text),
        language=row.language or outlet.language,
        credit=original.outlet if original else None,
        edits=tuple(
            SampleEdit(
                at=starts + timedelta(minutes=edit.minute),
                title=edit.title,
                html=None if edit.text is None else _html(edit.text),
            )
            for edit in row.edit
        ),
    )


def _time(row: _ScenarioItem, starts: datetime) -> datetime:
    if row.minute is not None and row.at is None:
        return starts + timedelta(minutes=row.minute)
    if row.at is not None and row.minute is None:
        return row.at
    raise ValueError(f"sample item {row.key}: say when, either `at` or `minute`")


def _html(text: str) -> str:
    return "\n".join(_block(block.strip()) for block in text.split("\n\n") if block.strip())


def _block(text: str) -> str:
    if text.startswith("<"):
        return text
    if text.startswith("## "):
        return f"<h2>{text[3:]}</h2>"
    return f"<p>{text}</p>"
