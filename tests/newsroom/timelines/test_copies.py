"""What many outlets have word for word is read once, and counts as each one's report of its own day."""

from dataclasses import replace
from datetime import timedelta

import pytest

from newsroom.item import Item, ItemId, Paragraph
from newsroom.timelines.dated_sentences import DatedSentences, TextSentences, all_sentences, item_sentences
from newsroom.timelines.event_mentions import event_mentions
from newsroom.timelines.implied_dates import implied_mentions
from newsroom.timelines.timeline import timeline
from tests import builders

TEXTS = [
    pytest.param("en", "The ferry sank on Monday off the quay.", id="a day counted from publication"),
    pytest.param("en", "The ferry was to leave by 3 July. It sank on 30 June 2026 off the quay.", id="a deadline"),
    pytest.param("uk", "Пором затонув у понеділок біля причалу. Причини не назвали.", id="another language"),
    pytest.param("en", "The ferry sank off the quay, and nobody was hurt.", id="no day at all"),
    pytest.param(
        "en",
        "The ferry sank on Monday off the quay. As a result, two men were detained by the police. It was recently "
        "repaired in the yards. The owner is to speak on Friday. Two days earlier it had left the yards again.",
        id="what follows, what is recent, what lies ahead",
    ),
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
    alone = [DatedSentences(item, _own_text(item)) for item in items]
    assert [one.item for one in together] == items
    places = range(len(together[0].texts))
    assert [[one.dates(at) for at in places] for one in together] == [[one.dates(at) for at in places] for one in alone]
    assert len({id(one.texts) for one in together}) == 1


@pytest.mark.parametrize(("language", "text"), TEXTS)
@pytest.mark.parametrize("left_out", [None, 0, 1])
def test_a_copy_reports_the_events_that_it_reports_alone(language: str, text: str, left_out: int | None) -> None:
    items = copies(text, language)
    wanted = [at != left_out for at in range(len(item_sentences(items[0])))]
    reported = [
        [*event_mentions(dated, wanted), *implied_mentions(dated, wanted)]
        for dated in (*all_sentences(items), *(DatedSentences(item, _own_text(item)) for item in items))
    ]
    assert reported[: len(items)] == reported[len(items) :]


def _own_text(item: Item) -> TextSentences:
    return TextSentences(item_sentences(item), item.language)


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_copies_are_counted_each(language: str, text: str) -> None:
    found = timeline(copies(text, language))
    reported = [mention.item.id for line in (*found.entries, *found.background) for mention in line.mentions]
    assert {1, 2, 3} == {*reported}
