"""The labelled sets as the product meets them: as teasers, and laid among one another in one stream.

The sets hold whole reports of 560 characters in the median, feeds have teasers of 190. So each is judged once more with
its texts cut to whole sentences of at most that length. And since two thirds of a real stream are single items and its
stories last for days, `mix` lays undated stories of like events (ecbplus), some spread over four days, among three
weeks of a dated set (allsides) in which most stories are cut down to one item.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

StoryRow = Mapping[str, Any]
TEASER_CHARS = 190
_TAG = re.compile(r"<[^>]{0,400}>")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_SEED = 7  # of the draws below: the same mix each time
_UNDATED_SINGLE, _DATED_SINGLE = 0.5, 0.6  # of the stories, cut down to one item
_FIRST_DAY, _SPAN = datetime(2021, 5, 1, tzinfo=UTC), timedelta(days=12)
_DATED_FROM, _DATED_TO = "2021-04-28", "2021-05-20"
_MEAN_DELAY_H, _LONGEST_DELAY_H = 20.0, 96.0  # of a story's items, after its start


def text_of(row: StoryRow) -> str:
    """The summary without markup, or the content where that is all there is."""
    summary = " ".join(_TAG.sub(" ", row.get("summary") or "").split())
    return summary or " ".join(_TAG.sub(" ", row.get("content") or "").split())


def cut(row: StoryRow) -> dict[str, Any]:
    """The row with as many whole sentences of its text as a teaser has."""
    teaser = ""
    for sentence in _SENTENCE_END.split(text_of(row)):
        if teaser and len(teaser) + len(sentence) + 1 > TEASER_CHARS:
            break
        teaser = f"{teaser} {sentence}".strip()
    return {key: value for key, value in row.items() if key != "content"} | {"summary": teaser[:TEASER_CHARS]}


def mix(undated: Iterable[StoryRow], dated: Iterable[StoryRow]) -> list[StoryRow]:
    """One stream of teasers out of two sets."""
    draw = random.Random(_SEED)  # noqa: S311 - a sample, not a secret
    mixed: list[StoryRow] = []
    for reports in _thinned(undated, _UNDATED_SINGLE, draw):
        start = _FIRST_DAY + draw.random() * _SPAN
        for row in reports:
            delay = timedelta(hours=min(_LONGEST_DELAY_H, draw.expovariate(1 / _MEAN_DELAY_H)))
            named = {"id": f"e{row['id']}", "gold_story": f"e{row['gold_story']}"}
            mixed.append(dict(row) | named | {"published": (start + delay).isoformat()})
    for reports in _thinned(
        (row for row in dated if _DATED_FROM <= row["published"][:10] <= _DATED_TO), _DATED_SINGLE, draw
    ):
        mixed += reports
    return [cut(row) for row in sorted(mixed, key=lambda row: str(row["published"]))]


def _thinned(rows: Iterable[StoryRow], share: float, draw: random.Random) -> Iterable[Sequence[StoryRow]]:
    stories: dict[str, list[StoryRow]] = defaultdict(list)
    for row in rows:
        stories[str(row["gold_story"])].append(row)
    for _, reports in sorted(stories.items()):
        yield reports[:1] if draw.random() < share else reports
