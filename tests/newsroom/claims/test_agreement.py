"""That two reports agree is never said of figures that differ."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lab.rows import item_of
from newsroom.claims.claims import Claim, claims
from newsroom.claims.disagreements import Agree, gravest
from newsroom.claims.word_senses import Hedge
from tests.newsroom.claims.claim_items import item

ROOT = Path(__file__).parents[3]
OWN = sorted((ROOT / "benchmarks").glob("disagreements_*.jsonl"))
SHARED = ROOT / os.environ.get("WIREWATCH_SHARED", "../shared") / "eval" / "data" / "disagreements"
# Most that a rounded number may be away from the exact one: "nearly 50" and 49.
A_TENTH = 0.1
HEADLINES = {
    "en": ("{} killed in Homs mosque blast", "Homs mosque blast kills {}"),
    "fr": ("Explosion à Homs : {} morts", "{} personnes tuées dans une explosion à Homs"),
    "es": ("Explosión en Homs: {} muertos", "Mueren {} personas en una explosión en Homs"),
    "ru": ("При взрыве в Хомсе погибли {} человек", "Взрыв в Хомсе: {} погибших"),
    "tr": ("Humus'ta patlama: {} ölü", "Humus'taki patlamada {} kişi öldü"),
}
HEDGED = {
    "en": ("at least", "more than", "nearly", "about", "up to", "fewer than"),
    "fr": ("au moins", "plus de", "près de", "environ"),
    "es": ("al menos", "más de", "casi", "hasta"),
    "ru": ("не менее", "более", "почти", "около"),
    "tr": ("en az", "yaklaşık", "en fazla"),
}


def may_be_one_number(a: Claim, b: Claim) -> bool:
    near = abs(a.value - b.value) <= A_TENTH * max(a.value, b.value)
    rounded = {a.hedge, b.hedge} - {Hedge.EXACT, Hedge.AT_LEAST} or max(a.value, b.value) >= 1000
    return a.value == b.value or (near and bool(rounded))


@st.composite
def counts(draw: st.DrawFn, language: str) -> str:
    hedge = draw(st.sampled_from(("", *HEDGED[language])))
    return f"{hedge} {draw(st.integers(min_value=2, max_value=400))}".strip()


@given(
    data=st.data(),
    language=st.sampled_from(sorted(HEADLINES)),
    hours=st.floats(min_value=0, max_value=40),
    same_story=st.booleans(),
)
def test_one_number_makes_two_headlines_agree_and_two_never_do(
    data: st.DataObject, language: str, hours: float, *, same_story: bool
) -> None:
    one, other = (pattern.format(data.draw(counts(language))) for pattern in HEADLINES[language])
    left = claims(item(one, language=language))
    right = claims(item(other, number=2, outlet="Sample Herald", hours=hours, language=language))
    best = gravest(left, right, same_story=same_story)
    if best is not None and isinstance(best[0], Agree):
        assert may_be_one_number(best[1], best[2])


@given(old=st.integers(2, 300), new=st.integers(2, 300))
def test_an_item_that_gives_both_numbers_neither_agrees_nor_contradicts(old: int, new: int) -> None:
    updated = claims(
        item(f"At least {old} killed in Homs blast", f"At least {new} people were killed in the Homs blast.")
    )
    other = claims(item(f"At least {new} killed in Homs blast", number=2, outlet="Sample Herald", hours=2))
    best = gravest(updated, other, same_story=True)
    assert best is None or (old == new and isinstance(best[0], Agree))


@pytest.mark.parametrize("path", [*OWN, *sorted(SHARED.glob("*.jsonl"))], ids=lambda path: path.stem)
def test_no_labelled_pair_whose_figures_differ_agrees(path: Path) -> None:
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        left, right = (claims(item_of(row[side], number).item) for number, side in enumerate("ab", start=1))
        for same_story in (True, False):
            best = gravest(left, right, same_story=same_story)
            if best is not None and isinstance(best[0], Agree):
                assert row["gold"] != "conflict", row["pair"]
                assert may_be_one_number(best[1], best[2]), row["pair"]
