"""What the desk decides about one item: values only, for storage to keep and for the desk's state to apply."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from newsroom.chat import Place
from newsroom.claims.claims import Claim
from newsroom.claims.disagreements import Disagreement
from newsroom.claims.headline_edits import HeadlineEdit
from newsroom.desk.state import DeliveryMode, DeskState, OpenStory, card_state
from newsroom.item import Item
from newsroom.matching.matcher import TopicMatch
from newsroom.stories.placement import Placement
from newsroom.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCard:
    """Make or change a place's card, shown in this mode; `until`: when what must wait may be shown, if known."""

    place: Place
    mode: DeliveryMode
    words: tuple[str, ...]
    until: datetime | None = None

    def apply(self, story: OpenStory, state: DeskState, now: datetime) -> None:
        """Enter the card, and the headline that it shows, into the desk's state."""
        story.cards[self.place] = card_state(self.mode)
        state.note_headline(self.place, story, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateCard:
    """The story changed: show the place's card anew."""

    place: Place

    def apply(self, story: OpenStory, state: DeskState, now: datetime) -> None:
        """Changes nothing: the card keeps its mode and its headline."""


class NoticeKind(StrEnum):
    """What is material enough for a message of its own, under the story's card."""

    CONTRADICTION = "contradiction"
    EDIT = "edit"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message under a story's card; `until` is the end of the place's quiet hours, None outside them."""

    place: Place
    kind: NoticeKind
    until: datetime | None = None


CardChange = ShowCard | UpdateCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The whole decision about one item.

    Attributes:
        opened: The story is new with this item.
        related: An earlier story of the same saga; None where none is known.
        version: The story's, after this; cards that show an older one are refreshed.
        words: The search index has the item under these.
        background: Of a first poll: alerts nobody.
        edit: What changed, where the item is a newer version of a known one; None for a new item.
        late: The item was edited after its story had closed: the story's row and its cards stay as they are.
    """

    item: Item
    story: StoryId
    placement: Placement | None
    opened: bool
    related: StoryId | None
    version: int
    outlets: int
    independent: int
    matches: tuple[TopicMatch, ...]
    words: frozenset[str]
    claims: tuple[Claim, ...]
    disagreements: tuple[Disagreement, ...]
    cards: tuple[CardChange, ...]
    notices: tuple[Notice, ...]
    edit: HeadlineEdit | None = None
    background: bool = False
    late: bool = False
