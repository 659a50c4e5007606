"""The stories of the sample days: one decree in four languages, two strikes on one region."""

import json
import re
from collections.abc import Mapping

import pytest

from bot.lab.rows import read_items, read_rows
from bot.lab.stories import decide
from bot.local.wires.sample import SampleItem
from bot.local.wires.scenario import load_scenario
from desk.sentence_encoder import ModelEncoder

DECREE = ("aid-two-million", "aid-herald", "aid-post", "aid-post-uk", "aid-ru", "aid-fr", "grid-glued")
OTHER_EVENTS = ("aid-one-million", "azerbaijan-gas", "disinformation-uk")

Answers = Mapping[str, Mapping[str, object]]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    rows = sorted((_row(item) for item in load_scenario().items), key=lambda row: row["published"])
    stream = tmp_path_factory.mktemp("sample") / "stream.jsonl"
    stream.write_text("\n".join(map(json.dumps, rows)))
    return {str(row["id"]): row for row in decide(read_items(read_rows(str(stream))), ModelEncoder())}


@pytest.mark.parametrize("story", ["story", "story_online"], ids=["after the repair", "as it arrives"])
def test_a_decree_reported_in_four_languages_is_one_story(answers: Answers, story: str) -> None:
    """As the articles do that the project grew out of."""
    (decree,) = {answers[key][story] for key in DECREE}
    assert not any(answers[key][story] == decree for key in OTHER_EVENTS)


@pytest.mark.parametrize("story", ["story", "story_online"], ids=["after the repair", "as it arrives"])
def test_the_gas_station_and_the_depot_that_were_hit_two_days_later_are_two_stories(
    answers: Answers, story: str
) -> None:
    assert answers["compressor-station"][story] != answers["socar-depot"][story]


def _row(item: SampleItem) -> dict[str, str]:
    return {
        "id": item.key,
        "source": item.outlet,
        "url": f"https://{item.outlet}.example/{item.key}",
        "title": item.title,
        "summary": re.sub("<[^>]+>", " ", item.html),
        "published": item.published.isoformat(),
        "language": item.language,
    }
