"""Who stands behind a story, from its view."""

from newsroom.desk.story_view import StoryView
from newsroom.stories.independence import Copy, Independence, independence

_COPIES = frozenset({"reprint", "partial_reprint", "same_item"})


def reports(view: StoryView) -> Independence:
    """The story's reports in order of first seen, with what copies what as it was decided."""
    copies = [
        Copy(item=told.item.id, of=told.of, shared_pct=100 if told.placement == "same_item" else told.likeness_pct)
        for told in view.items
        if told.placement in _COPIES and told.of is not None
    ]
    return independence([told.item for told in view.items], copies)
