"""Several items about one event."""

from typing import NewType

StoryId = NewType("StoryId", int)  # below 0: a chat's own, counted in each chat


def numbered(number: int) -> str:
    """How people name what has this number, after /story_ for instance: 12; own3 for the chat's own third."""
    return str(number) if number >= 0 else f"own{-number}"
