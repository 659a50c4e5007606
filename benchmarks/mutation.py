"""Do a module's own tests notice when the module is changed? Random changes of one token each, tests after each:

    python -m benchmarks.mutation newsroom/claims/disagreements.py [--tests PATH]... [--mutants 40] [--seed 1]

A mutant is killed where a test fails, where the module can't be imported, or where the tests take too long; else it
survived. `--mutants 0` tries all. Changes that alter nothing a caller could notice are listed in
benchmarks/mutation_equivalent.toml with their reason and count apart; if one of them is killed, the status is 1.
Each mutant is imported from a temporary file: the checkout stays as it is. Tests that start a process of their own test
the unchanged module in it.
"""

import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import click

from benchmarks.labelled_set import ROOT
from benchmarks.mutant_import import MODULE, SOURCE
from benchmarks.mutants import Mutant, mutants

EQUIVALENT = ROOT / "benchmarks" / "mutation_equivalent.toml"
SHORTEST_LIMIT_S = 20.0
LIMIT_RUNS = 5  # a mutant may take so many times as long as the unchanged module
PYTEST = ("-q", "-x", "-n", "0", "-p", "no:cacheprovider", "-p", "benchmarks.mutant_import", "--tb=no")


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    TIMED_OUT = "timed out"
    SURVIVED = "survived"
    EQUIVALENT = "equivalent"
    MISLISTED = "killed, though listed as equivalent"


@dataclass(frozen=True, slots=True, kw_only=True)
class EquivalentMutant:
    """A change that alters nothing a caller could notice; known by its text, so that it moves with its function."""

    module: str
    within: str
    before: str
    after: str
    reason: str

    def matches(self, module: str, mutant: Mutant) -> bool:
        """Whether it is that mutant of that module."""
        return (self.module, self.within, self.before, self.after) == (
            module,
            mutant.within,
            mutant.before,
            mutant.after,
        )


def listed_equivalents() -> list[EquivalentMutant]:
    """What is listed, for all modules."""
    return [EquivalentMutant(**row) for row in tomllib.loads(EQUIVALENT.read_text("utf-8"))["equivalent"]]


def own_tests(module: str) -> str:
    """Where a module's own tests are: the file of its name, in the same folder below `tests`."""
    path = Path(module)
    return str(Path("tests") / path.with_name(f"test_{path.name}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class MutantTrial:
    """Runs a module's tests on a text of that module."""

    module: str
    tests: tuple[str, ...]
    limit_s: float

    def fate(self, text: str) -> Fate:
        """Whether the tests notice."""
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "mutant.py"
            source.write_text(text, "utf-8")
            process = subprocess.Popen(  # noqa: S603 - pytest, on our own tests
                [sys.executable, "-m", "pytest", *PYTEST, "--hypothesis-seed=1", *self.tests],
                cwd=ROOT,
                env=os.environ
                | {
                    MODULE: ".".join(Path(self.module).with_suffix("").parts),
                    SOURCE: str(source),
                    "HYPOTHESIS_STORAGE_DIRECTORY": folder,
                    "PYTHONDONTWRITEBYTECODE": "1",
                },
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                return Fate.KILLED if process.wait(self.limit_s) else Fate.SURVIVED
            except subprocess.TimeoutExpired:
                return Fate.TIMED_OUT
            finally:
                _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """With whatever it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def tried(module: str, chosen: list[Mutant], trial: MutantTrial) -> Iterator[tuple[Mutant, Fate]]:
    """Each mutant and its fate."""
    text = (ROOT / module).read_text("utf-8")
    listed = listed_equivalents()
    for mutant in chosen:
        fate = trial.fate(mutant.applied(text))
        if any(one.matches(module, mutant) for one in listed):
            fate = Fate.EQUIVALENT if fate is Fate.SURVIVED else Fate.MISLISTED
        yield mutant, fate


def table(module: str, sites: int, fates: Counter[Fate]) -> str:
    """The row that docs/reliability.md keeps; equivalent mutants are in no share."""
    counted = fates.total() - fates[Fate.EQUIVALENT]
    share = f"{fates[Fate.SURVIVED] / counted:.0%}" if counted else "-"
    return (
        "| module | sites | tried | equivalent | killed | survived | share |\n|---|--:|--:|--:|--:|--:|--:|\n"
        f"| `{module}` | {sites} | {fates.total()} | {fates[Fate.EQUIVALENT]} | {counted - fates[Fate.SURVIVED]} "
        f"| {fates[Fate.SURVIVED]} | {share} |"
    )


def unchanged_s(module: str, tests: tuple[str, ...]) -> float:
    """How long the tests take on the module as it is; they must pass."""
    began = time.monotonic()
    fate = MutantTrial(module=module, tests=tests, limit_s=600).fate((ROOT / module).read_text("utf-8"))
    if fate is not Fate.SURVIVED:
        raise click.ClickException(f"the tests do not pass on the unchanged module: {' '.join(tests)}")
    return time.monotonic() - began


@click.command()
@click.argument("module")
@click.option("--tests", multiple=True, help="The tests to run; else the module's own, by its name.")
@click.option("--mutants", "wanted", default=40, show_default=True, help="How many to try; 0 for all.")
@click.option("--seed", default=1, show_default=True)
def main(module: str, tests: tuple[str, ...], wanted: int, seed: int) -> None:
    """Try random mutants of MODULE, a path from the checkout's root."""
    if not (ROOT / module).is_file():
        raise click.BadParameter(f"there is no {module} in the checkout")
    found = mutants((ROOT / module).read_text("utf-8"))
    chosen = random.Random(seed).sample(found, min(wanted or len(found), len(found)))  # noqa: S311 - a repeatable draw
    paths = tests or (own_tests(module),)
    limit_s = max(SHORTEST_LIMIT_S, LIMIT_RUNS * unchanged_s(module, paths))
    fates: Counter[Fate] = Counter()
    for mutant, fate in tried(module, chosen, MutantTrial(module=module, tests=paths, limit_s=limit_s)):
        fates[fate] += 1
        where = f"{module}:{mutant.line}" + (f" {mutant.within}" if mutant.within else "")
        click.echo(f"{fate:<10} {where}\n    - {mutant.before}\n    + {mutant.after}")
    click.echo(f"\n{table(module, len(found), fates)}")
    sys.exit(fates[Fate.MISLISTED] > 0)


if __name__ == "__main__":
    main()
