"""What a file changes in a chat is what differs, and nothing else."""

from dataclasses import replace

from newsroom.chat_file import ChatFile, FiledFeed, FiledTopic, difference
from newsroom.topic import TopicMode

FERRY, OIL = FiledTopic(query="ferry"), FiledTopic(query="oil", min_independent=2)
HERE = ChatFile(settings={"zone": "UTC", "digest": "08:00"}, topics=(FERRY, OIL), feeds=(FiledFeed(url="https://a/"),))


def test_of_the_same_nothing_changes() -> None:
    change = difference(HERE, HERE)
    assert change.nothing
    assert (change.same, change.others) == (2, ())


def test_topics_are_known_by_their_thread_and_query() -> None:
    paused, elsewhere = replace(FERRY, mode=TopicMode.PAUSED), replace(OIL, thread=7)
    change = difference(HERE, replace(HERE, topics=(paused, elsewhere)))
    assert change.changed == ((FERRY, paused),)
    assert change.added == (elsewhere,)
    assert change.others == (OIL,)


def test_what_the_file_leaves_out_stays() -> None:
    change = difference(HERE, ChatFile(settings={"zone": "Europe/Kyiv"}))
    assert change.settings == {"zone": ("UTC", "Europe/Kyiv")}
    assert change.others == (FERRY, OIL)
    assert not change.feeds


def test_a_feed_that_is_there_is_not_added() -> None:
    other = FiledFeed(url="https://b/", name="B")
    named = FiledFeed(url="https://a/", name="another name")
    assert difference(HERE, ChatFile(feeds=(named, other))).feeds == (other,)
