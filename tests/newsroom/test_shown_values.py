"""How values of the newsroom are written for logs and for people."""

from datetime import UTC, datetime

from newsroom.matching.past_ages import frames_an_era
from newsroom.sentence import sentence
from newsroom.story import StoryId, numbered
from tests.builders import topic


def test_a_chats_own_story_is_numbered_as_its_own() -> None:
    assert [numbered(StoryId(12)), numbered(StoryId(-3))] == ["12", "own3"]


def test_a_topic_reads_as_it_is_typed() -> None:
    assert topic(query="ferry AND pilot").text == "ferry pilot"


def test_a_sentence_is_logged_with_its_name_its_moments_and_the_sentences_in_it() -> None:
    inner = sentence("unit.topic", count=1)
    logged = str(sentence("story.opened", at=datetime(2026, 3, 3, 12, tzinfo=UTC), about=inner, both=(inner, inner)))
    assert logged.startswith("story.opened at=2026-03-03T12:00:00+00:00 about=[unit.topic count=1]")


def test_what_has_no_word_frames_no_era() -> None:
    assert not frames_an_era("— 1999 …"[:1])
