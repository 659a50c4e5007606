"""A record has everything that happened to a story, once, in the order of time."""

from dataclasses import replace

from newsroom.claims.claims import Claim, claims
from newsroom.claims.disagreements import Disagreement, DisagreementKind
from newsroom.claims.headline_edits import EditVerdict, WordChange
from newsroom.desk.story_record import RecordKind, SentMessage, story_record
from newsroom.desk.story_view import Dispute, ItemVersion, PlacedItem, StoryView
from newsroom.item import ItemId
from newsroom.sentence import Sentence
from newsroom.stories.placement import PlacementKind
from newsroom.story import StoryId
from tests.builders import at, item, source


def placed(
    number: int, minutes: float, kind: PlacementKind = PlacementKind.SAME_STORY, of: int | None = None
) -> PlacedItem:
    report = item(number, of=source(number), published=at(minutes), arrived_at=at(60))
    joined = None if of is None else ItemId(of)
    return PlacedItem(item=report, placement=kind, of=joined, likeness_pct=100, why=Sentence("joined.nothing_alike"))


def view(*items: PlacedItem, versions: tuple[ItemVersion, ...] = ()) -> StoryView:
    return StoryView(
        id=StoryId(7),
        opened=at(0),
        updated=at(0),
        version=1,
        outlets=len(items),
        independent=len(items),
        items=items,
        related=None,
        disputes=(),
        versions=versions,
    )


REPORTS = (placed(1, 0, PlacementKind.NEW), placed(2, 20), placed(3, 10, PlacementKind.REPRINT, 1))
ALERT = SentMessage(kind=RecordKind.ALERTED, thread=0, decided=at(1), sent=at(2), words=("ferry",))


def test_reports_reprints_and_messages_come_in_the_order_of_time() -> None:
    record = story_record(view(*REPORTS), [ALERT])
    kinds = [entry.kind for entry in record.entries]
    assert kinds == [RecordKind.REPORTED, RecordKind.ALERTED, RecordKind.COPIED, RecordKind.REPORTED]
    assert record.entries[1].at == at(2)


def test_a_reprint_that_was_read_before_its_original_is_the_reprint_all_the_same() -> None:
    read_first, original = placed(1, 10, PlacementKind.NEW), placed(2, 0, PlacementKind.REPRINT, 1)
    record = story_record(view(read_first, original), ())
    kinds = [(entry.item.id, entry.kind) for entry in record.entries if entry.item]
    assert kinds == [(2, RecordKind.REPORTED), (1, RecordKind.COPIED)]


def test_what_was_never_sent_is_dated_by_its_decision() -> None:
    waiting = replace(ALERT, sent=None, waits=True)
    assert story_record(view(REPORTS[0]), [waiting]).entries[1].at == at(1)


def test_only_what_happened_since_a_moment_is_in_it() -> None:
    record = story_record(view(*REPORTS), [ALERT], since=at(5))
    assert [entry.kind for entry in record.entries] == [RecordKind.COPIED, RecordKind.REPORTED]


def test_an_edit_names_the_words_that_were_changed() -> None:
    change = WordChange(before="nine", after="eight")
    edit = ItemVersion(
        item=REPORTS[0].item,
        number=1,
        title="Nine dead",
        replaced=at(30),
        verdict=EditVerdict.CORRECTED,
        changed=(change,),
    )
    last = story_record(view(*REPORTS, versions=(edit,)), ()).entries[-1]
    assert (last.kind, last.text, last.at) == (RecordKind.EDITED, "nine → eight", at(30))


def test_a_report_stands_under_the_headline_that_it_came_with() -> None:
    older = [
        ItemVersion(item=REPORTS[0].item, number=n, title=title, replaced=at(10 * n), verdict=None, changed=())
        for n, title in ((1, "Ferry late"), (2, "Ferry sunk"))
    ]
    for versions in (older, older[::-1]):
        first = story_record(view(*REPORTS, versions=tuple(versions)), ()).entries[0]
        assert (first.kind, first.text, first.at) == (RecordKind.REPORTED, "Ferry late", at(0))


def claim(number: int, killed: int) -> Claim:
    found = claims(item(number, f"Ferry fire kills {killed}", "", of=source(number)))
    return found[0]


def differs(kind: DisagreementKind, minutes: float, *, dismissed: bool = False) -> Dispute:
    disagreement = Disagreement(slot=claim(1, 3).slot, kind=kind, a=claim(1, 3), b=claim(2, 5))
    return Dispute(id=1, disagreement=disagreement, found=at(minutes), dismissed=dismissed)


def test_a_difference_is_in_it_with_both_sentences_until_somebody_dismisses_it() -> None:
    disputes = (
        differs(DisagreementKind.CONTRADICTION, 31),
        differs(DisagreementKind.DEVELOPING, 32),
        differs(DisagreementKind.DIFFERS, 33),
        differs(DisagreementKind.CONTRADICTION, 34, dismissed=True),
    )
    entries = story_record(replace(view(*REPORTS), disputes=disputes), ()).entries[-2:]
    assert [entry.kind for entry in entries] == [RecordKind.CONTRADICTED, RecordKind.DEVELOPED]
    assert entries[0].text == "Sample Outlet 1: Ferry fire kills 3 | Sample Outlet 2: Ferry fire kills 5"
    assert entries[0].item == REPORTS[1].item


def test_a_story_is_named_by_the_first_report_that_was_read() -> None:
    assert view(*REPORTS).lead == REPORTS[0].item


def test_what_several_outlets_report_alike_is_one_line_that_names_them() -> None:
    def grown(late: int, number: int) -> Dispute:
        both = Disagreement(slot=claim(1, 3).slot, kind=DisagreementKind.DEVELOPING, a=claim(1, 3), b=claim(late, 5))
        return Dispute(id=number, disagreement=both, found=at(30 + number), dismissed=False)

    record = story_record(replace(view(*REPORTS), disputes=(grown(4, 2), grown(2, 1), grown(3, 3))), ())
    (line,) = [entry for entry in record.entries if entry.kind is RecordKind.DEVELOPED]
    names = "Sample Outlet 2, Sample Outlet 4, Sample Outlet 3"
    assert line.text == f"Sample Outlet 1: Ferry fire kills 3 | {names}: Ferry fire kills 5"
    assert line.at == at(31)
