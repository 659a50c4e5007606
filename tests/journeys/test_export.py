"""A desk takes the record of a story away: what was reported, and what it was sent when."""

import csv
import io
import json

from tests.builders import NOW
from tests.journeys.shift import shift

FLOOD = "The flood in Exampleville killed {} people on Tuesday, the mayor's office said."


async def test_what_the_desk_was_sent_of_a_story_is_in_its_record_with_the_times(either_database: str) -> None:
    async with shift(either_database) as desk:
        await desk.say("/track exampleville")
        await desk.brings(1, "Exampleville flood kills nine", FLOOD.format("nine"), key="flood")
        await desk.later(minutes=30)
        await desk.brings(2, "Flood in Exampleville kills nine people", FLOOD.format("nine"))
        await desk.later(minutes=30)
        await desk.brings(1, "Exampleville flood killed eight, not nine", FLOOD.format("eight"), key="flood")
        alert = desk.sent()[1]
        (answer,) = await desk.say("/export", reply_to=alert)
        assert "as json" in answer.text
        text = desk.content(answer).decode("utf-8-sig")
        happened = [(row["time"], row["what happened"]) for row in csv.DictReader(io.StringIO(text, newline=""))]
        sent = {what: time for time, what in happened}
        assert sent["alert"] == NOW.isoformat(timespec="seconds")
        assert {"reported", "changed by the outlet", "card updated"} <= set(sent)
        assert [time for time, _ in happened] == sorted(time for time, _ in happened)
        (whole,) = await desk.say("/export week as json")
        (story,) = json.loads(desk.content(whole))["stories"]
        (alerted,) = [entry for entry in story["entries"] if entry["what"] == "alerted"]
        assert alerted["sent"] == NOW.isoformat(timespec="seconds")
        assert "exampleville" in [word.casefold() for word in alerted["words"]]
