"""The plain method groups what shares words, and its bar may be one that was chosen elsewhere."""

from collections.abc import Mapping

from benchmarks.plain_stories import at_bar_of_others, best, by_bar
from benchmarks.scoring import Score
from benchmarks.teasers import TEASER_CHARS, StoryRow, cut, mix


def row(name: str, title: str, story: str = "x", published: str = "2021-05-03T10:00:00+00:00") -> StoryRow:
    return {"id": name, "title": title, "summary": "", "gold_story": story, "published": published}


ROWS = (
    row("a", "Ferry runs aground off Ashford"),
    row("b", "Ferry aground off Ashford harbour"),
    row("c", "Central bank leaves interest unchanged"),
)


def test_what_shares_words_is_one_group() -> None:
    groups: list[Mapping[str, int]] = []

    def noted(answers: Mapping[str, int]) -> Score:
        groups.append(answers)
        return Score(precision=1.0, recall=1.0)

    by_bar(ROWS, noted)
    assert all(len(set(answers.values())) == 2 and answers["a"] == answers["b"] for answers in groups)


def test_the_bar_of_the_others_is_not_the_best_here() -> None:
    here = {0.1: Score(precision=1.0, recall=1.0), 0.2: Score(precision=0.5, recall=0.5)}
    other = {0.1: Score(precision=0.1, recall=0.1), 0.2: Score(precision=0.9, recall=0.9)}
    assert best(here) == here[0.1]
    assert at_bar_of_others(here, [other]) == here[0.2]


def test_a_teaser_is_made_of_whole_sentences() -> None:
    long = {"title": "t", "summary": "<p>One sentence.</p> " + "word " * 60 + ". Last.", "content": "all of it"}
    assert cut(long) == {"title": "t", "summary": "One sentence."}
    assert len(cut({"summary": "w" * 400})["summary"]) == TEASER_CHARS


def test_the_mix_is_in_order_of_time_and_the_same_each_time() -> None:
    undated = [row(str(number), f"Quake {number}", story=str(number // 4)) for number in range(40)]
    dated = [row(f"d{number}", f"Vote {number}", story=f"d{number // 3}") for number in range(30)]
    mixed = mix(undated, dated)
    times = [one["published"] for one in mixed]
    assert times == sorted(times)
    assert mixed == mix(undated, dated)
    assert 10 < len(mixed) < 70
    assert {one["gold_story"] for one in mixed} == {f"e{n}" for n in range(10)} | {f"d{n}" for n in range(10)}
