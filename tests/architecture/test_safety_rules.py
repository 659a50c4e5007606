"""ruff's rules about safety (`S`) hold everywhere: what breaks one says on its line why it may."""

import re
import tomllib

from tests.architecture.test_names import everything
from tests.architecture.test_sizes import ROOT, name_of

_EXCEPTION = re.compile(r"# noqa: (?:[A-Z]+\d+, ?)*S\d+")
_WITH_REASON = re.compile(r"# noqa: [A-Z0-9, ]+ - \w")


def test_no_rule_about_safety_is_switched_off_for_a_whole_folder() -> None:
    """But for `assert` in tests, which is how pytest speaks."""
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
    off = [("all", rule) for rule in lint["ignore"]]
    off += [(folder, rule) for folder, rules in lint["per-file-ignores"].items() for rule in rules]
    assert [(folder, rule) for folder, rule in off if re.fullmatch(r"S\d*", rule)] == [("tests/**", "S101")]


def test_each_exception_from_a_rule_about_safety_has_its_reason_on_its_line() -> None:
    bare = [
        f"{name_of(path)}:{number}"
        for path in everything()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if _EXCEPTION.search(line) and not _WITH_REASON.search(line)
    ]
    assert bare == []
