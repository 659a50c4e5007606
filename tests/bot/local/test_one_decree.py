"""The sample days report one decree in four languages, as the articles do that the project grew out of."""

import json
import re
from pathlib import Path

from bot.lab.rows import read_items, read_rows
from bot.lab.stories import decide
from bot.local.wires.sample import SampleItem
from bot.local.wires.scenario import load_scenario
from desk.sentence_encoder import sentence_encoder

DECREE = ("aid-two-million", "aid-herald", "aid-post", "aid-post-uk", "aid-ru", "aid-fr", "grid-glued")
OTHER_EVENTS = ("aid-one-million", "azerbaijan-gas", "disinformation-uk")


def test_a_decree_reported_in_four_languages_is_one_story_as_it_arrives_and_after_the_repair(
    tmp_path: Path,
) -> None:
    rows = sorted((_row(item) for item in load_scenario().items), key=lambda row: row["published"])
    stream = tmp_path / "stream.jsonl"
    stream.write_text("\n".join(map(json.dumps, rows)))
    answers = {str(row["id"]): row for row in decide(read_items(read_rows(str(stream))), sentence_encoder())}
    for story in ("story", "story_online"):
        (decree,) = {answers[key][story] for key in DECREE}
        assert not any(answers[key][story] == decree for key in OTHER_EVENTS)


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
