"""Our own sentences with dates are scored as the shared scorer does it, spans of years included."""

from benchmarks.own_dates import part, score

GOLD = [
    {"id": 1, "gold": [{"start": 0, "end": 6, "value": "2025-08-11T12:00"}, {"start": 10, "end": 14, "value": None}]},
    {"id": 2, "gold": [{"start": 0, "end": 7, "value": "2016/2017"}]},
    {"id": 3, "gold": list[object]()},
]


def test_values_are_compared_without_their_hours_and_each_expression_once() -> None:
    found, faultless = score(
        GOLD,
        [
            {
                "id": 1,
                "dates": [{"start": 0, "end": 6, "value": "2025-08-11"}, {"start": 9, "end": 15, "value": "2025"}],
            },
            {"id": 2, "dates": [{"start": 0, "end": 4, "value": "2016"}]},
            {"id": 3, "dates": [{"start": 0, "end": 4, "value": "2025"}]},
        ],
    )
    assert (found.precision, found.recall) == (1 / 3, 1 / 2)
    assert faultless == 1 / 3


def test_each_expression_is_where_the_sentence_has_it() -> None:
    for row in (*part("tuned"), *part("aside")):
        assert all(row["text"][one["start"] : one["end"]].strip() for one in row["gold"])
    assert len(part("tuned")) == len(part("aside")) == 40
