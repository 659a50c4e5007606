"""Whose headline a story bears: on cards, in lists, digests, answers and files alike."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from newsroom.desk.story_view import StoryView
from newsroom.item import Item, ItemId
from newsroom.stories.independence import Independence, Report

_FRESH = timedelta(hours=12)  # what is older when a card is made did not make it


def heading(found: Independence, words: tuple[str, ...], made: datetime, language: str) -> Item:
    """The item whose headline heads the card: the first that has the matched words, its own text before a copy.

    An old story's first headline over a new item's alert shows the chat neither what is new nor what it asked for.
    Where a story is reported in the chat's own `language`, too, such a report heads the card, whatever words it has:
    those that matched may be another language's.
    """
    fresh = [r for r in found.reports if words and r.item.time >= made - _FRESH] or list(found.reports)
    wanted = [word.casefold() for word in words]
    matching = [r for r in fresh if all(word in text_of(r.item) for word in wanted)] or fresh
    return _first(matching, fresh, language)


def heading_of_matches(found: Independence, matching: Collection[ItemId], language: str) -> Item:
    """The item whose headline would have headed the alert: as `heading`, where it is known which items match."""
    matched = [r for r in found.reports if r.item.id in matching]
    return _first(matched or found.reports, found.reports, language)


def _first(matching: Sequence[Report], others: Sequence[Report], language: str) -> Item:
    own = [r for r in matching if r.reprint_of is None]
    spoken = [r for r in (*own, *others) if r.item.language == language and r.reprint_of is None]
    return (spoken or own or matching)[0].item


def lead_in(view: StoryView, language: str) -> Item:
    """The item whose headline names a story where no place's card does: in files, and to other programs."""
    return heading(view.independence(), (), view.updated, language)


def text_of(item: Item) -> str:
    """Its headline and text in small letters."""
    return f"{item.title}\n{item.text}".casefold()
