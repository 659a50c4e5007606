"""The labelled sets of timelines: the engine gets the name of an entity, or the number of days and their span.

A figure "plain: X" is that of counting in how many documents each day is named, "by publication day" of counting how
many were published on it. Where an entity is asked for, "plain" takes the days that the sentences with its name date.
"""

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks.labelled_set import DATA, FigureBars, Figures, LabelledSet, lab, rows, scored
from benchmarks.plain_stories import PLAIN
from benchmarks.plain_timelines import as_answer, most_documents, named_days, publication_day, with_name
from bot.lab.rows import read_items, read_rows
from newsroom.item import Item

FOLDER = DATA / "timelines"
T17 = tuple(FOLDER / f"t17_{name}.gold.jsonl" for name in ("mj", "haiti", "h1n1", "libya"))
SEMEVAL = FOLDER / "semeval2015_corpus1.gold.jsonl"
PEOPLE = ("charles_taylor", "chris_brown", "dmitry_medvedev", "dominique_strauss-kahn", "jacob_zuma", "john_boehner")
ENTITIES = tuple(FOLDER / f"entities_{name}.gold.jsonl" for name in PEOPLE)
# Of each timeline, how far its date F1 is above that of counting documents; the least of them.
LEAST_LEAD = "least lead on plain"
_SCORES = {"date precision": "precision", "date recall": "recall", "date F1": "f1"}


def documents(gold: Path) -> Path:
    beside = Path(str(gold).replace(".gold.jsonl", ".docs.jsonl"))
    return beside if beside.exists() else Path(str(gold).replace(".gold.jsonl", ".jsonl"))


def items_of(gold: Path) -> list[Item]:
    return [row.item for row in read_items(read_rows(str(documents(gold))))]


def days_of(row: Mapping[str, Any]) -> list[str]:
    """The days of a gold timeline, in order."""
    return sorted({entry["date"] for entry in row["entries"] if len(entry["date"]) == len("2025-08-11")})


def measured(*golds: Path) -> Figures:
    """Means over the gold timelines, and the plain methods' beside them."""
    ours, plain = _scored(golds, _engine), _scored(golds, _plain)
    found = _means(ours) | {f"{PLAIN}{name}": value for name, value in _means(plain).items()}
    words = sum(row["agreeing_rouge1"] for row in ours) / len(ours)
    if words:  # SemEval and Entities have days without sentences
        found["agreeing ROUGE-1"] = words
    if any("entity" in row for row in rows(golds[0])):
        return found
    leads = [mine["date"]["f1"] - other["date"]["f1"] for mine, other in zip(ours, plain, strict=True)]
    return found | {
        LEAST_LEAD: min(leads),
        "days given of those asked": sum(row["said_days"] for row in ours) / sum(row["gold_days"] for row in ours),
        "by publication day: date F1": _means(_scored(golds, _by_publication))["date F1"],
    }


def _scored(golds: Iterable[Path], answers: Any) -> list[Mapping[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.jsonl"
        found = []
        for gold in golds:
            file.write_text("".join(json.dumps(answer) + "\n" for answer in answers(gold)), "utf-8")
            found.append(scored("timeline", gold, file)["timelines"])
    return list(chain.from_iterable(found))


def _means(found: Sequence[Mapping[str, Any]]) -> Figures:
    return {name: sum(row["date"][key] for row in found) / len(found) for name, key in _SCORES.items()}


def _engine(gold: Path) -> list[Any]:
    answers = []
    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder) / "one.json"
        for row in rows(gold):
            lab("timeline", documents(gold), *_options(row), "-o", one)
            answers.append(json.loads(one.read_text("utf-8")))
    return answers


def _options(row: Mapping[str, Any]) -> list[str]:
    if "entity" in row:
        return ["--about", f'"{row["entity"]}"']
    days = days_of(row)
    return ["--entries", str(len(days)), "--since", days[0], "--until", days[-1]]


def _plain(gold: Path) -> list[Any]:
    items = items_of(gold)
    return [
        as_answer(with_name(items, row["entity"])) if "entity" in row else _counted(items, row, named_days)
        for row in rows(gold)
    ]


def _by_publication(gold: Path) -> list[Any]:
    items = items_of(gold)
    return [_counted(items, row, publication_day) for row in rows(gold)]


def _counted(items: Sequence[Item], row: Mapping[str, Any], of: Any) -> Mapping[str, object]:
    days = days_of(row)
    span = (date.fromisoformat(days[0]), date.fromisoformat(days[-1]))
    return as_answer(most_documents(items, of, len(days), *span))


_ALL_ASKED = {"days given of those asked": FigureBars(floor=1.0, goal=1.0)}
TIMELINE_SETS = (
    LabelledSet(
        name="timeline17",
        needs=T17,
        measure=partial(measured, *T17),
        bars=_ALL_ASKED
        | {
            "date F1": FigureBars(floor=0.67, goal=0.73),
            "agreeing ROUGE-1": FigureBars(floor=0.10, goal=0.15),
            LEAST_LEAD: FigureBars(goal=0.0),
        },
    ),
    LabelledSet(
        name="entities",
        needs=ENTITIES,
        measure=partial(measured, *ENTITIES),
        bars=_ALL_ASKED | {"date F1": FigureBars(floor=0.21, goal=0.24), LEAST_LEAD: FigureBars(goal=0.0)},
    ),
    LabelledSet(
        name="semeval2015",
        needs=(SEMEVAL,),
        measure=partial(measured, SEMEVAL),
        bars={"date F1": FigureBars(floor=0.57, goal=0.70)},
    ),
)
