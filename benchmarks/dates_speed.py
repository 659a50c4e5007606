"""Sentences tagged per second on one core: `python benchmarks/dates_speed.py [TEXTS.jsonl]`.

Without a file it tags sentences of its own: one in four of them has a date, as in TimeBank (27 %).
"""

import json
import sys
import time
from datetime import date
from pathlib import Path

from newsroom.dates import find_dates
from newsroom.text.sentences import sentences

PUBLISHED = date(2025, 8, 12)
OWN = (
    "The ministry said on Tuesday that the bridge over the river would stay closed until the inspection ends.",
    "Residents of the northern suburb complained that the water had been brown and smelled of iron for weeks on end.",
    "The committee heard six witnesses, among them a former engineer of the plant, before it rose without a vote.",
    "Prices of wheat and barley fell again as exporters waited for the harbour to reopen after the storm damage.",
)
FEWEST_S = 2.0  # measured over at least so long


def sample() -> list[str]:
    """The sentences to tag."""
    if len(sys.argv) == 1:
        return list(OWN) * 500
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    return [sentence.text for row in rows for sentence in sentences(row["text"])]


def main() -> None:
    texts = sample()
    tagged = found = 0
    start = time.process_time()
    while (spent := time.process_time() - start) < FEWEST_S:
        for text in texts:
            found += len(find_dates(text, PUBLISHED, "en"))
        tagged += len(texts)
    print(json.dumps({"sentences_per_s": round(tagged / spent), "dates_per_sentence": round(found / tagged, 3)}))


if __name__ == "__main__":
    main()
