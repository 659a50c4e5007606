"""The sets of stories, those that are most like the product first.

Beside each figure stand two of the plain method (benchmarks/plain_stories.py): with the bar that is best for this very
set, and with the bar that is best in the mean of the other product-like sets, those cut from the same texts left out.
"""

import itertools
import tempfile
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from benchmarks import plain_stories, scoring, small_desks
from benchmarks.labelled_set import DATA, ROOT, FigureBars, Figures, LabelledSet, blind, rows
from benchmarks.plain_stories import PLAIN, PLAIN_OTHERS
from benchmarks.scoring import Score
from benchmarks.small_desks import SmallDesk
from benchmarks.teasers import StoryRow, cut, mix

ALLSIDES, BASIL, ECB = (DATA / "stories" / f"{n}.jsonl" for n in ("allsides_2021_h1", "basil", "ecbplus_topics_1_22"))
STREAMS = {tag: DATA / "stories" / f"stream_{tag}.jsonl" for tag in ("en", "fr", "ru")}
IN_SEVERAL = "in several stories"  # of the stories with three items or more, the share
FEWER = {IN_SEVERAL: FigureBars(least=False)}
HARD_SET = "hard-"
HARD = ROOT / "benchmarks" / "hard"
KINDS = (
    "synonyms",
    "second_day",
    "saga_steps",
    "same_region_strikes",
    "look_alikes",
    "round_ups",
    "small_town",
    "parallel",
    "over_days",
)
JOINED, MOST_JOINED = "joined", "joined in the worst language"
SMALL_TOWN = ROOT / "benchmarks" / "small_town.txt"
SAGA = ROOT / "benchmarks" / "saga.jsonl"  # six sagas of ten days; each step of one is a story
FIRST_DAY, FIRST_DAY_ASIDE = (ROOT / "benchmarks" / f"first_day{half}.jsonl" for half in ("", "_aside"))
HARD_PAIRS = DATA / "stories_pairs" / "hard_pairs.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StorySet:
    """Rows with the label "gold_story"."""

    name: str
    needs: tuple[Path, ...]
    read: Callable[[], Sequence[StoryRow]]
    bars: Mapping[str, FigureBars] = field(default_factory=dict)

    def labelled(self) -> LabelledSet:
        """The set as the table has it."""
        return LabelledSet(
            name=self.name,
            needs=self.needs,
            measure=partial(_stories, self),
            bars={**FEWER, **self.bars},
            plain=partial(_plain_stories, self),
        )


def _stories(one: StorySet) -> Figures:
    read = one.read()
    gold = _gold(read)
    answers = grouped(read)
    final, online = (
        scoring.bcubed(gold, {item: row[key] for item, row in answers.items()}) for key in ("story", "story_online")
    )
    split = scoring.parallel_share(gold, {item: row["story"] for item, row in answers.items()})
    return {**_three("B3", final), **_three("on arrival: B3", online), IN_SEVERAL: split}


def plain_of(read: Sequence[StoryRow]) -> Figures:
    """What the plain method reaches on stories that no other set shares a text with."""
    here = plain_stories.by_bar(read, partial(scoring.bcubed, _gold(read)))
    return _both_plain("B3", here, [_plain(other) for other in PRODUCT_LIKE if _here(other.needs)])


def _plain_stories(one: StorySet) -> Figures:
    others = [_plain(other) for other in PRODUCT_LIKE if _here(other.needs) and not set(one.needs) & set(other.needs)]
    return _both_plain("B3", _plain(one), others)


def _pairs() -> Figures:
    """Pairs that look alike, all in one undated stream."""
    gold, items = _read_pairs()
    answers = {item: row["story"] for item, row in grouped(items).items()}
    return _three("pairs", scoring.pairs(gold, answers))


def _plain_pairs() -> Figures:
    gold, items = _read_pairs()
    others = [_plain(other) for other in PRODUCT_LIKE if _here(other.needs)]
    return _both_plain("pairs", plain_stories.by_bar(items, partial(scoring.pairs, gold)), others)


def _read_pairs() -> tuple[Mapping[tuple[str, str], bool], Sequence[StoryRow]]:
    found = rows(HARD_PAIRS)
    gold = {(str(row["a"]["id"]), str(row["b"]["id"])): row["gold"] == "same" for row in found}
    return gold, list({row[side]["id"]: row[side] for row in found for side in ("a", "b")}.values())


def _small_town() -> Figures:
    """Of twenty unrelated headlines of one town the share that join another: in the mean, and in the worst language."""
    of_language: dict[str, list[str]] = defaultdict(list)
    for line in SMALL_TOWN.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            language, headline = line.split("|")
            of_language[language].append(headline)
    shares = []
    for language, headlines in of_language.items():
        answers = grouped([_undescribed(number, headline, language) for number, headline in enumerate(headlines)])
        shares.append(1 - len({row["story"] for row in answers.values()}) / len(headlines))
    return {JOINED: sum(shares) / len(shares), MOST_JOINED: max(shares)}


def _undescribed(number: int, headline: str, language: str) -> StoryRow:
    published = datetime(2025, 3, 3, 8, tzinfo=UTC) + timedelta(hours=2 * number)
    named = {"id": str(number), "source": f"Paper {number % 4}", "title": headline, "summary": ""}
    return named | {"url": "", "language": language, "published": published.isoformat()}


def _hard(path: Path) -> Figures:
    """Small streams of our own, each built around one kind of fault: the pairs of labelled items within each."""
    read = rows(path)
    answers = {item: row["story"] for item, row in grouped(read).items()}
    return _three("pairs", scoring.pairs(_pairs_of(read), answers))


def _plain_hard(path: Path) -> Figures:
    read = rows(path)
    others = [_plain(other) for other in PRODUCT_LIKE if _here(other.needs)]
    return _both_plain("pairs", plain_stories.by_bar(read, partial(scoring.pairs, _pairs_of(read))), others)


def _pairs_of(read: Sequence[StoryRow]) -> Mapping[tuple[str, str], bool]:
    labelled = [row for row in read if row["gold_story"] is not None]
    return {
        (str(a["id"]), str(b["id"])): a["gold_story"] == b["gold_story"]
        for a, b in itertools.combinations(labelled, 2)
        if a["gold_stream"] == b["gold_stream"]
    }


def _gold(read: Sequence[StoryRow]) -> dict[str, Hashable]:
    return {str(row["id"]): row["gold_story"] for row in read if row.get("gold_story") is not None}


def grouped(read: Sequence[StoryRow]) -> dict[str, Mapping[str, Any]]:
    """The engine's answers by the item's id."""
    with tempfile.TemporaryDirectory() as folder:
        return {str(row["id"]): row for row in rows(blind("stories", read, Path(folder)))}


@cache
def _plain(one: StorySet) -> Mapping[float, Score]:
    read = one.read()
    return plain_stories.by_bar(read, partial(scoring.bcubed, _gold(read)))


def _both_plain(name: str, here: Mapping[float, Score], others: Sequence[Mapping[float, Score]]) -> Figures:
    at_others = plain_stories.at_bar_of_others(here, others)
    return _three(PLAIN + name, plain_stories.best(here)) | _three(PLAIN_OTHERS + name, at_others)


def _three(name: str, score: Score) -> Figures:
    return {f"{name} precision": score.precision, f"{name} recall": score.recall, f"{name} F1": score.f1}


def _here(needs: Sequence[Path]) -> bool:
    return all(path.exists() for path in needs)


def _teasers(path: Path) -> Sequence[StoryRow]:
    return [cut(row) for row in rows(path)]


def _hard_set(kind: str, half: str = "") -> LabelledSet:
    path = HARD / f"{kind}{half}.jsonl"
    name = f"{HARD_SET}{kind}{half}".replace("_", "-")
    return LabelledSet(name=name, needs=(path,), measure=partial(_hard, path), plain=partial(_plain_hard, path))


def _desks(read: Callable[[], Sequence[SmallDesk]]) -> Figures:
    final, online = small_desks.judged(read(), grouped)
    return _three("pairs", final) | _three("on arrival: pairs", online)


def _plain_desks(read: Callable[[], Sequence[SmallDesk]], path: Path) -> Figures:
    others = [_plain(other) for other in PRODUCT_LIKE if _here(other.needs) and path not in other.needs]
    return _both_plain("pairs", small_desks.plain_by_bar(read()), others)


def _desk_set(name: str, path: Path, read: Callable[[Path], Sequence[SmallDesk]]) -> LabelledSet:
    desks = partial(read, path)
    return LabelledSet(
        name=name, needs=(path,), measure=partial(_desks, desks), plain=partial(_plain_desks, desks, path)
    )


def _wanted(f1: float, precision: float | None = None) -> dict[str, FigureBars]:
    bars = {"B3 F1": FigureBars(goal=f1)}
    return bars if precision is None else {"B3 precision": FigureBars(goal=precision)} | bars


GROUPED = FigureBars(floor=0.94, goal=0.97)
PARALLEL = {IN_SEVERAL: FigureBars(goal=0.10, least=False)}
PRODUCT_LIKE = (
    *(
        StorySet(
            name=f"stream-{tag}",
            needs=(path,),
            read=partial(rows, path),
            bars=_wanted(0.95 if tag == "fr" else 0.945, 0.94) | PARALLEL,
        )
        for tag, path in STREAMS.items()
    ),
    StorySet(name="mix", needs=(ECB, ALLSIDES), read=lambda: mix(rows(ECB), rows(ALLSIDES)), bars=_wanted(0.92, 0.95)),
    StorySet(name="saga", needs=(SAGA,), read=partial(rows, SAGA)),
    StorySet(name="ecbplus-teasers", needs=(ECB,), read=partial(_teasers, ECB), bars=_wanted(0.88)),
    StorySet(name="allsides-teasers", needs=(ALLSIDES,), read=partial(_teasers, ALLSIDES)),
    StorySet(name="basil-teasers", needs=(BASIL,), read=partial(_teasers, BASIL)),
)
WHOLE_TEXTS = (
    StorySet(
        name="allsides",
        needs=(ALLSIDES,),
        read=partial(rows, ALLSIDES),
        bars={
            "B3 precision": GROUPED,
            "B3 F1": FigureBars(floor=0.92, goal=0.95),
            "on arrival: B3 F1": FigureBars(floor=0.89, goal=0.92),
        },
    ),
    StorySet(
        name="basil",
        needs=(BASIL,),
        read=partial(rows, BASIL),
        bars={"B3 precision": GROUPED, "B3 F1": FigureBars(floor=0.95, goal=0.98)},
    ),
    StorySet(
        name="ecbplus",
        needs=(ECB,),
        read=partial(rows, ECB),
        bars={"B3 F1": FigureBars(floor=0.88, goal=0.92)},
    ),
)
STORY_SETS = (
    *(one.labelled() for one in PRODUCT_LIKE),
    LabelledSet(
        name="stories-pairs",
        needs=(HARD_PAIRS,),
        measure=_pairs,
        plain=_plain_pairs,
        bars={"pairs precision": FigureBars(goal=0.80), "pairs recall": FigureBars(goal=0.90)},
    ),
    *(_desk_set(f"small-desk-{tag}", path, small_desks.of_stream) for tag, path in STREAMS.items()),
    _desk_set("first-day", FIRST_DAY, small_desks.of_pairs),
    *(_hard_set(kind) for kind in KINDS),
    LabelledSet(
        name="small-town",
        needs=(SMALL_TOWN,),
        measure=_small_town,
        bars={JOINED: FigureBars(least=False), MOST_JOINED: FigureBars(goal=0.05, least=False)},
    ),
    *(one.labelled() for one in WHOLE_TEXTS),
)
# The other half of each kind, put aside.
STORIES_ASIDE = (
    _desk_set("first-day-aside", FIRST_DAY_ASIDE, small_desks.of_pairs),
    *(_hard_set(kind, "_aside") for kind in KINDS),
)
