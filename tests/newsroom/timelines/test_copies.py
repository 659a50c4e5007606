"""What many outlets have word for word is read once, and counts as each one's report of its own day."""

from dataclasses import replace
from datetime import timedelta

import pytest

from newsroom.item import Item, ItemId, Paragraph
from newsroom.timelines.event_mentions import DatedSentences, all_sentences, item_sentences
from newsroom.timelines.timeline import timeline
from tests import builders

TEXTS = [
    pytest.param("en", "The ferry sank on Monday off the quay.", id="a day counted from publication"),
    pytest.param("en", "The ferry was to leave by 3 July. It sank on 30 June 2026 off the quay.", id="a deadline"),
    pytest.param("uk", "Пором затонув у понеділок біля причалу. Причини не назвали.", id="another language"),
    pytest.param("en", "The ferry sank off the quay, and nobody was hurt.", id="no day at all"),
]


def copies(text: str, language: str) -> list[Item]:
    """Of three days: the second has it two days later, the third again on the first day."""
    first = replace(builders.item(title="Ferry"), paragraphs=(Paragraph(text=text),), language=language)
    days = (timedelta(0), timedelta(days=2), timedelta(0))
    assert first.published is not None
    return [
        replace(first, id=ItemId(number), published=first.published + later) for number, later in enumerate(days, 1)
    ]


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_a_copy_has_the_dates_that_it_has_alone(language: str, text: str) -> None:
    items = copies(text, language)
    together = all_sentences(items)
    alone = [DatedSentences(item, item_sentences(item)) for item in items]
    assert [one.item for one in together] == items
    places = range(len(together[0].texts))
    assert [[one.dates(at) for at in places] for one in together] == [[one.dates(at) for at in places] for one in alone]
    assert len({id(one.texts) for one in together}) == 1


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_copies_are_counted_each(language: str, text: str) -> None:
    found = timeline(copies(text, language))
    reported = [mention.item.id for line in (*found.entries, *found.background) for mention in line.mentions]
    assert {1, 2, 3} == {*reported}
