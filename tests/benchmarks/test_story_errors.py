"""What is read are the items in the wrong story, and never those put aside."""

from benchmarks.story_errors import READABLE, errors


def test_a_mixed_group_and_a_split_story_are_printed() -> None:
    read = [
        {"id": name, "title": f"Headline {name}", "gold_story": story}
        for name, story in zip("abcd", "xxyz", strict=True)
    ]
    lines = list(
        errors([*read, {"id": "e", "title": "-", "gold_story": None}], {"a": 1, "b": 2, "c": 2, "d": 3, "e": 3})
    )
    assert lines[0] == "== several stories in one group: 1 of 3"
    assert [line.split(" | ")[-1] for line in lines if "|" in line] == [
        "Headline b",
        "Headline c",
        "Headline a",
        "Headline b",
    ]
    assert "== one story in several groups: 1 of 3" in lines


def test_what_was_put_aside_cannot_be_read() -> None:
    assert READABLE
    assert not [name for name in READABLE if "aside" in name]
