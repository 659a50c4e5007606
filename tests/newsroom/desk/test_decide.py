"""What an item is worth to the desk as a whole."""

from dataclasses import replace

from newsroom.desk.alerts import AlertRules
from newsroom.desk.decide import Arrival, Revision, apply, decide
from newsroom.desk.memory import Memory
from newsroom.item import Paragraph
from newsroom.matching.matcher import Tier
from tests.builders import NOW, chat, item, topic

LINES = ("09:10 - Seven people were killed in the flood at Lower Quay.", "09:30 - The ferry sails again.")


def desk(query: str) -> Memory:
    memory = Memory()
    memory.set_topics([topic(query=query)], [chat()])
    return memory


def test_a_live_blog_alerts_by_its_headline_alone_and_claims_nothing() -> None:
    blog = replace(
        item(), title="Live: Monday's news as it happens", paragraphs=tuple(Paragraph(text=t) for t in LINES)
    )
    ruling = decide(Arrival(item=blog, background=False), desk("ferry"), AlertRules(), NOW)
    assert [m.tier for m in ruling.matches] == [Tier.SEARCH]
    assert (ruling.cards, ruling.claims) == ((), ())


def test_a_live_blog_whose_headline_is_about_the_topic_alerts() -> None:
    blog = replace(item(), title="Live: ferry fire at Lower Quay", paragraphs=())
    ruling = decide(Arrival(item=blog, background=False), desk("ferry"), AlertRules(), NOW)
    assert [m.tier for m in ruling.matches] == [Tier.ALERT]


def test_a_figure_that_an_edit_brought_was_said_when_the_edit_came() -> None:
    memory = desk("flood")
    first = replace(item(), title="Flood at Lower Quay kills four people", paragraphs=())
    opened = decide(Arrival(item=first, background=False), memory, AlertRules(), first.first_seen)
    apply(opened, memory, first.first_seen)
    newer = replace(first, title="Flood at Lower Quay kills nine people", version=2)
    later = first.first_seen.replace(hour=(first.first_seen.hour + 3) % 24)
    ruling = decide(
        Revision(before=first, item=newer, story=opened.story, background=False), memory, AlertRules(), later
    )
    assert [(c.value, c.said_at) for c in ruling.claims] == [(9, later)]
