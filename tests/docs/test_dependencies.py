"""Each package that a running bot needs is reviewed: its release, and what would replace it."""

import re

from scripts.dependencies_page import PAGE, REPLACED_BY, direct, pinned


def test_each_package_is_in_the_table_with_the_release_that_is_pinned() -> None:
    rows = dict(re.findall(r"^\| `([^`]+)` \| (\S+) \|", PAGE.read_text("utf-8"), re.MULTILINE))
    assert rows == {name: pinned()[name.lower()] for name in direct()}, "run python -m scripts.dependencies_page"


def test_what_would_replace_a_package_is_known_and_no_other_is_listed() -> None:
    assert set(REPLACED_BY) == {name.lower() for name in direct()}
