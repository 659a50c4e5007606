import random
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.sentences.reader import Reader
from newsroom.item import Item, ItemId
from newsroom.sentence import sentence
from newsroom.stories.clusterer import StoryClusterer
from newsroom.stories.placement import EditedItem, NewStory, Placement, Reprint, SameItem, SameStory
from newsroom.stories.reclustering import recluster
from newsroom.stories.thresholds import MOST_EDGES, MOST_POSTED
from newsroom.story import StoryId
from tests.newsroom.stories.writing import FERRY, FERRY_AGAIN, FERRY_LONG, MONDAY, QUAKE, item, outlet, take, wire_week


def test_a_second_report_of_an_event_joins_its_story() -> None:
    first, second = take(
        StoryClusterer(),
        [
            item(1, "Ferry runs aground off Tarnholm", FERRY),
            item(2, "Passengers rescued from Tarnholm ferry", FERRY_AGAIN, hours=2),
        ],
    )
    assert isinstance(first, NewStory)
    assert isinstance(second, SameStory)
    assert (second.of, second.story) == (1, 1)
    assert "Tarnholm" in Reader().plain(second.why)
    assert "2 h apart" in Reader().plain(second.why)


def test_another_event_opens_a_story_of_its_own() -> None:
    placed = take(
        StoryClusterer(), [item(1, "Ferry runs aground off Tarnholm", FERRY), item(2, "Quake shakes Velmora", QUAKE)]
    )
    assert [type(one) for one in placed] == [NewStory, NewStory]


def test_in_a_crowd_one_minister_in_two_texts_makes_no_story_of_two_headlines() -> None:
    plan = item(
        1,
        "Minister defends school plan before mayors",
        "Lena Vorik met mayors on Monday and said that small schools cost too much.",
    )
    bridge = item(
        2,
        "Cyclists cheer opening of a bridge after years of works",
        "A thousand of them crossed it at noon, after Lena Vorik had cut the ribbon and waved a flag.",
    )
    _, placed = take(StoryClusterer(), [plan, bridge])  # two in a minute: at that pace a day has many
    assert isinstance(placed, NewStory)


@pytest.mark.parametrize(
    ("again", "kind"),
    [
        pytest.param(item(1, "Ferry runs aground off Tarnholm", FERRY), SameItem, id="polled once more"),
        pytest.param(
            item(1, "Ferry with 140 aboard runs aground", FERRY), EditedItem, id="new headline under the same id"
        ),
        pytest.param(
            item(7, "Ferry with 140 aboard runs aground", FERRY, url="https://example.org/1"),
            EditedItem,
            id="new headline at the address",
        ),
        pytest.param(
            item(7, "Ferry runs aground off Tarnholm", FERRY, source=outlet("Outlet 1")),
            SameItem,
            id="new id, same outlet and text",
        ),
    ],
)
def test_what_came_before_is_known_again(again: Item, kind: type) -> None:
    clusterer = StoryClusterer()
    take(clusterer, [item(1, "Ferry runs aground off Tarnholm", FERRY)])
    placed = clusterer.place(again)
    assert isinstance(placed, kind)
    assert isinstance(placed, SameItem | EditedItem)
    assert (placed.of, placed.story) == (1, 1)


def test_a_feed_with_one_address_for_all_entries_is_no_edit_of_one_item() -> None:
    home = "https://example.org/"
    placed = take(
        StoryClusterer(),
        [item(1, "Ferry runs aground", FERRY, url=home), item(2, "Quake shakes Velmora", QUAKE, url=home)],
    )
    assert isinstance(placed[1], NewStory)


def test_a_reprint_is_known_and_names_what_it_copies() -> None:
    original = item(1, "Ferry runs aground off Tarnholm", FERRY_LONG)
    copy = item(2, "Drama at sea", FERRY_LONG + "\n\nSubscribe to our letters for more.", hours=5)
    placed = take(StoryClusterer(), [original, copy])[1]
    assert isinstance(placed, Reprint)
    assert (placed.of, placed.story, placed.partial) == (1, 1, False)
    assert placed.likeness_pct > 90


def test_a_report_that_takes_over_a_passage_is_a_partial_reprint() -> None:
    own = (
        "Harbour master Odile Brandt told this paper that the Tarnholm ferry had sailed too close to the reef before. "
        "Fishermen brought blankets and soup to the pier while children were carried ashore from the stranded ferry. "
        "The owners of the ferry wanted to say nothing about the repairs of last winter, though they had announced them. "
    )
    taken = FERRY_LONG[: FERRY_LONG.index("A spokeswoman")]
    placed = take(
        StoryClusterer(),
        [item(1, "Ferry runs aground off Tarnholm", FERRY_LONG), item(2, "Tarnholm ferry", own + taken, hours=3)],
    )[1]
    assert isinstance(placed, Reprint | SameStory)
    assert not isinstance(placed, Reprint) or placed.likeness_pct >= 30


def test_a_text_that_more_outlets_print_than_are_compared_is_still_a_reprint() -> None:
    items = [item(n, f"Ferry headline {n}", FERRY_LONG, hours=n / 10) for n in range(1, MOST_POSTED + 4)]
    placed = take(StoryClusterer(), items)
    assert all(isinstance(one, Reprint) for one in placed[1:])
    assert {one.story for one in placed[1:] if isinstance(one, Reprint)} == {1}


def test_an_outlet_does_not_reprint_itself() -> None:
    paper = outlet("Daily Sample")
    items = [
        item(1, "Ferry runs aground off Tarnholm", FERRY_LONG, source=paper),
        item(2, "Ferry aground: what happened", FERRY_LONG + " More soon.", source=paper, hours=1),
    ]
    placed = take(StoryClusterer(), items)[1]
    assert isinstance(placed, SameStory)
    assert placed.story == 1


def test_copies_do_not_keep_an_independent_report_out() -> None:
    copies = [item(n, f"Ferry headline {n}", FERRY_LONG, hours=n / 10) for n in range(1, 9)]
    placed = take(StoryClusterer(), [*copies, item(20, "Passengers rescued from Tarnholm ferry", FERRY_AGAIN, hours=2)])
    assert isinstance(placed[-1], SameStory)
    assert placed[-1].story == 1


def test_headlines_alone_find_each_other() -> None:
    titles = [
        "Ferry runs aground off Tarnholm island with 140 aboard",
        "140 rescued after ferry runs aground off Tarnholm island",
    ]
    placed = take(StoryClusterer(), [item(n, title, hours=n) for n, title in enumerate(titles, start=1)])
    assert isinstance(placed[1], SameStory | Reprint)


def test_day_2_and_day_21_are_not_one_headline() -> None:
    titles = ["Miners' strike at Korvala enters day 2", "Miners' strike at Korvala enters day 21"]
    placed = take(StoryClusterer(), [item(n, title, hours=24 * n) for n, title in enumerate(titles, start=1)])
    assert not isinstance(placed[1], Reprint)


def test_the_same_headline_elsewhere_is_a_reprint() -> None:
    title = "Ferry runs aground off Tarnholm island with 140 aboard"
    placed = take(StoryClusterer(), [item(1, title), item(2, title, hours=3)])[1]
    assert isinstance(placed, Reprint)


STRIKES = [
    (
        "Missiles strike Havrylivka, two wounded",
        "Missiles struck a bakery in Havrylivka overnight, wounding two people, the regional governor said.",
        0,
    ),
    (
        "Missile attack on Havrylivka",
        "Two bakers were wounded when missiles hit a bakery in Havrylivka during the night, according to the governor.",
        2,
    ),
    (
        "Drones hit depot in Mykhailopil",
        "Drones set a fuel depot in Mykhailopil on fire overnight and wounded three people, the regional governor said.",
        24,
    ),
    (
        "Fuel depot burns in Mykhailopil after drones",
        "A fuel depot burned in Mykhailopil after a drone attack; three workers were wounded, the governor said.",
        26,
    ),
    (
        "Shelling kills one in Sosnivka",
        "Shelling killed a woman in her garden in Sosnivka on Wednesday, the regional governor said.",
        48,
    ),
    (
        "Woman killed by shelling in Sosnivka",
        "A woman died in her garden in Sosnivka when shells fell on the village, officials said.",
        50,
    ),
]


def test_strikes_of_successive_days_stay_apart() -> None:
    clusterer = StoryClusterer()
    take(clusterer, [item(n, title, text, hours=hours) for n, (title, text, hours) in enumerate(STRIKES, start=1)])
    change = recluster(clusterer.snapshot(), MONDAY + timedelta(hours=51))
    assert [clusterer.story_of(ItemId(n)) for n in range(1, 7)] == [1, 1, 3, 3, 5, 5]
    assert not change.merges + change.moves + change.splits


MILESTONES = [
    (
        "Marsh fever deaths pass 1,000",
        (
            "The number of people killed by marsh fever has passed 1,000, the health agency said in its weekly bulletin. "
            "Nearly all of them lived in three river districts where wards are full and ambulances come late."
        ),
        0,
    ),
    (
        "First volunteers get marsh fever vaccine",
        (
            "Nurses at a clinic in Dorvath gave an experimental vaccine to the first forty volunteers on Thursday. The trial of "
            "the university will run until autumn and is paid for by a foundation that has funded malaria research."
        ),
        72,
    ),
    (
        "Schools to close for two weeks over marsh fever",
        (
            "Pupils will stay at home from Monday, the education minister announced, after teachers' unions had asked for it. "
            "Exams are put off to July; kindergartens for parents who work in hospitals remain open."
        ),
        120,
    ),
]


def test_milestones_of_an_epidemic_stay_apart() -> None:
    placed = take(
        StoryClusterer(),
        [item(n, title, text, hours=hours) for n, (title, text, hours) in enumerate(MILESTONES, start=1)],
    )
    assert all(isinstance(one, NewStory) for one in placed)


def test_a_later_step_of_a_saga_is_linked_and_not_merged() -> None:
    items = [
        item(1, "Ferry runs aground off Tarnholm", FERRY_LONG),
        item(
            2,
            "Captain of Tarnholm ferry Sea Lark charged",
            "Prosecutors charged the captain of the ferry Sea Lark that ran aground off Tarnholm island last week.",
            hours=150,
        ),
    ]
    placed = take(StoryClusterer(), items)[1]
    assert isinstance(placed, NewStory)
    assert (placed.related, placed.of) == (1, 1)
    assert "Tarnholm" in Reader().plain(placed.why)


ABROAD = [
    (
        "en",
        "Zelensky arrives in Paris to meet Macron",
        "Ukrainian President Volodymyr Zelensky came to Paris for talks with Macron.",
    ),
    (
        "uk",
        "Зеленський прибув до Парижа",
        "Президент України Володимир Зеленський прибув до Парижа на зустріч з Макроном.",
    ),
    (
        "fr",
        "Zelensky à Paris pour voir Macron",
        "Le président ukrainien Volodymyr Zelensky est arrivé à Paris où l'attend Emmanuel Macron.",
    ),
]


def test_one_event_in_other_languages_is_possibly_related_and_not_merged() -> None:
    items = [item(n, title, text, hours=n, language=tongue) for n, (tongue, title, text) in enumerate(ABROAD, start=1)]
    placed = take(StoryClusterer(), items)
    assert isinstance(placed[1], NewStory)
    assert placed[1].related == 1
    assert "another language" in Reader().plain(placed[1].why)


def test_two_countries_alone_relate_nothing_over_languages() -> None:
    items = [
        item(
            1,
            "Russia and Ukraine exchange prisoners",
            "Ukraine and Russia exchanged 90 prisoners of war on the border.",
        ),
        item(
            2,
            "Россия и Украина спорят о зерне",
            "Россия и Украина не договорились о вывозе зерна.",
            language="ru",
            hours=1,
        ),
    ]
    placed = take(StoryClusterer(), items)[1]
    assert isinstance(placed, NewStory)
    assert placed.related is None


def test_a_live_blog_joins_a_story_and_holds_no_two_together() -> None:
    blog = "Follow along: the grounded Tarnholm ferry with 140 passengers, then an earthquake in the mountains around Velmora."
    clusterer = StoryClusterer()
    placed = take(
        clusterer,
        [
            item(1, "Ferry runs aground off Tarnholm", FERRY),
            item(2, "Live updates: ferry aground off Tarnholm, quake in Velmora", blog, hours=1),
            item(3, "Quake shakes Velmora", QUAKE, hours=2),
            item(4, "Tarnholm ferry passengers safe", FERRY_AGAIN, hours=3),
        ],
    )
    assert isinstance(placed[1], SameStory)
    assert placed[1].story == 1
    assert isinstance(placed[2], NewStory)
    assert isinstance(placed[3], SameStory)
    assert not recluster(clusterer.snapshot(), MONDAY + timedelta(hours=4)).merges


def test_a_live_blog_that_comes_first_takes_no_report_into_its_story() -> None:
    blog = item(1, "Live: ferry runs aground off Tarnholm", FERRY)
    placed = take(StoryClusterer(), [blog, item(2, "Passengers rescued from Tarnholm ferry", FERRY_AGAIN, hours=2)])
    assert [type(one) for one in placed] == [NewStory, NewStory]


def test_undated_reports_without_language_are_grouped_too() -> None:
    items = [
        item(1, "Ferry runs aground off Tarnholm", FERRY, dated=False, language=None),
        item(2, "Passengers rescued from Tarnholm ferry", FERRY_AGAIN, dated=False, language=None),
    ]
    assert isinstance(take(StoryClusterer(), items)[1], SameStory)


def test_undated_texts_that_name_days_weeks_apart_are_parted() -> None:
    early, late = FERRY.replace("Monday", "3 March"), FERRY_AGAIN + " It happened on May 19."
    items = [
        item(1, "Ferry runs aground", early, dated=False),
        item(2, "Passengers rescued from ferry", late, dated=False),
    ]
    likeness = [one.likeness_pct for one in take(StoryClusterer(), items) if isinstance(one, NewStory | SameStory)]
    same_days = [items[0], item(2, "Passengers rescued from ferry", late.replace("May 19", "March 3"), dated=False)]
    assert likeness[1] < next(
        one.likeness_pct for one in take(StoryClusterer(), same_days) if isinstance(one, SameStory)
    )


def test_ten_thousand_words_are_read_in_bounded_time() -> None:
    long = item(1, "Inquiry report on the Tarnholm ferry", " ".join(f"{FERRY} Page {n}." for n in range(500)))
    placed = take(StoryClusterer(), [long, item(2, "Passengers rescued from Tarnholm ferry", FERRY_AGAIN, hours=2)])
    assert isinstance(placed[1], SameStory | NewStory)


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("", id="nothing"),
        pytest.param("🔥🔥🔥 👀", id="only emoji"),
        pytest.param("\x00\x07\u202e", id="control characters"),
        pytest.param("\ud800 broken \udfff", id="lone surrogates"),
        pytest.param("а" * 100_000, id="one endless word"),
        pytest.param('"' * 100_000, id="endless quotation marks"),
        pytest.param("http://" * 10_000, id="endless address"),
    ],
)
def test_titles_that_say_nothing_are_stories_of_their_own(title: str) -> None:
    clusterer = StoryClusterer()
    take(clusterer, [item(1, "Ferry runs aground off Tarnholm", FERRY)])
    placed = clusterer.place(item(2, title, title))
    assert isinstance(placed, NewStory)
    clusterer.add(item(2, title, title), StoryId(2))
    assert clusterer.story_of(ItemId(2)) == 2


@given(title=st.text(max_size=80), text=st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_the_index(title: str, text: str) -> None:
    clusterer = StoryClusterer()
    take(clusterer, [item(1, title, text), item(2, text, title), item(3, title, text, hours=1)])
    recluster(clusterer.snapshot(), MONDAY)


def test_what_a_person_keeps_apart_is_not_joined() -> None:
    clusterer = StoryClusterer()
    take(clusterer, [item(1, "Ferry runs aground off Tarnholm", FERRY)])
    clusterer.cannot_link(ItemId(1), ItemId(2))
    other = item(2, "Passengers rescued from Tarnholm ferry", FERRY_AGAIN, hours=2)
    assert isinstance(clusterer.place(other), NewStory)
    clusterer.release(ItemId(1), ItemId(2))
    assert isinstance(clusterer.place(other), SameStory)


def test_what_a_person_keeps_together_is_joined() -> None:
    clusterer = StoryClusterer()
    take(clusterer, [item(1, "Ferry runs aground off Tarnholm", FERRY)])
    clusterer.must_link(ItemId(1), ItemId(2))
    placed = clusterer.place(item(2, "Quake shakes Velmora", QUAKE))
    assert isinstance(placed, SameStory)
    assert placed.why == sentence("joined.by_hand")


def test_items_leave_after_seven_days_and_their_copies_take_over() -> None:
    clusterer = StoryClusterer()
    take(
        clusterer,
        [item(1, "Ferry runs aground off Tarnholm", FERRY_LONG), item(2, "Drama at sea", FERRY_LONG, hours=30)],
    )
    clusterer.expire(MONDAY + timedelta(days=7, hours=1))
    assert clusterer.story_of(ItemId(1)) is None
    placed = clusterer.place(item(3, "Passengers rescued from Tarnholm ferry", FERRY_AGAIN, hours=32))
    assert isinstance(placed, SameStory)
    assert placed.of == 2


def test_of_more_items_than_it_may_hold_the_oldest_leave() -> None:
    clusterer = StoryClusterer(most_items=2)
    ferry, quake = item(1, "Ferry runs aground off Tarnholm", FERRY), item(2, "Quake shakes Velmora", QUAKE, hours=1)
    take(clusterer, [ferry, quake, item(3, "Bakery opens in Sundby", hours=2)])
    clusterer.expire(MONDAY + timedelta(hours=2))
    assert [clusterer.story_of(ItemId(number)) is None for number in (1, 2, 3)] == [True, False, False]
    again = clusterer.place(item(4, "Passengers rescued from Tarnholm ferry", FERRY_AGAIN, hours=3))
    assert isinstance(again, NewStory)


def test_items_that_arrived_at_one_instant_leave_together_or_stay() -> None:
    clusterer = StoryClusterer(most_items=2)
    take(clusterer, [item(number, f"Notice {number}", f"Entry {number * 7919} was made.") for number in (1, 2, 3)])
    clusterer.expire(MONDAY)
    assert all(clusterer.story_of(ItemId(number)) for number in (1, 2, 3))


def test_moved_items_are_found_in_their_new_story() -> None:
    clusterer = StoryClusterer()
    take(clusterer, [item(1, "Ferry runs aground off Tarnholm", FERRY)])
    clusterer.move([ItemId(1), ItemId(99)], StoryId(40))
    placed = clusterer.place(item(2, "Passengers rescued from Tarnholm ferry", FERRY_AGAIN, hours=2))
    assert isinstance(placed, SameStory)
    assert placed.story == 40


def _decide(items: Sequence[Item], restart_at: Sequence[int]) -> list[Placement]:
    clusterer, placements, stories = StoryClusterer(), [], 0
    kept: list[Item] = []
    for number, one in enumerate(items):
        clusterer.expire(one.arrived_at)
        if number in restart_at:
            fresh = StoryClusterer()
            for old in kept:
                story = clusterer.story_of(old.id)
                if story is not None:
                    fresh.add(old, story)
            clusterer = fresh
        placement = clusterer.place(one)
        stories += isinstance(placement, NewStory)
        clusterer.add(one, StoryId(stories) if isinstance(placement, NewStory) else placement.story)
        kept.append(one)
        placements.append(placement)
    return placements


@pytest.mark.parametrize("seed", range(3))
def test_an_index_restarted_anywhere_decides_as_one_that_never_stopped(seed: int) -> None:
    """The same stories. How rare a word is depends on what came before, of which a part has expired: likeness may differ."""
    items = wire_week(seed, days=12)
    at = random.Random(seed).sample(range(len(items)), 4)  # noqa: S311 - a repeatable draw
    restarted, never = _decide(items, at), _decide(items, [])
    assert [_story_of(placement) for placement in restarted] == [_story_of(placement) for placement in never]


def _story_of(placement: Placement) -> tuple[type[Placement], int | None]:
    return type(placement), None if isinstance(placement, NewStory) else placement.story


def test_hundreds_of_like_items_are_one_story_and_linked_to_few_each() -> None:
    """Linked each to each, 10,000 items of a feed gone mad would take 800 MB of edges."""
    clusterer = StoryClusterer()
    placed = take(
        clusterer,
        [item(n, f"Notice {n} of the registry of ships", f"Entry {n * 7919} was made.") for n in range(1, 701)],
    )
    assert {type(one) for one in placed[1:]} == {SameStory}
    edges = clusterer.snapshot().edges
    assert len(edges.one) <= 700 * 2 * MOST_EDGES
