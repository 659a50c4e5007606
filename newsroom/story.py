"""What several items tell together."""

from typing import NewType

StoryId = NewType("StoryId", int)
