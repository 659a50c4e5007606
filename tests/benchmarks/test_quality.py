"""The figures that are published are the ones that were accepted, and our own scorer counts rightly."""

import json
from collections import Counter
from collections.abc import Mapping

import pytest

from benchmarks.figure_lines import ACCEPTED, FigureLine, merged
from benchmarks.labelled_set import ROOT, FigureBars
from benchmarks.multilingual import SET
from benchmarks.quality import table
from benchmarks.quality_page import PAGE, page_with
from benchmarks.scoring import Score, alarms, bcubed, pairs, parallel_share
from benchmarks.sets import ASIDE, QUICK, SETS
from benchmarks.story_sets import HARD, KINDS, PRODUCT_LIKE, WHOLE_TEXTS


def line(now: float, accepted: float | None = None, bars: FigureBars | None = None) -> FigureLine:
    return FigureLine(of="basil", figure="B3 F1", now=now, accepted=accepted, bars=bars or FigureBars())


def test_the_page_says_the_accepted_figures() -> None:
    page = PAGE.read_text("utf-8")
    assert page_with(json.loads(ACCEPTED.read_text("utf-8")), page) == page


def test_beside_every_set_of_stories_stand_both_figures_of_the_plain_method() -> None:
    accepted = json.loads(ACCEPTED.read_text("utf-8"))
    for one in (*PRODUCT_LIKE, *WHOLE_TEXTS):
        assert f"{one.name}: plain: B3 F1" in accepted
        assert f"{one.name}: plain, bar of the other sets: B3 F1" in accepted


def test_every_accepted_figure_is_of_a_set() -> None:
    names = {one.name for one in (*SETS, *ASIDE)}
    assert {name.partition(": ")[0] for name in json.loads(ACCEPTED.read_text("utf-8"))} <= names


def test_the_short_form_has_a_set_of_each_task() -> None:
    names = {one.name for one in SETS}
    assert set(QUICK) <= names
    for task in ("stream", "saga", "stories-pairs", "disagreements", "edits", "dates", "semeval", "topics"):
        assert any(name.startswith(task) for name in QUICK)


def test_our_own_sets_need_nothing_that_is_elsewhere() -> None:
    own = {one.name for one in SETS if all(path.is_relative_to(ROOT / "benchmarks") for path in one.needs)}
    assert own & set(QUICK) >= {"saga", "multilingual", "disagreements-own", "edits-own", "topics-own"}
    assert all(one.missing is None for one in SETS if one.name in own)


@pytest.mark.parametrize(
    ("shown", "verdict"),
    [
        pytest.param(line(0.9, accepted=0.9), "", id="as accepted"),
        pytest.param(line(0.8996, accepted=0.9), "", id="rounded"),
        pytest.param(line(0.89, accepted=0.9), "FELL", id="less than accepted"),
        pytest.param(line(0.89, bars=FigureBars(floor=0.9, goal=0.95)), "BELOW THE FLOOR", id="below the floor"),
        pytest.param(
            line(0.92, bars=FigureBars(floor=0.9, goal=0.95)), "short of the goal", id="between floor and goal"
        ),
        pytest.param(line(0.96, bars=FigureBars(floor=0.9, goal=0.95)), "goal", id="goal"),
        pytest.param(line(1, bars=FigureBars(floor=0, goal=0, least=False)), "BELOW THE FLOOR", id="one false alarm"),
        pytest.param(line(1007, accepted=2000), "", id="a count is no figure"),
    ],
)
def test_a_figure_is_judged_by_what_was_accepted_and_its_bars(shown: FigureLine, verdict: str) -> None:
    assert shown.verdict == verdict
    assert shown.fell == (verdict in ("FELL", "BELOW THE FLOOR"))
    assert table([shown]).endswith(verdict)


@pytest.mark.parametrize(
    ("answers", "precision", "recall"),
    [
        pytest.param({"a": 1, "b": 1, "c": 2}, 1.0, 1.0, id="right"),
        pytest.param({"a": 1, "b": 2, "c": 3}, 1.0, 2 / 3, id="all apart"),
        pytest.param({"a": 1, "b": 1, "c": 1}, 5 / 9, 1.0, id="all together"),
    ],
)
def test_b_cubed_is_the_mean_over_items(answers: Mapping[str, int], precision: float, recall: float) -> None:
    found = bcubed({"a": "x", "b": "x", "c": "y"}, answers)
    assert found.precision == pytest.approx(precision)
    assert found.recall == pytest.approx(recall)


def test_an_item_without_label_is_in_no_group() -> None:
    assert bcubed({"a": "x", "b": "x"}, {"a": 1, "b": 1, "not labelled": 1}) == Score(precision=1.0, recall=1.0)


def test_a_story_of_three_items_in_two_groups_is_in_several() -> None:
    gold = {"a": "x", "b": "x", "c": "x", "d": "y", "e": "y"}
    assert parallel_share(gold, {"a": 1, "b": 1, "c": 2, "d": 3, "e": 4}) == 1.0
    assert parallel_share(gold, {"a": 1, "b": 1, "c": 1, "d": 3, "e": 4}) == 0.0


def test_pairs_are_one_story_or_two() -> None:
    gold = {("a", "b"): True, ("a", "c"): False, ("b", "c"): True}
    assert pairs(gold, {"a": 1, "b": 1, "c": 1}) == Score(precision=2 / 3, recall=1.0)
    assert pairs(gold, {"a": 1, "b": 1, "c": 2}) == Score(precision=1.0, recall=0.5)


def test_an_accepted_figure_is_replaced_with_its_set_only() -> None:
    accepted = {"basil: B3 F1": 0.5, "basil: gone": 0.1, "edits: recall": 0.7, "no such set: recall": 0.2}
    assert merged(accepted, [line(0.6)]) == {"basil: B3 F1": 0.6, "edits: recall": 0.7}


def test_the_plain_figure_is_beside_ours() -> None:
    shown = FigureLine(
        of="basil",
        figure="B3 F1",
        now=0.9,
        left_out=0.85,
        plain=0.8,
        plain_others=0.7,
        accepted=None,
        bars=FigureBars(),
    )
    assert table([shown]).splitlines()[-1].split() == [
        "basil",
        "B3",
        "F1",
        "0.900",
        "0.850",
        "0.800",
        "0.700",
        "-",
        "-",
        "-",
    ]
    assert list(merged({}, [shown])) == [
        "basil: B3 F1",
        "basil: plain: B3 F1",
        "basil: plain, bar of the other sets: B3 F1",
    ]


def test_uncertain_pairs_are_not_scored() -> None:
    gold = [{"pair": n, "gold": label} for n, label in enumerate(("conflict", "conflict", "same_figure", "uncertain"))]
    answers = [
        {"pair": n, "verdict": verdict} for n, verdict in enumerate(("conflict", "none", "conflict", "conflict"))
    ]
    assert alarms(gold, answers, "pair", "conflict") == Score(precision=0.5, recall=0.5)


@pytest.mark.parametrize("kind", KINDS)
def test_of_each_kind_of_fault_there_are_a_hundred_pairs_half_of_them_put_aside(kind: str) -> None:
    halves = []
    for half in ("", "_aside"):
        rows = [json.loads(row) for row in (HARD / f"{kind}{half}.jsonl").read_text("utf-8").splitlines()]
        labelled = [row for row in rows if row["gold_story"] is not None]
        sizes = Counter(row["gold_stream"] for row in labelled)
        halves.append(sum(size * (size - 1) // 2 for size in sizes.values()))
        assert len({row["language"] for row in rows}) >= 2
        assert all(row["gold_stream"].startswith(f"{kind}{half.replace('_', '-')}-") for row in rows)
    assert halves[0] == halves[1] >= 50


def test_each_story_of_the_multilingual_set_has_three_languages_and_one_part() -> None:
    rows = [json.loads(row) for row in SET.read_text("utf-8").splitlines()]
    stories = {row["gold_story"] for row in rows}
    assert len(stories) >= 40
    for story in stories:
        reports = [row for row in rows if row["gold_story"] == story]
        assert len({row["language"] for row in reports}) == len(reports) >= 3
        assert len({row["gold_part"] for row in reports}) == 1
