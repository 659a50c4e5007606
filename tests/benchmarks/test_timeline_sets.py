"""The plain methods beside the timelines count documents, and the values without a topic do not know it."""

from datetime import UTC, date, datetime

from benchmarks.left_out_topics import best_without
from benchmarks.plain_timelines import most_documents, named_days, publication_day, with_name
from benchmarks.timeline_sets import days_of
from newsroom.item import Item, ItemId, Paragraph
from newsroom.source import Source, SourceId


def item(number: int, day: int, text: str) -> Item:
    at = datetime(2025, 5, day, 8, tzinfo=UTC)
    return Item(
        id=ItemId(number),
        source=Source(id=SourceId(1), name="A", url="", family="A"),
        url="",
        title="Mill",
        paragraphs=(Paragraph(text=text),),
        published=at,
        arrived_at=at,
        language="en",
    )


ITEMS = [
    item(1, 12, "The old mill of Norwick burned down on May 11, and the bridge fell on May 3."),
    item(2, 12, "The mill of Norwick burned down on May 11. It had burned on May 11 before."),
    item(3, 14, "Olek Brand was in Norwick and has no mill to run any more."),
]


def test_a_day_counts_once_for_each_document() -> None:
    span = (date(2025, 5, 1), date(2025, 5, 31))
    assert most_documents(ITEMS, named_days, 2, *span) == [date(2025, 5, 11), date(2025, 5, 3)]
    assert most_documents(ITEMS, publication_day, 1, *span) == [date(2025, 5, 12)]
    assert most_documents(ITEMS, named_days, 2, date(2025, 5, 4), span[1]) == [date(2025, 5, 11)]


def test_a_name_s_days_are_those_of_its_sentences_else_of_publication() -> None:
    assert with_name(ITEMS, "Olek Brand") == [date(2025, 5, 14)]
    assert with_name(ITEMS, "mill of Norwick") == [date(2025, 5, 3), date(2025, 5, 11)]


def test_the_days_of_a_gold_timeline_are_whole_days_in_order() -> None:
    assert days_of({"entries": [{"date": "2025-05-11"}, {"date": "2025-05"}, {"date": "2025-05-03"}]}) == [
        "2025-05-03",
        "2025-05-11",
    ]


def test_the_values_for_a_topic_are_the_best_of_the_others() -> None:
    found: dict[tuple[float, ...], dict[str, float]] = {
        (0.0,): {"t17_a": 1.0, "t17_b": 0.1, "entities_c": 0.2},
        (1.0,): {"t17_a": 0.0, "t17_b": 0.3, "entities_c": 0.3},
    }
    assert best_without("t17_a", found) == (1.0,)
    assert best_without("t17_b", found) == (0.0,)
