from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from newsroom.chat import QuietHours
from newsroom.desk.alerts import StoryUpdate, plan_cards
from newsroom.desk.decision import CardChange, Notice, NoticeKind, ShowCard, UpdateCard
from newsroom.desk.state import AlertRules, CardState, DeliveryMode, Desk, DeskState, OpenStory, StoryCards
from newsroom.story import StoryId
from newsroom.topic import Topic, TopicId, TopicMode
from tests.builders import CHAT, NOW, chat, item, place, topic

HERE = place()
RULES = AlertRules(stale_after=timedelta(hours=12))
NIGHT = QuietHours(start=11 * 60, end=13 * 60)  # NOW, noon, lies in it
MORNING = NOW + timedelta(hours=1)
FIRST = StoryUpdate(item=item(), background=False, independent=1, was_independent=0, changed=True)
LATER = replace(FIRST, was_independent=1, independent=2)
STALE = replace(FIRST, item=item(published=NOW - timedelta(hours=13)))
WORDS = ("ferry",)


def muted(until: datetime) -> Topic:
    return replace(topic(), muted_until=until)


def weighed(
    update: StoryUpdate,
    *topics: Topic,
    mode: DeliveryMode | None = None,
    muted: bool = False,
    quiet: QuietHours | None = None,
    now: datetime = NOW,
    suspended: bool = False,
) -> tuple[tuple[CardChange, ...], tuple[Notice, ...]]:
    """What a chat gets for an item that hits all of its topics."""
    state = DeskState()
    tracked = topics or (topic(),)
    state.topics = {t.id: t for t in tracked}
    state.chats = {CHAT: replace(chat(quiet=quiet), suspended=suspended)}
    story = OpenStory(id=StoryId(1), opened=now, updated=now)
    if mode is not None:
        story.cards[HERE] = CardState(mode, muted)
    return plan_cards(story, {t.id: WORDS for t in tracked}, update, Desk(state, RULES, now))


def show(mode: DeliveryMode, until: datetime | None = None) -> tuple[CardChange, ...]:
    return (ShowCard(place=HERE, mode=mode, words=WORDS, until=until),)


@pytest.mark.parametrize(
    ("update", "topics", "mode", "quiet", "expected"),
    [
        pytest.param(FIRST, (), None, None, show(DeliveryMode.ALERT), id="a story's first item alerts"),
        pytest.param(replace(FIRST, background=True), (), None, None, (), id="background alerts nobody"),
        pytest.param(STALE, (), None, None, show(DeliveryMode.CATCH_UP), id="what is stale goes to a catch-up"),
        pytest.param(FIRST, (), None, NIGHT, show(DeliveryMode.WAITING, MORNING), id="quiet hours hold it"),
        pytest.param(
            STALE, (), None, NIGHT, show(DeliveryMode.CATCH_UP, MORNING), id="quiet hours hold a catch-up too"
        ),
        pytest.param(
            replace(FIRST, independent=3),
            (),
            None,
            replace(NIGHT, break_at=3),
            show(DeliveryMode.ALERT),
            id="three break through",
        ),
        pytest.param(
            replace(FIRST, independent=2),
            (),
            None,
            replace(NIGHT, break_at=3),
            show(DeliveryMode.WAITING, MORNING),
            id="two do not break through",
        ),
        pytest.param(
            replace(LATER, independent=3),
            (),
            DeliveryMode.WAITING,
            replace(NIGHT, break_at=3),
            show(DeliveryMode.ALERT),
            id="what was held breaks through once there are three",
        ),
        pytest.param(LATER, (), DeliveryMode.WAITING, NIGHT, (), id="what is held stays held"),
        pytest.param(FIRST, (topic(min_independent=2),), None, None, (), id="min:2 waits for the second"),
        pytest.param(
            LATER, (topic(min_independent=2),), None, None, show(DeliveryMode.ALERT), id="min:2 alerts at the second"
        ),
        pytest.param(
            FIRST,
            (topic(min_independent=2), topic(2)),
            None,
            None,
            show(DeliveryMode.ALERT),
            id="another topic may not wait",
        ),
        pytest.param(FIRST, (topic(mode=TopicMode.DIGEST),), None, None, (), id="a digest topic waits for its digest"),
        pytest.param(LATER, (), DeliveryMode.ALERT, None, (UpdateCard(place=HERE),), id="a told story's card grows"),
        pytest.param(
            replace(LATER, changed=False), (), DeliveryMode.ALERT, None, (), id="nothing new on the card: no edit"
        ),
        pytest.param(
            LATER, (), DeliveryMode.ALERT, NIGHT, (UpdateCard(place=HERE),), id="cards grow at night, without a sound"
        ),
        pytest.param(LATER, (), DeliveryMode.LIST, None, (), id="a list is not edited"),
        pytest.param(LATER, (), DeliveryMode.SILENT, None, (), id="a story known in silence stays silent"),
        pytest.param(
            replace(LATER, contradiction=True),
            (),
            DeliveryMode.SILENT,
            None,
            show(DeliveryMode.ALERT),
            id="until figures contradict",
        ),
        pytest.param(
            replace(LATER, edited=True),
            (),
            DeliveryMode.SILENT,
            None,
            show(DeliveryMode.ALERT),
            id="or a figure is corrected",
        ),
        pytest.param(
            replace(LATER, contradiction=True),
            (),
            DeliveryMode.SILENT,
            NIGHT,
            show(DeliveryMode.WAITING, MORNING),
            id="but not in the middle of the night",
        ),
    ],
)
def test_how_a_place_is_shown_a_story(
    update: StoryUpdate,
    topics: tuple[Topic, ...],
    mode: DeliveryMode | None,
    quiet: QuietHours | None,
    expected: tuple[CardChange, ...],
) -> None:
    assert weighed(update, *topics, mode=mode, quiet=quiet)[0] == expected


TWO, FOUR = NOW + timedelta(hours=2), NOW + timedelta(hours=4)


@pytest.mark.parametrize(
    ("topics", "quiet", "expected"),
    [
        pytest.param((muted(TWO),), None, show(DeliveryMode.WAITING, TWO), id="a muted topic's alert waits"),
        pytest.param((muted(NOW),), None, show(DeliveryMode.ALERT), id="until the mute is over"),
        pytest.param((muted(TWO), topic(2)), None, show(DeliveryMode.ALERT), id="another topic may want it now"),
        pytest.param(
            (muted(TWO), topic(2, min_independent=3)),
            None,
            show(DeliveryMode.WAITING, TWO),
            id="but not one that waits for more publishers",
        ),
        pytest.param(
            (muted(FOUR), replace(muted(TWO), id=TopicId(2))),
            None,
            show(DeliveryMode.WAITING, TWO),
            id="the first mute to end brings it",
        ),
        pytest.param((muted(TWO),), NIGHT, show(DeliveryMode.WAITING, TWO), id="a mute outlasts quiet hours"),
        pytest.param(
            (muted(NOW + timedelta(minutes=1)),), NIGHT, show(DeliveryMode.WAITING, MORNING), id="and they outlast it"
        ),
    ],
)
def test_what_a_muted_topic_wants_waits(
    topics: tuple[Topic, ...], quiet: QuietHours | None, expected: tuple[CardChange, ...]
) -> None:
    assert weighed(FIRST, *topics, quiet=quiet)[0] == expected


@pytest.mark.parametrize(
    ("update", "mode", "quiet", "expected"),
    [
        pytest.param(
            FIRST, None, None, show(DeliveryMode.WAITING), id="what happens meanwhile waits for one list, of no hour"
        ),
        pytest.param(
            replace(FIRST, independent=3),
            None,
            replace(NIGHT, break_at=3),
            show(DeliveryMode.WAITING),
            id="nothing breaks through to a chat that is away",
        ),
        pytest.param(FIRST, None, NIGHT, show(DeliveryMode.WAITING, MORNING), id="quiet hours hold it as ever"),
        pytest.param(STALE, None, None, show(DeliveryMode.CATCH_UP), id="a catch-up is a list already"),
        pytest.param(LATER, DeliveryMode.WAITING, None, (), id="what is held stays held"),
        pytest.param(LATER, DeliveryMode.ALERT, None, (UpdateCard(place=HERE),), id="a told story's card grows"),
        pytest.param(
            replace(LATER, edited=True),
            DeliveryMode.SILENT,
            None,
            show(DeliveryMode.WAITING),
            id="a correction of what it knows waits too",
        ),
    ],
)
def test_a_chat_that_shut_us_out_gets_one_list_when_it_is_back(
    update: StoryUpdate, mode: DeliveryMode | None, quiet: QuietHours | None, expected: tuple[CardChange, ...]
) -> None:
    assert weighed(update, mode=mode, quiet=quiet, suspended=True)[0] == expected


def notice(kind: NoticeKind, until: datetime | None = None) -> Notice:
    return Notice(place=HERE, kind=kind, until=until)


@pytest.mark.parametrize(
    ("update", "topics", "mode", "quiet", "expected"),
    [
        pytest.param(LATER, (), DeliveryMode.ALERT, None, (), id="one more outlet is no message"),
        pytest.param(
            replace(LATER, contradiction=True),
            (),
            DeliveryMode.ALERT,
            None,
            (notice(NoticeKind.CONTRADICTION),),
            id="a contradiction is",
        ),
        pytest.param(
            replace(LATER, edited=True),
            (),
            DeliveryMode.LIST,
            None,
            (notice(NoticeKind.EDIT),),
            id="a correction under a list",
        ),
        pytest.param(
            LATER,
            (topic(confirm_at=2),),
            DeliveryMode.ALERT,
            None,
            (notice(NoticeKind.CONFIRMED),),
            id="confirmed at the second",
        ),
        pytest.param(
            replace(LATER, was_independent=2, independent=3),
            (topic(confirm_at=2),),
            DeliveryMode.ALERT,
            None,
            (),
            id="and only then",
        ),
        pytest.param(
            replace(LATER, contradiction=True), (), DeliveryMode.WAITING, None, (), id="what is not told has no notices"
        ),
        pytest.param(
            replace(LATER, contradiction=True),
            (),
            DeliveryMode.ALERT,
            NIGHT,
            (notice(NoticeKind.CONTRADICTION, MORNING),),
            id="quiet hours hold notices",
        ),
        pytest.param(
            replace(LATER, contradiction=True, independent=3),
            (),
            DeliveryMode.ALERT,
            replace(NIGHT, break_at=3),
            (notice(NoticeKind.CONTRADICTION),),
            id="three break through with theirs",
        ),
        pytest.param(
            replace(LATER, background=True, contradiction=True),
            (),
            DeliveryMode.ALERT,
            None,
            (),
            id="a new feed's past is no news",
        ),
        pytest.param(
            replace(LATER, background=True, edited=True),
            (),
            DeliveryMode.ALERT,
            None,
            (notice(NoticeKind.EDIT),),
            id="its corrections of today are",
        ),
    ],
)
def test_what_gets_a_message_of_its_own(
    update: StoryUpdate,
    topics: tuple[Topic, ...],
    mode: DeliveryMode,
    quiet: QuietHours | None,
    expected: tuple[Notice, ...],
) -> None:
    assert weighed(update, *topics, mode=mode, quiet=quiet)[1] == expected


@pytest.mark.parametrize("mode", list(DeliveryMode))
def test_a_muted_story_is_silent_in_every_way(mode: DeliveryMode) -> None:
    loud = replace(LATER, contradiction=True, edited=True)
    assert weighed(loud, topic(confirm_at=2), mode=mode, muted=True) == ((), ())


def test_a_place_has_one_card_with_the_words_of_all_its_topics() -> None:
    cards, _ = weighed(FIRST, topic(1), topic(2, "quay"))
    assert len(cards) == 1


def test_each_thread_has_its_own_card() -> None:
    state = DeskState()
    threads = [topic(n, where=place(thread=n)) for n in (2, 3)]
    state.topics = {t.id: t for t in threads}
    state.chats = {CHAT: chat()}
    story = OpenStory(id=StoryId(1), opened=NOW, updated=NOW)
    cards, _ = plan_cards(story, {TopicId(2): WORDS, TopicId(3): WORDS}, FIRST, Desk(state, RULES, NOW))
    assert [card.place.thread for card in cards] == [2, 3]


def test_a_chat_that_is_gone_from_the_memory_is_passed_over() -> None:
    state = DeskState()
    state.topics = {TopicId(1): topic()}
    story = OpenStory(id=StoryId(1), opened=NOW, updated=NOW, cards=StoryCards({HERE: CardState(DeliveryMode.ALERT)}))
    assert plan_cards(story, {TopicId(1): WORDS}, LATER, Desk(state, RULES, NOW)) == ((), ())
