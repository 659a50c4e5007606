"""Several items about one event."""

from typing import NewType

StoryId = NewType("StoryId", int)
