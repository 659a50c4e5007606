"""Stories become one, or two: what a chat's messages say of it, and that nothing alerts twice."""

from dataclasses import dataclass, field

import pytest

from handlers.sending.compose import Composer
from handlers.sending.outcomes import Outcome, Sent
from handlers.sending.outgoing import EditText, Outgoing, SendText
from handlers.sending.pacing import Pacing
from handlers.sending.push import Push
from handlers.sending.settle import Settle
from newsroom.clock import Clock
from newsroom.desk.corrections import CorrectionKind
from newsroom.stories.reclustering import Merge, Split, StoryChanges
from newsroom.story import StoryId
from storage.database import Database
from tests.builders import GROUP
from tests.desk.test_own_desks import FIRST, SECOND, THIRD, Newsroom

DEBATE = ("Parliament of Tarnholm debates ferries", "The parliament of Tarnholm debated the safety of ferries.")


@dataclass(slots=True)
class Telegram:
    """The messages of one chat as they are by now, and how many came."""

    chat: int = GROUP
    shown: dict[int, str] = field(default_factory=dict)

    async def send(self, thing: Outgoing) -> Outcome:
        if isinstance(thing, EditText) and thing.place.chat == self.chat:
            self.shown[thing.message_id] = thing.message.html
            return Sent(None)
        assert not isinstance(thing, SendText) or thing.message.html
        number = len(self.shown) + 1
        if isinstance(thing, SendText) and thing.place.chat == self.chat:
            self.shown[number] = thing.message.html
        return Sent(number)


class Newsdesk(Newsroom):
    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.telegram = Telegram()
        clock = Clock(lambda: self.now)
        settle = Settle(database, clock)
        self.push = Push(database, self.telegram, Composer(database, "UTC"), settle, clock, Pacing())

    async def messages(self) -> dict[int, str]:
        """The chat's messages, once all that waits is sent."""
        await self.push.drain()
        return dict(self.telegram.shown)


@pytest.fixture
async def room(database: Database) -> Newsdesk:
    made = Newsdesk(database)
    await made.begin()
    return made


@pytest.mark.parametrize("edits", [0, 3])
async def test_the_card_of_a_story_that_the_repair_merged_says_where_it_went(room: Newsdesk, edits: int) -> None:
    await room.read(1, "a", FIRST)
    await room.messages()
    await room.read(2, "b", DEBATE)
    for edit in range(edits):  # the younger has been shown in more versions than the older
        await room.messages()
        await room.edit("b", f"{DEBATE[0]}, day {edit}: {edit} killed", DEBATE[1], 2)
    before = await room.messages()
    younger = max(before)
    assert len([html for html in before.values() if html.startswith(("🆕", "📰"))]) == 2
    assert await room.desk.apply_changes(StoryChanges(merges=(Merge(old=StoryId(2), into=StoryId(1)),))) == 1
    after = await room.messages()
    assert set(after) == set(before), "nothing alerts a second time"
    gone = [html for html in after.values() if html.startswith("↪ One story with") and "/story_1" in html]
    assert len(gone) == 1, after[younger]
    assert "Outlet 2" in after[1], "the card of the older one has the report"


async def test_after_a_split_each_of_the_two_has_a_card_of_its_own(room: Newsdesk) -> None:
    await room.read(1, "a", FIRST)
    second = await room.read(2, "b", SECOND)
    before = await room.messages()
    assert len(before) == 1
    assert "+ Sample Outlet 2" in before[1]
    assert await room.desk.apply_changes(StoryChanges(splits=(Split(story=StoryId(1), items=(second,)),))) == 1
    after = await room.messages()
    assert len(after) == 2
    assert "Outlet 2" not in after[1], "the old card no longer has what left it"
    assert SECOND[0] in after[2]


async def test_what_was_split_and_merged_again_alerts_nobody_again(room: Newsdesk) -> None:
    await room.read(1, "a", FIRST)
    second = await room.read(2, "b", SECOND)
    await room.messages()
    await room.desk.apply_changes(StoryChanges(splits=(Split(story=StoryId(1), items=(second,)),)))
    split = await room.messages()
    await room.desk.apply_changes(StoryChanges(merges=(Merge(old=StoryId(2), into=StoryId(1)),)))
    merged = await room.messages()
    assert set(merged) == set(split)
    assert merged[2].startswith("↪ One story with")
    third = await room.read(1, "c", THIRD)
    assert len(await room.keys(third, GROUP)) == 3
    later = await room.messages()
    assert [html for html in later.values() if html.startswith(("🆕", "📰"))] == [later[1]]


async def test_a_persons_merge_says_so_in_the_card_of_the_younger(room: Newsdesk) -> None:
    first = await room.read(1, "a", FIRST)
    other = await room.read(2, "b", DEBATE)
    before = await room.messages()
    await room.correct(CorrectionKind.MERGE, other, first, GROUP)
    after = await room.messages()
    assert set(after) == set(before)
    assert after[2].startswith("↪ One story with")
