import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.claims.headline_edits import EditVerdict, WordChange, judge
from tests.patience import work_s

OWN = Path(__file__).parents[3] / "benchmarks" / "edits_other_numbers.jsonl"


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        pytest.param("Mine blast kills 12", "Mine blast kills 14", EditVerdict.FIGURE_CHANGED, id="toll"),
        pytest.param(
            "Bus fire kills 11", "Mine blast in Sampleland kills 12 workers", EditVerdict.REWORDED, id="another story"
        ),
        pytest.param(
            "One dead in mine blast",
            "Death toll from mine blast rises to 13",
            EditVerdict.FIGURE_CHANGED,
            id="toll in other words",
        ),
        pytest.param("At least 12 dead in mine blast", "Mine blast kills 12", EditVerdict.REWORDED, id="same toll"),
        pytest.param(
            "Twelve dead in mine blast", "12 dead in mine blast", EditVerdict.REWORDED, id="same toll in digits"
        ),
        pytest.param(
            "Teacher and 14 pupils hurt in crash",
            "Eighteen children hurt in crash",
            EditVerdict.REWORDED,
            id="other people counted",
        ),
        pytest.param("Mine blast kills 12", "Correction: Mine blast kills 2", EditVerdict.CORRECTED, id="correction"),
        pytest.param(
            "Mine blast kills 12", "Mine blast kills 2 (corrected)", EditVerdict.CORRECTED, id="corrected in brackets"
        ),
        pytest.param("Minister says sorry", "Minister says 'sorry'", EditVerdict.TRIVIAL, id="quotation marks"),
        pytest.param("Star weds as ex gate-crashes", "Star weds as ex gatecrashes", EditVerdict.TRIVIAL, id="hyphen"),
        pytest.param("Town win cup", "Town Win Cup!", EditVerdict.TRIVIAL, id="case and marks"),
        pytest.param("Rain stops play", "Bad weather halts the match", EditVerdict.REWORDED, id="other words"),
        pytest.param("", "", EditVerdict.TRIVIAL, id="nothing"),
    ],
)
def test_an_edit_is_judged_by_what_it_changes(before: str, after: str, verdict: EditVerdict) -> None:
    assert judge(before, after).verdict is verdict


def test_a_correction_in_the_text_counts() -> None:
    edit = judge(
        "Mine blast",
        "Mine blast",
        before_text="It was Tuesday.",
        after_text="It was Monday.\nCorrection: the day was wrong.",
    )
    assert edit.verdict is EditVerdict.CORRECTED


def test_a_toll_changed_in_the_text_counts() -> None:
    edit = judge(
        "Mine blast",
        "Mine blast",
        before_text="Intro.\n12 people were killed.",
        after_text="Intro.\n14 people were killed.",
    )
    assert edit.verdict is EditVerdict.FIGURE_CHANGED


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        pytest.param("Police name suspect as Jon Harker", "Police name suspect as Jon Barker", True, id="spelling"),
        pytest.param(
            "Crown Prince meets Merkov in Sampleton", "Crown Prince meets Dalov in Sampleton", True, id="another person"
        ),
        pytest.param(
            "Leaders of Finland back entry", "Finnish leaders back entry", False, id="country and its adjective"
        ),
        pytest.param("US troops leave Sampleton", "American troops leave Sampleton", False, id="short for the same"),
        pytest.param("Rain stops play in Sampleton", "Snow stops play in Sampleton", False, id="first word"),
        pytest.param(
            "Police Name Suspect As Jon Harker",
            "Police Name Suspect As Jon Barker",
            False,
            id="title case tells nothing",
        ),
    ],
)
def test_a_changed_name_is_noticed(before: str, after: str, changed: bool) -> None:  # noqa: FBT001 - the expected answer
    assert judge(before, after).name_changed is changed


def test_changed_words_are_given_as_written() -> None:
    edit = judge("Blast in mine kills at least 12", "Explosion in mine kills 14 people")
    assert edit.changed == (
        WordChange(before="Blast", after="Explosion"),
        WordChange(before="at least 12", after="14 people"),
    )


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        pytest.param("oath", "oath!", EditVerdict.TRIVIAL, id="a mark"),
        pytest.param("oats", "figs", EditVerdict.TRIVIAL, id="94: three of 50 letters replaced"),
        pytest.param("oath", "figs", EditVerdict.REWORDED, id="92: four of 50 letters replaced"),
    ],
)
def test_an_edit_is_trivial_where_93_of_100_letters_are_kept(before: str, after: str, verdict: EditVerdict) -> None:
    headline = "Harbour pilots of Sampleton end long strike over their {}"
    assert judge(headline.format(before), headline.format(after)).verdict is verdict


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        pytest.param(
            "Blast kills 12 in Homs market near gates",
            "Homs fire: 14 dead as bakery roof burns",
            EditVerdict.FIGURE_CHANGED,
            id="one of five",
        ),
        pytest.param(
            "Blast kills 12 in Homs market near mosque gates, barracks, school, bridge, tower, station",
            "Homs market fire: 14 dead as bakery roof, oven, stalls, carts, sheds, barns, ladders burn",
            EditVerdict.REWORDED,
            id="two of eleven",
        ),
        pytest.param(
            "Blast kills 12 in Homs market near mosque gates",
            "Homs fire: 14 dead as bakery roof, oven, stalls burn",
            EditVerdict.REWORDED,
            id="one of six",
        ),
    ],
)
def test_a_toll_changes_where_a_fifth_of_the_content_words_is_kept(
    before: str, after: str, verdict: EditVerdict
) -> None:
    assert judge(before, after).verdict is verdict


THREE_OF_EIGHT = (
    "Ministry expects 5 percent growth abroad after harvest losses, strikes",
    "Farm exports slump 6 percent, ministry hails harvest, ports, mines, railways",
)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        pytest.param(
            "Ministry expects 5 percent growth abroad",
            "Farm exports slump 6 percent, ministry hails ports, mines",
            EditVerdict.FIGURE_CHANGED,
            id="two of the five of the shorter",
        ),
        pytest.param(
            "Farm exports slump 6 percent, ministry hails ports, mines",
            "Ministry expects 5 percent growth abroad",
            EditVerdict.FIGURE_CHANGED,
            id="the shorter comes second",
        ),
        pytest.param(*THREE_OF_EIGHT, EditVerdict.REWORDED, id="three of eight"),
    ],
)
def test_another_number_changes_where_two_fifths_of_the_content_words_are_kept(
    before: str, after: str, verdict: EditVerdict
) -> None:
    assert judge(before, after).verdict is verdict


@pytest.mark.parametrize(
    ("word", "verdict"),
    [
        pytest.param("hazel", EditVerdict.FIGURE_CHANGED, id="a noun"),
        pytest.param("ox", EditVerdict.FIGURE_CHANGED, id="a noun of two letters"),
        pytest.param("x", EditVerdict.REWORDED, id="a letter"),
        pytest.param("the", EditVerdict.REWORDED, id="an article"),
        pytest.param("2025", EditVerdict.REWORDED, id="digits"),
        pytest.param("twelve", EditVerdict.REWORDED, id="a number in words"),
        pytest.param("dead", EditVerdict.REWORDED, id="a state"),
        pytest.param("kills", EditVerdict.REWORDED, id="an act"),
        pytest.param("death toll", EditVerdict.REWORDED, id="a running total"),
        pytest.param("!", EditVerdict.REWORDED, id="a mark"),
    ],
)
def test_content_words_are_what_is_no_number_and_no_outcome(word: str, verdict: EditVerdict) -> None:
    """One more kept word makes four of nine: more than two fifths."""
    before, after = THREE_OF_EIGHT
    assert judge(f"{before}: {word}", f"{after}: {word}").verdict is verdict


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        pytest.param(
            "12 dead in Homs blast",
            "14 children killed in Homs explosion",
            EditVerdict.FIGURE_CHANGED,
            id="a group larger than all",
        ),
        pytest.param(
            "14 children killed in Homs explosion",
            "12 dead in Homs blast",
            EditVerdict.FIGURE_CHANGED,
            id="all, fewer than a group",
        ),
        pytest.param(
            "12 killed in Homs blast",
            "Homs explosion leaves 8 children dead",
            EditVerdict.REWORDED,
            id="a group smaller than all",
        ),
        pytest.param(
            "Homs blast kills 12 children",
            "Homs explosion leaves 14 women dead",
            EditVerdict.REWORDED,
            id="two groups",
        ),
        pytest.param(
            "Homs blast kills 12 children",
            "14 children dead in Homs explosion",
            EditVerdict.FIGURE_CHANGED,
            id="one group",
        ),
        pytest.param(
            "20 dead in Homs market explosion near gates",
            "Fire: Homs loses 14 dead, 14 children killed in bakery, oven, stalls",
            EditVerdict.FIGURE_CHANGED,
            id="all beside a group",
        ),
        pytest.param(
            "Homs blast kills 12, injures 14",
            "14 dead, 14 injured in Homs explosion",
            EditVerdict.FIGURE_CHANGED,
            id="the number of another outcome is no number of the dead",
        ),
        pytest.param("Blast in Homs", "Blast in Homs kills 12", EditVerdict.REWORDED, id="a first toll"),
        pytest.param("Blast in Homs kills 12", "Blast in Homs", EditVerdict.REWORDED, id="a toll taken out"),
    ],
)
def test_a_toll_changes_where_the_same_people_are_counted(before: str, after: str, verdict: EditVerdict) -> None:
    assert judge(before, after).verdict is verdict


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        pytest.param("Town beat City 1-0", "City lose 2-0 to Town", EditVerdict.FIGURE_CHANGED, id="score"),
        pytest.param("Town beat City 2-0", "City lose 2-0 to Town", EditVerdict.REWORDED, id="the same score"),
        pytest.param("Town beat City", "City lose 2-0 to Town", EditVerdict.REWORDED, id="a first score"),
        pytest.param(
            "Talks set for 10:30 in Sampleton",
            "Sampleton talks: envoys meet at 11:45",
            EditVerdict.FIGURE_CHANGED,
            id="hour",
        ),
        pytest.param("Talks begin on Monday", "Talks begin on Tuesday", EditVerdict.FIGURE_CHANGED, id="weekday"),
        pytest.param("Talks begin on Monday", "Talks begin on strike", EditVerdict.REWORDED, id="a weekday cut"),
        pytest.param("Talks begin on strike", "Talks begin on Monday", EditVerdict.REWORDED, id="a weekday added"),
        pytest.param("Bus 20 late", "Bus 21 late", EditVerdict.FIGURE_CHANGED, id="before a kept word"),
        pytest.param("20 ships wait for race", "21 ships wait for race", EditVerdict.FIGURE_CHANGED, id="first word"),
        pytest.param("Watchdog fines 40", "Ministry fines 45", EditVerdict.FIGURE_CHANGED, id="after a kept word"),
        pytest.param("Boy, 14", "Boy, 15", EditVerdict.FIGURE_CHANGED, id="after a comma and a kept word"),
        pytest.param("Talks hit 40 degrees", "Talks hit 45", EditVerdict.REWORDED, id="the unit was cut"),
        pytest.param("Talks hit 45", "Talks hit 40 degrees", EditVerdict.REWORDED, id="a unit was added"),
        pytest.param("Talks hit 40 cars", "Talks hit 45 barns", EditVerdict.REWORDED, id="another unit"),
        pytest.param("Day 20 of sale", "Day 21 of sale", EditVerdict.REWORDED, id="a label"),
        pytest.param("Round 3 fight moved", "Bout 4 fight moved", EditVerdict.REWORDED, id="a label before"),
        pytest.param("Bout 3 fight moved", "Round 4 fight moved", EditVerdict.REWORDED, id="a label after"),
        pytest.param("Bout 3 fight moved", "Duel 4 fight moved", EditVerdict.FIGURE_CHANGED, id="no label"),
        pytest.param(
            "Club sells 12 40-seat buses",
            "Club sells 14 40-seat buses",
            EditVerdict.FIGURE_CHANGED,
            id="beside another number",
        ),
        pytest.param(
            "40 ships wait outside Sampleton harbour gates",
            "Pilots strike outside Sampleton harbour gates, 45 ships wait",
            EditVerdict.REWORDED,
            id="in another place",
        ),
    ],
)
def test_a_number_changes_where_it_means_the_same_thing(before: str, after: str, verdict: EditVerdict) -> None:
    assert judge(before, after).verdict is verdict


def with_lines(*lines: str) -> str:
    return "\n".join(["Talks went on.", *lines])


DEAD, MORE_DEAD = "12 people were killed.", "14 people were killed."


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        pytest.param([DEAD], [MORE_DEAD], EditVerdict.FIGURE_CHANGED, id="the only line"),
        pytest.param(["Rain.", DEAD], ["Snow.", MORE_DEAD], EditVerdict.FIGURE_CHANGED, id="the second line"),
        pytest.param(
            [*"abcd", DEAD], [*"efgh", MORE_DEAD], EditVerdict.FIGURE_CHANGED, id="the fifth line that was replaced"
        ),
        pytest.param(
            [*"abcde", DEAD], [*"fghij", MORE_DEAD], EditVerdict.TRIVIAL, id="the sixth line that was replaced"
        ),
        pytest.param(["Rain.", DEAD], [MORE_DEAD], EditVerdict.TRIVIAL, id="a line was cut"),
        pytest.param([DEAD], [MORE_DEAD, "Rain."], EditVerdict.FIGURE_CHANGED, id="a line was added behind"),
        pytest.param([DEAD, "Rain."], ["Rain.", DEAD], EditVerdict.TRIVIAL, id="lines moved"),
        pytest.param([DEAD], [DEAD], EditVerdict.TRIVIAL, id="nothing"),
    ],
)
def test_replaced_lines_of_the_text_are_compared_in_order(
    before: list[str], after: list[str], verdict: EditVerdict
) -> None:
    edit = judge("Mine blast", "Mine blast", before_text=with_lines(*before), after_text=with_lines(*after))
    assert edit.verdict is verdict


@pytest.mark.parametrize(
    ("before_chars", "after_chars", "verdict"),
    [
        pytest.param(5_000, 4_000, EditVerdict.CORRECTED, id="within 4,000 characters"),
        pytest.param(5_000, 4_001, EditVerdict.TRIVIAL, id="one character beyond"),
        pytest.param(4_000, 4_000, EditVerdict.TRIVIAL, id="it said so before"),
        pytest.param(4_001, 4_000, EditVerdict.CORRECTED, id="it said so before, one character beyond"),
    ],
)
def test_the_first_4_000_characters_of_a_text_are_searched(
    before_chars: int, after_chars: int, verdict: EditVerdict
) -> None:
    texts = ["x" * (chars - 11) + "\nCorrection" for chars in (before_chars, after_chars)]
    assert judge("Mine blast", "Mine blast", before_text=texts[0], after_text=texts[1]).verdict is verdict


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        pytest.param("Dean", "Shaw", True, id="four letters"),
        pytest.param("Dean", "Lee", False, id="three letters after"),
        pytest.param("Lee", "Dean", False, id="three letters before"),
        pytest.param("Marlow", "Madsen", True, id="two letters at the beginning in common"),
        pytest.param("Marlow", "Marsden", False, id="three in common: forms of one name"),
        pytest.param("Finland", "Finnish", False, id="country and adjective"),
        pytest.param("Ukraine", "Ukrainian", False, id="three quarters of the letters in common"),
        pytest.param("Haley", "Hales", True, id="four fifths in common: a new spelling"),
        pytest.param("Sergei", "Sergey", True, id="more than four fifths"),
        pytest.param("Marlow", "rowers", False, id="a name, then none"),
        pytest.param("rowers", "Marlow", False, id="no name, then one"),
        pytest.param("Seven", "Eight", False, id="numbers"),
        pytest.param("Marlow", "1924", False, id="digits"),
        pytest.param("Jack Marlow", "Will Madsen", True, id="two words for two"),
        pytest.param("Jack Marlow", "Madsen", False, id="one word for two"),
        pytest.param("Marlow junior", "Madsen senior", False, id="only one of two is a name"),
        pytest.param("Finland Marlow", "Finnish Madsen", False, id="one of two is a form of the other"),
    ],
)
def test_a_name_is_changed_by_another_name_of_four_letters_or_more(
    before: str,
    after: str,
    changed: bool,  # noqa: FBT001 - the expected answer
) -> None:
    headline = "Big prize for {} hailed in town"
    assert judge(headline.format(before), headline.format(after)).name_changed is changed


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        pytest.param(
            "Town awards a big prize for Jon Harker", "Town awards a big prize for Jon Barker", True, id="at the end"
        ),
        pytest.param(
            "Town awards a big prize for Jon Harker",
            "Town awards a big prize for Jon Barker hailed",
            False,
            id="a word added behind",
        ),
        pytest.param(
            "Town awards a big prize for Jon Harker hailed",
            "Town awards a big prize for Jon Barker",
            False,
            id="a word cut behind",
        ),
        pytest.param(
            "Town awards a big prize for Marlow hailed",
            "Town awards a big prize for Madsen is hailed",
            False,
            id="another word behind",
        ),
        pytest.param(
            "Town awards a big prize for old Marlow hailed",
            "Town awards a big prize for Madsen hailed",
            False,
            id="a word cut before",
        ),
        pytest.param(
            "Town awards a big prize for Marlow hailed",
            "Town awards a big prize for old Madsen hailed",
            False,
            id="a word added before",
        ),
        pytest.param("Marlow wins big prize", "Madsen wins big prize", False, id="the first word"),
        pytest.param("Marlow visits town today", "Today Madsen visits town today", False, id="the first word before"),
        pytest.param("Today Marlow visits town today", "Madsen visits town today", False, id="the first word after"),
        pytest.param("Big Marlow wins prize", "Big Madsen wins prize", True, id="the second word"),
        pytest.param(
            "Town awards a big prize for Marlow, hailed",
            "Town awards a big prize for Madsen: hailed",
            True,
            id="other marks beside it",
        ),
        pytest.param(
            "Police Name Suspect As Jon Harker", "Police name suspect as Jon Barker", False, id="title case before"
        ),
        pytest.param(
            "Police name suspect as Jon Harker", "Police Name Suspect As Jon Barker", False, id="title case after"
        ),
    ],
)
def test_a_name_is_changed_where_the_words_beside_it_are_kept(
    before: str,
    after: str,
    changed: bool,  # noqa: FBT001 - the expected answer
) -> None:
    assert judge(before, after).name_changed is changed


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        pytest.param("Rain in town", "Rain in town", [], id="nothing"),
        pytest.param("Rain, in town", "Rain in 'town'", [], id="only marks"),
        pytest.param("Rain in town", "Rain in old town", [("", "old")], id="added"),
        pytest.param("Rain in old town", "Rain in town", [("old", "")], id="cut"),
        pytest.param(
            "Blast hits mine in Homs as night falls",
            "Explosion hits big coal pit in Homs as dark night comes slowly",
            [("Blast", "Explosion"), ("mine", "big coal pit"), ("", "dark"), ("falls", "comes slowly")],
            id="more words after",
        ),
        pytest.param(
            "Explosion hits big coal pit in Homs as dark night comes slowly",
            "Blast hits mine in Homs as night falls",
            [("Explosion", "Blast"), ("big coal pit", "mine"), ("dark", ""), ("comes slowly", "falls")],
            id="more words before",
        ),
        pytest.param("In Homs, big", "In Aleppo: (small)", [("Homs, big", "Aleppo: (small")], id="marks inside a run"),
    ],
)
def test_each_run_of_changed_words_is_given_once(before: str, after: str, changed: list[tuple[str, str]]) -> None:
    assert [(change.before, change.after) for change in judge(before, after).changed] == changed


def test_own_edits_of_scores_ages_prices_and_dates_are_judged_right() -> None:
    rows = [json.loads(line) for line in OWN.read_text("utf-8").splitlines()]
    wrong = [
        row["before"]
        for row in rows
        if (row["gold"] == "figure_revised")
        != (judge(row["before"], row["after"]).verdict is EditVerdict.FIGURE_CHANGED)
    ]
    assert wrong == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_makes_it_fail(before: str, after: str) -> None:
    edit = judge(before, after)
    assert edit.name_changed in {True, False}
    assert judge(before, before).changed == ()


@pytest.mark.parametrize("hostile", ["a " * 50_000, "12 " * 33_000, "\ud800" * 100_000, "🔥" * 100_000, "." * 100_000])
def test_a_hostile_headline_takes_no_time(hostile: str) -> None:
    start = work_s()
    judge(hostile, hostile[::-1], before_text=hostile, after_text=hostile + "x")
    assert work_s() - start < 5
