"""The sets that the engine is judged by: how each is run and which figures are wanted of it.

Those of stories are in benchmarks/story_sets.py, those of timelines in benchmarks/timeline_sets.py. A figure
"plain: X" is what a plain method reaches where the engine reaches "X".
"""

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

from benchmarks import multilingual, own_dates, own_timelines, reprints, topics
from benchmarks.labelled_set import DATA, ROOT, SHARED, FigureBars, Figures, LabelledSet, blind, rows, scored
from benchmarks.plain_figures import headlines_differ, reports_differ
from benchmarks.plain_stories import PLAIN
from benchmarks.scoring import Score, alarms
from benchmarks.story_sets import ALLSIDES, BASIL, KINDS, STORIES_ASIDE, STORY_SETS, plain_of
from benchmarks.timeline_sets import TIMELINE_SETS
from desk.sentence_encoder import ModelEncoder


def verdicts(task: str, path: Path) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        found = scored(task, path, blind(task, rows(path), Path(folder)))
    return {"precision": found["precision"], "recall": found["recall"]}


def own_verdicts(task: str, path: Path, key: str, true: str) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        found = alarms(rows(path), rows(blind(task, rows(path), Path(folder))), key, true)
    return {"precision": found.precision, "recall": found.recall}


def plain_verdicts(path: Path, key: str, true: str) -> Figures:
    """An alarm wherever numbers differ."""
    read = rows(path)
    found = alarms(read, (reports_differ if key == "pair" else headlines_differ)(read), key, true)
    return {PLAIN + "precision": found.precision, PLAIN + "recall": found.recall}


def dates(path: Path) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        found = scored("dates", path, blind("dates", rows(path), Path(folder)))
    value = found["value"]
    return {
        "value precision": value["precision"],
        "value recall": value["recall"],
        "value F1": value["f1"],
        "full dates right": found["full_dates_right"],
    }


DATE_PARTS = {"tuned": "", "aside": "-aside", "later": "-2", "later-aside": "-2-aside"}


def own_dates_of(part: str) -> LabelledSet:
    return LabelledSet(
        name=f"dates-own{DATE_PARTS[part]}",
        needs=(own_dates.SET,),
        measure=lambda: _own_dates(part),
        bars={"value F1": FigureBars(floor=0.90), "sentences without a fault": FigureBars(floor=0.85)},
    )


def _own_dates(part: str) -> Figures:
    gold = own_dates.part(part)
    with tempfile.TemporaryDirectory() as folder:
        found, faultless = own_dates.score(gold, rows(blind("dates", gold, Path(folder))))
    return {**_three("value", found), "sentences without a fault": faultless}


def own_timelines_of(part: str) -> LabelledSet:
    return LabelledSet(
        name="timelines-own" if part == "tuned" else f"timelines-own-{part}",
        needs=(own_timelines.SET,),
        measure=lambda: _own_timelines(part),
    )


def _own_timelines(part: str) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        return {"items without a fault": own_timelines.faultless(part, Path(folder))}


def copies() -> Figures:
    found = reprints.measure(DATA / "stories")
    return {"recall": found.recall, "false positives": found.false, "independent pairs": found.pairs}


def other_languages(*, encoder: bool) -> Figures:
    found = multilingual.measure(encoder=ModelEncoder() if encoder else None)
    return {**_three("B3", found.groups), "related: precision": found.related.precision} | {
        "related: recall": found.related.recall
    }


def _three(name: str, score: Score) -> Figures:
    return {f"{name} precision": score.precision, f"{name} recall": score.recall, f"{name} F1": score.f1}


def seeds() -> Figures:
    """The tests that hold the engine to what an editor wants to see of the seed texts."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-k", "seed", f"--junitxml={report}", "tests/newsroom"]
        subprocess.run(command, check=False, cwd=ROOT, capture_output=True)  # noqa: S603 - pytest, on our own tests
        suite = next(ET.parse(report).iter("testsuite"))  # noqa: S314 - pytest wrote it just now
    counts = {name: int(suite.get(name) or 0) for name in ("tests", "failures", "errors", "skipped")}
    passed = counts["tests"] - counts["failures"] - counts["errors"] - counts["skipped"]
    return {"tests": counts["tests"], "share passed": passed / max(1, counts["tests"])}


FIGURES_DEV_2 = DATA / "disagreements" / "figures_dev_2.jsonl"
FIGURES_LANGUAGES = DATA / "disagreements" / "figures_dev_languages.jsonl"
FIGURES_DEV, BBC = DATA / "disagreements" / "figures_dev.jsonl", DATA / "edits" / "bbc_2021_2022.jsonl"
TIMEBANK = DATA / "dates" / "timebank.jsonl"
OWN_PAIRS, OWN_EDITS = (ROOT / "benchmarks" / name for name in ("disagreements_own.jsonl", "edits_other_numbers.jsonl"))
COUNT_PAIRS, COUNT_PAIRS_ASIDE = (ROOT / "benchmarks" / f"disagreements_counts{half}.jsonl" for half in ("", "_aside"))
EVERYDAY_PAIRS, EVERYDAY_ASIDE = (
    ROOT / "benchmarks" / f"disagreements_everyday{half}.jsonl" for half in ("", "_aside")
)
RISES, RISES_ASIDE = (ROOT / "benchmarks" / f"disagreements_rises{half}.jsonl" for half in ("", "_aside"))
KIND_PAIRS, KIND_PAIRS_ASIDE = (ROOT / "benchmarks" / f"disagreements_kinds{half}.jsonl" for half in ("", "_aside"))
TRUSTED = {"precision": FigureBars(floor=0.95, goal=0.98), "recall": FigureBars(floor=0.90, goal=0.96)}
MATCH = DATA / "match"
# Equal words find .11 of the shared labels, equal beginnings .17.
ALL_LANGUAGES = {
    "precision": FigureBars(floor=0.90, goal=0.97),
    "recall": FigureBars(floor=0.50, goal=0.92),
    "lowest recall of a language": FigureBars(goal=0.80),
}


def _own_pairs(name: str, path: Path) -> LabelledSet:
    return LabelledSet(
        name=name,
        needs=(path,),
        measure=lambda: own_verdicts("disagreements", path, "pair", "conflict"),
        plain=lambda: plain_verdicts(path, "pair", "conflict"),
    )


SETS = (
    *STORY_SETS,
    LabelledSet(
        name="multilingual",
        needs=(multilingual.SET,),
        measure=lambda: other_languages(encoder=True),
        plain=lambda: plain_of(rows(multilingual.SET)),
    ),
    LabelledSet(
        name="multilingual-words",
        needs=(multilingual.SET,),
        measure=lambda: other_languages(encoder=False),
        plain=lambda: plain_of(rows(multilingual.SET)),
    ),
    LabelledSet(
        name="reprints",
        needs=(BASIL, ALLSIDES),
        measure=copies,
        bars={
            "recall": FigureBars(floor=0.98, goal=0.995),
            "false positives": FigureBars(floor=0, goal=0, least=False),
        },
    ),
    LabelledSet(
        name="disagreements",
        needs=(FIGURES_DEV,),
        measure=lambda: verdicts("disagreements", FIGURES_DEV),
        plain=lambda: plain_verdicts(FIGURES_DEV, "pair", "conflict"),
        bars={"precision": FigureBars(floor=0.92, goal=0.95), "recall": FigureBars(floor=0.69, goal=0.75)},
    ),
    LabelledSet(
        name="disagreements-2",
        needs=(FIGURES_DEV_2,),
        measure=lambda: verdicts("disagreements", FIGURES_DEV_2),
        plain=lambda: plain_verdicts(FIGURES_DEV_2, "pair", "conflict"),
        bars={"precision": FigureBars(floor=0.65, goal=0.93), "recall": FigureBars(goal=0.70)},
    ),
    LabelledSet(
        name="disagreements-languages",
        needs=(FIGURES_LANGUAGES,),
        measure=lambda: verdicts("disagreements", FIGURES_LANGUAGES),
        plain=lambda: plain_verdicts(FIGURES_LANGUAGES, "pair", "conflict"),
        bars={"precision": FigureBars(floor=0.95, goal=0.95), "recall": FigureBars(goal=0.80)},
    ),
    _own_pairs("disagreements-own", OWN_PAIRS),
    _own_pairs("disagreements-kinds", KIND_PAIRS),
    _own_pairs("disagreements-counts", COUNT_PAIRS),
    _own_pairs("disagreements-rises", RISES),
    _own_pairs("disagreements-everyday", EVERYDAY_PAIRS),
    LabelledSet(
        name="edits",
        needs=(BBC,),
        measure=lambda: verdicts("edits", BBC),
        plain=lambda: plain_verdicts(BBC, "id", "figure_revised"),
        bars=TRUSTED,
    ),
    LabelledSet(
        name="edits-own",
        needs=(OWN_EDITS,),
        measure=lambda: own_verdicts("edits", OWN_EDITS, "id", "figure_revised"),
        plain=lambda: plain_verdicts(OWN_EDITS, "id", "figure_revised"),
        bars=TRUSTED,
    ),
    LabelledSet(
        name="dates",
        needs=(TIMEBANK,),
        measure=lambda: dates(TIMEBANK),
        bars={"value F1": FigureBars(floor=0.82, goal=0.915), "full dates right": FigureBars(floor=0.82, goal=0.92)},
    ),
    own_dates_of("tuned"),
    own_dates_of("later"),
    own_timelines_of("tuned"),
    *TIMELINE_SETS,
    LabelledSet(
        name="topics",
        needs=(MATCH,),
        measure=lambda: topics.measure_shared(MATCH),
        bars=ALL_LANGUAGES,
    ),
    LabelledSet(
        name="topics-own",
        needs=(topics.HEADLINES,),
        measure=lambda: topics.measure_own("dev"),
        bars=ALL_LANGUAGES,
    ),
    LabelledSet(
        name="topics-own-aside",
        needs=(topics.HEADLINES,),
        measure=lambda: topics.measure_own("aside"),
        bars=ALL_LANGUAGES,
    ),
    LabelledSet(
        name="topics-own-2",
        needs=topics.SECOND,
        measure=lambda: topics.measure_own("dev", topics.SECOND),
        bars=ALL_LANGUAGES,
    ),
    LabelledSet(
        name="topics-own-3",
        needs=topics.THIRD,
        measure=lambda: topics.measure_own("dev", topics.THIRD),
        bars=ALL_LANGUAGES,
    ),
    LabelledSet(
        name="topics-own-4",
        needs=topics.FOURTH,
        measure=lambda: topics.measure_own("dev", topics.FOURTH),
        bars=ALL_LANGUAGES,
    ),
    LabelledSet(
        name="topics-own-5",
        needs=topics.FIFTH,
        measure=lambda: topics.measure_own("dev", topics.FIFTH),
        bars=ALL_LANGUAGES,
    ),
    LabelledSet(
        name="seeds", needs=(SHARED / "seed",), measure=seeds, bars={"share passed": FigureBars(floor=1.0, goal=1.0)}
    ),
)

# The halves put aside: `python -m benchmarks.quality --aside`, once, when the work is done.
ASIDE = (
    *STORIES_ASIDE,
    _own_pairs("disagreements-kinds-aside", KIND_PAIRS_ASIDE),
    _own_pairs("disagreements-counts-aside", COUNT_PAIRS_ASIDE),
    _own_pairs("disagreements-rises-aside", RISES_ASIDE),
    _own_pairs("disagreements-everyday-aside", EVERYDAY_ASIDE),
    own_dates_of("aside"),
    own_dates_of("later-aside"),
    own_timelines_of("aside"),
    LabelledSet(
        name="topics-own-2-aside",
        needs=topics.SECOND,
        measure=lambda: topics.measure_own("aside", topics.SECOND),
        bars=ALL_LANGUAGES,
    ),
    LabelledSet(
        name="topics-own-3-aside",
        needs=topics.THIRD_ASIDE,
        measure=lambda: topics.measure_own("aside", topics.THIRD_ASIDE),
        bars=ALL_LANGUAGES,
    ),
    LabelledSet(
        name="topics-own-4-aside",
        needs=topics.FOURTH_ASIDE,
        measure=lambda: topics.measure_own("aside", topics.FOURTH_ASIDE),
        bars=ALL_LANGUAGES,
    ),
    LabelledSet(
        name="topics-own-5-aside",
        needs=topics.FIFTH_ASIDE,
        measure=lambda: topics.measure_own("aside", topics.FIFTH_ASIDE),
        bars=ALL_LANGUAGES,
    ),
)

# At least one of each task, so that a figure that falls is found before it is published: `make check` runs them.
QUICK = (
    *("stream-fr", "stream-ru", "mix", "saga", "ecbplus-teasers", "stories-pairs", "small-town", "multilingual"),
    *(f"hard-{kind}".replace("_", "-") for kind in KINDS),
    *(
        "disagreements",
        "disagreements-2",
        "disagreements-languages",
        "disagreements-own",
        "disagreements-kinds",
        "disagreements-counts",
        "disagreements-rises",
        "disagreements-everyday",
        "edits",
        "edits-own",
    ),
    *("dates", "dates-own", "dates-own-2", "timelines-own", "semeval2015", "topics", "topics-own"),
)
