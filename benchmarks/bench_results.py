"""What `make bench` measured, in files by the day: a row for each workload, and how busy the machine was meanwhile."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchRow:
    """One figure: of what, how large the workload was, and the values that belong to it.

    Attributes:
        workload: What was done, in words.
        values: Each named with its unit.
        at: When it was measured, ISO 8601; empty: just now.
        load: The machine's load in the last minute of the measuring: on two cores 1 is quiet, 4 is not.
    """

    what: str
    size: int
    values: dict[str, float]
    workload: str = ""
    at: str = ""
    load: float = 0.0

    def line(self) -> str:
        shown = "  ".join(f"{name} {value:,.2f}" for name, value in self.values.items())
        return f"{self.what:28} {self.size:>9,}  {shown}"


class MeasuredRows:
    """The newest row of each workload and size."""

    def __init__(self, rows: Iterable[BenchRow]) -> None:
        self._rows = {(row.what, row.size): row for row in rows}

    def __iter__(self) -> Iterator[BenchRow]:
        return iter(self._rows.values())

    def row(self, what: str, size: int | None = None) -> BenchRow:
        """That workload at that size; without a size, the largest that was measured.

        Raises:
            LookupError: it was never measured; `make bench` does.
        """
        found = [row for row in self.of(what) if size in {None, row.size}]
        if not found:
            raise LookupError(f"no results of {what!r} (size {size}): run `make bench`, some rows want --whole")
        return found[-1]

    def value(self, what: str, name: str, size: int | None = None) -> float:
        """One value of that row."""
        return self.row(what, size).values[name]

    def of(self, what: str) -> list[BenchRow]:
        """That workload at each size, the smallest first."""
        return sorted((row for row in self if row.what == what), key=lambda row: row.size)


def newest(folder: Path = RESULTS) -> MeasuredRows:
    """Of every row the newest, over the files of all days."""
    return MeasuredRows(row for file in sorted(folder.glob("*.json")) for row in rows_in(file))


def rows_in(file: Path) -> list[BenchRow]:
    """The rows of one day's file."""
    return [BenchRow(**row) for row in json.loads(file.read_text("utf-8"))["rows"]]


def keep(rows: Iterable[BenchRow], at: datetime, machine: dict[str, object], folder: Path = RESULTS) -> Path:
    """Write rows into the day's file, in place of those of the same workload and size; gives the file."""
    folder.mkdir(exist_ok=True)
    file = folder / f"{at:%Y-%m-%d}.json"
    kept = {(row.what, row.size): row for row in (rows_in(file) if file.exists() else [])}
    kept |= {(row.what, row.size): row for row in rows}
    written = {**machine, "rows": [asdict(kept[key]) for key in kept]}
    file.write_text(json.dumps(_short(written), indent=1, ensure_ascii=False) + "\n", "utf-8")
    return file


def _short(value: object) -> object:
    """Floats with four digits that count."""
    if isinstance(value, dict):
        return {key: _short(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_short(one) for one in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value
