"""What the guides have people write is answered with what they promise, in their order, by one who owns the bot."""

import pytest

from config.schema import AccessSettings
from newsroom.access import AccessMode
from newsroom.opml import OpmlFeed, write_opml
from standin.initial_chats import PRIVATE_ID
from tests.docs.test_guides import GUIDES, written
from tests.journeys.shift import shift
from tests.journeys.test_try import FERRY

# What they can't have here: a site on the internet, a colleague who came, chats of that name.
EXPECTED_REFUSALS = {
    "/addfeed https://example.org": "no address that I may visit",
    "/role @anna editor": "I don't know @anna",
    "/role @anna none": "I don't know @anna",
    "/manage @channel": "I can't see @channel",
    "/manage @group": "I can't see @group",
}
REFUSALS = (
    *("I know no", "can't read", "no field", "Did you mean", "I don't", "I can't", "has added no", "has no feed"),
    *("added no feed", "takes a", "You have asked"),
)
OTHERS = (
    "Baker wins the bread prize in Oldtown",
    "Court jails a banker for fraud",
    "Glacier loses forty metres in one summer",
    "Orchestra refuses to play without heating",
    "Parliament votes on the price of bread",
    "Volcano closes three airports in Iceland",
    "Museum returns a bronze to Benin",
    "Hospital runs out of plasma after flood",
)
FEEDS = [OpmlFeed(url=f"https://paper{n}.example/rss", name=f"Paper {n}") for n in range(3)]


@pytest.mark.parametrize("guide", GUIDES)
async def test_each_line_of_a_guide_does_something(either_database: str, guide: str) -> None:
    access = AccessSettings(mode=AccessMode.INVITE, admins=(PRIVATE_ID,))
    odd = []
    async with shift(either_database, access=access) as desk:
        await desk.say("/track ferry")
        await desk.uploads("subscriptions.opml", write_opml("mine", FEEDS))
        for number, title in enumerate((*FERRY, *OTHERS)):
            await desk.brings(1 + number % 5, title, f"{title}.")
        for line in written(guide):
            if line.endswith("_") or line in ("/split", "/why", "/edits", "/disagreements"):  # answers to an alert
                continue
            answers = "\n".join(message.text for message in await desk.say(line))
            await desk.later(minutes=1)
            if line.startswith("/language"):
                await desk.say("/language en")
            wanted = EXPECTED_REFUSALS.get(line)
            refused = not answers or any(words in answers for words in REFUSALS)
            if refused if wanted is None else wanted not in answers:
                odd.append((line, answers))
    assert odd == [], "\n".join(f"{line}: {answer[:150]}" for line, answer in odd)
