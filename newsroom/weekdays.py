"""The days of the week as people type them in English, Monday the first."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
