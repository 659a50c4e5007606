"""What a chat tracks."""

from typing import NewType

TopicId = NewType("TopicId", int)
