"""Which figures move where a bar moves?

    python -m benchmarks.moved_bars newsroom.claims.event_coreference:ALIKE .4 .6 --only disagreements
    python -m benchmarks.moved_bars newsroom.claims.event_coreference:FRESH x0.5 x2

A value is a number (of a time: hours), or a factor of what the bar is now ("x2"). Of the labelled sets' figures those
that move are printed, as they are now and at each value. A bar that went into something else when its module was loaded
(a pattern, a table) does not move by this.
"""

import ast
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import click

from benchmarks.labelled_set import LabelledSet
from benchmarks.sets import SETS

MOVED = 0.0005  # of a figure, from which it has moved; less is rounding
Number = int | float | timedelta


@dataclass(frozen=True, slots=True)
class MovedBar:
    """A number that a module of the newsroom decides by."""

    module: str
    name: str

    @property
    def now(self) -> Number:
        """Its value as the module has it."""
        value: Number = getattr(importlib.import_module(self.module), self.name)
        return value

    def at(self, text: str) -> Number:
        """The value that a person wrote: a number, or a factor ("x2")."""
        if not text.startswith("x"):
            return type(self.now)(float(text)) if not isinstance(self.now, timedelta) else timedelta(hours=float(text))
        moved = self.now * float(text[1:])
        return round(moved) if isinstance(self.now, int) and isinstance(moved, float) else moved


def bar_of(text: str) -> MovedBar:
    """The bar that a person named.

    Raises:
        click.UsageError: There is no such module or no such number in it.
    """
    module, _, name = text.partition(":")
    try:
        value = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise click.UsageError(f"{text}: {error}") from error
    if isinstance(value, bool) or not isinstance(value, Number):
        raise click.UsageError(f"{text} is no number")
    return MovedBar(module, name)


@contextmanager
def moved(bar: MovedBar, value: Number) -> Iterator[None]:
    """The bar at another value in its module and in those that import it by name, nothing remembered of before."""
    now = bar.now
    holders = [importlib.import_module(bar.module), *_importers(bar)]
    try:
        for holder in holders:
            setattr(holder, bar.name, value)
        _forget()
        yield
    finally:
        for holder in holders:
            setattr(holder, bar.name, now)
        _forget()


def _importers(bar: MovedBar) -> Iterator[ModuleType]:
    for module in _newsroom():
        tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
        imports = (node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == bar.module)
        if any(alias.name == bar.name for node in imports for alias in node.names):
            yield module


def _forget() -> None:
    """Empty every functools cache of the newsroom."""
    for module in _newsroom():
        for value in list(vars(module).values()):
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def _newsroom() -> list[ModuleType]:
    return [module for name, module in list(sys.modules.items()) if name.startswith("newsroom.") and module.__file__]


def figures(chosen: list[LabelledSet]) -> dict[str, float]:
    """All figures of the sets that are here, by set and name."""
    return {
        f"{one.name}: {name}": value for one in chosen if one.missing is None for name, value in one.measure().items()
    }


def table(columns: dict[str, dict[str, float]]) -> str:
    """The figures that are not the same in all columns, one a line."""
    now, *others = columns.values()
    rows = [name for name in now if any(abs(other[name] - now[name]) > MOVED for other in others)]
    if not rows:
        return "no figure moves"
    head = f"{'figure':42}" + "".join(f"{title:>10}" for title in columns)
    lines = [f"{name:42}" + "".join(f"{column[name]:10.3f}" for column in columns.values()) for name in rows]
    return "\n".join([head, *lines])


@click.command()
@click.argument("bar")
@click.argument("values", nargs=-1, required=True)
@click.option("--only", multiple=True, type=click.Choice([one.name for one in SETS]), help="Measure this set alone.")
def main(bar: str, values: tuple[str, ...], only: tuple[str, ...]) -> None:
    """Measure the labelled sets with one bar at other values."""
    chosen = [one for one in SETS if not only or one.name in only]
    named = bar_of(bar)
    columns = {f"now {named.now}": figures(chosen)}
    for value in values:
        with moved(named, named.at(value)):
            columns[str(named.now)] = figures(chosen)
    click.echo(table(columns))


if __name__ == "__main__":
    main()
