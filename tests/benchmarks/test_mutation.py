"""The mutator changes what it says, spares what it says, and its list of equivalent mutants is up to date."""

import pytest

from benchmarks.labelled_set import ROOT
from benchmarks.mutants import Mutant, mutants
from benchmarks.mutation import EquivalentMutant, Fate, MutantTrial, listed_equivalents, own_tests

PACING = "handlers/sending/pacing.py"


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        pytest.param("a < b", ["a <= b", "a >= b"], id="less"),
        pytest.param("a <= b", ["a < b", "a > b"], id="at most"),
        pytest.param("a > b", ["a <= b", "a >= b"], id="more"),
        pytest.param("a >= b", ["a < b", "a > b"], id="at least"),
        pytest.param("a == b != c", ["a != b != c", "a == b == c"], id="equal and not"),
        pytest.param("a is not b", ["a is b"], id="is not"),
        pytest.param("(a) not in (b)", ["(a) in (b)"], id="not in, within brackets"),
        pytest.param("a and b and c", ["a and b or c", "a or b and c"], id="and"),
        pytest.param("a or b", ["a and b"], id="or"),
        pytest.param("not a", ["a"], id="not"),
        pytest.param("-a", ["a"], id="sign"),
        pytest.param("a + b", ["a - b"], id="sum"),
        pytest.param("a * b / c // d", ["a * b * c // d", "a * b / c * d", "a / b / c // d"], id="products"),
        pytest.param("a & b | c", ["a & b & c", "a | b | c"], id="sets"),
        pytest.param("a += b", ["a -= b"], id="sum in place"),
        pytest.param("min(a)", ["max(a)"], id="least"),
        pytest.param("any(a)", ["all(a)"], id="any"),
        pytest.param("a.min(b)", [], id="a method of that name"),
        pytest.param("7", ["6", "8"], id="whole number"),
        pytest.param("4_000  # of them", ["3999", "4001"], id="number with a comment"),
        pytest.param("0.5", ["0.45", "0.55"], id="fraction"),
        pytest.param("0.0", ["1"], id="nought"),
        pytest.param("True", ["False"], id="true"),
        pytest.param("'ü' < a", ["'ü' <= a", "'ü' >= a"], id="behind a letter of two bytes"),
        pytest.param("f'{a < 1}'", [], id="inside an f-string"),
        pytest.param("a: int | None = b", [], id="annotation"),
        pytest.param("a: TypeAlias = b | c", [], id="alias of a type"),
        pytest.param("'a < b'", [], id="text"),
    ],
)
def test_each_token_is_changed_into_what_could_be_mistaken_for_it(line: str, changed: list[str]) -> None:
    assert sorted(one.after for one in mutants(line + "\n")) == changed


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        pytest.param("def f(a) -> bool:\n    return a\n", ["return None"], id="an answer of yes or no"),
        pytest.param("def f(a) -> int:\n    return a\n", [], id="another answer"),
        pytest.param("def f(a: int | None = 2) -> None: ...\n", ["1", "3"], id="default"),
        pytest.param("@dataclass(frozen=True)\nclass A:\n    a: bool = True\n", ["a: bool = False"], id="flags"),
        pytest.param("for a in b:\n    break\n", ["continue"], id="break"),
        pytest.param("for a in b:\n    continue\n", ["break"], id="continue"),
    ],
)
def test_blocks_are_changed_but_for_flags_and_annotations(text: str, changed: list[str]) -> None:
    found = [one.after.removeprefix("def f(a: int | None = ").removesuffix(") -> None: ...") for one in mutants(text)]
    assert sorted(found) == changed


def test_a_mutant_knows_its_function_and_its_line_and_changes_nothing_else() -> None:
    text = "class A:\n    def b(self) -> int:\n        return 1  # why\n"
    first, _ = mutants(text)
    assert (first.within, first.line, first.before, first.after) == ("A.b", 3, "return 1", "return 0")
    assert first.applied(text) == text.replace("1", "0")


def site(text: str) -> Mutant:
    return next(one for one in mutants(text) if one.replacement == "<=")


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        pytest.param("def f():\n    a < b\n", True, id="the same"),
        pytest.param("x = y\n\ndef f():\n    if x:\n        a < b  # why\n", True, id="moved"),
        pytest.param("def g():\n    a < b\n", False, id="in another function"),
        pytest.param("def f():\n    a < c\n", False, id="another line"),
    ],
)
def test_an_equivalent_mutant_is_known_by_its_text(text: str, listed: bool) -> None:  # noqa: FBT001 - the expected answer
    one = EquivalentMutant(module="a.py", within="f", before="a < b", after="a <= b", reason="never equal")
    assert one.matches("a.py", site(text)) is listed
    assert not one.matches("b.py", site(text))


def test_every_listed_equivalent_is_a_mutant_that_there_is_and_has_its_reason() -> None:
    listed = listed_equivalents()
    found = {module: mutants((ROOT / module).read_text("utf-8")) for module in {one.module for one in listed}}
    gone = [one for one in listed if not any(one.matches(one.module, mutant) for mutant in found[one.module])]
    assert gone == [], "the line has changed: look whether the mutant is still equivalent, and take its new text over"
    assert all(one.reason for one in listed)


@pytest.mark.parametrize(
    ("text", "fate"),
    [
        pytest.param((ROOT / PACING).read_text("utf-8"), Fate.SURVIVED, id="unchanged"),
        pytest.param("OVERALL = 30\n", Fate.KILLED, id="can't be imported"),
        pytest.param("while True:\n    pass\n", Fate.TIMED_OUT, id="never ends"),
    ],
)
def test_a_text_is_tried_in_place_of_the_module_and_never_longer_than_the_limit(text: str, fate: Fate) -> None:
    limit_s = 3 if fate is Fate.TIMED_OUT else 120
    one_test = f"{own_tests(PACING)}::test_one_full_group_holds_up_nobody_else"
    before = (ROOT / PACING).read_bytes()
    assert MutantTrial(module=PACING, tests=(one_test,), limit_s=limit_s).fate(text) is fate
    assert (ROOT / PACING).read_bytes() == before
