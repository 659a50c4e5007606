"""What a labelled set is, and how the engine is run on one without its labels.

The engine sees no label: every key that starts with "gold" is cut out before `wirewatch lab` reads a row. Sets that lie
in the folder WIREWATCH_SHARED (default ../shared) are scored by the `score.py` there, our own by benchmarks/scoring.py.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.lab import lab as commands

ROOT = Path(__file__).parents[1]
SHARED = ROOT / os.environ.get("WIREWATCH_SHARED", "../shared")
DATA = SHARED / "eval" / "data"
Figures = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureBars:
    """Floor: what a plain method gets, to be passed. Goal: what is fought for. None where nothing was asked."""

    floor: float | None = None
    goal: float | None = None
    least: bool = True  # False: the figure must not be above its bars


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSet:
    """A set, what it needs, and what is wanted of its figures by their names; `plain`: what a plain method reaches."""

    name: str
    needs: tuple[Path, ...]
    measure: Callable[[], Figures]
    bars: Mapping[str, FigureBars] = field(default_factory=dict)
    plain: Callable[[], Figures] = dict

    @property
    def missing(self) -> Path | None:
        """The first file that is not here; None where the set can be run."""
        return next((path for path in self.needs if not path.exists()), None)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def lab(task: str, *args: object) -> None:
    """`wirewatch lab` in this process, so that a bar moved here (benchmarks/moved_bars.py) is moved there.

    Raises:
        RuntimeError: It left out a line, and said which.
    """
    if commands.main([task, *map(str, args)], prog_name="wirewatch lab", standalone_mode=False):
        raise RuntimeError(f"wirewatch lab {task}: a line was left out")


def blind(task: str, labelled: Iterable[Mapping[str, Any]], folder: Path) -> Path:
    """What the engine answers to rows that it gets without labels."""
    questions, answers = folder / "questions.jsonl", folder / "answers.jsonl"
    without = [{key: value for key, value in row.items() if not key.startswith("gold")} for row in labelled]
    questions.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in without), "utf-8")
    lab(task, questions, "-o", answers)
    return answers


def scored(task: str, gold: Path, answers: Path, *key: str) -> Any:
    command = [sys.executable, str(SHARED / "eval" / "score.py"), task, str(gold), str(answers), *key]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - the scorer of the labelled data
