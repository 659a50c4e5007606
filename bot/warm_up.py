"""Tables and dictionaries, read before the loops begin."""

import gc
from datetime import UTC, datetime

from newsroom.desk.alerts import AlertRules
from newsroom.desk.decide import Arrival, decide
from newsroom.desk.state import DeskState
from newsroom.item import Item, ItemId, Paragraph
from newsroom.source import Source, SourceId
from newsroom.text.forms import lemmas
from watchers.entry_cleaning import clean_entries
from watchers.parsed_feed import FeedEntry

_WORDS = (("en", "wire"), ("de", "draht"), ("fr", "fil"), ("ru", "провод"), ("uk", "дріт"))
_TEXT = "On 31 March 2020 a ferry sank off Lower Quay in Ukraine; 12 people were killed, the mayor said on Friday."


def read_tables() -> None:
    """Whatever is read when it is first met, by one item in each language that nobody is told of.

    Met in the midst of work, the five dictionaries held up every loop for 2.5 s of processor, the table of how frequent
    words are for 100 to 250 ms.
    """
    said = datetime(2020, 4, 1, 12, tzinfo=UTC)
    outlet = Source(id=SourceId(1), name="Outlet", url="https://outlet.example/feed", family="outlet")
    clean_entries([FeedEntry(guid="1", title="Ferry sinks, 12 dead", summary=f"<p>{_TEXT}</p>")], outlet, frozenset())
    for number, (language, word) in enumerate(_WORDS, start=1):
        lemmas(word, language)
        item = Item(
            id=ItemId(number), source=outlet, url="", title="Ferry sinks, 12 dead", paragraphs=(Paragraph(text=_TEXT),),
            published=said, arrived_at=said, language=language,
        )  # fmt: skip
        decide(Arrival(item=item, background=False), DeskState(), AlertRules(), said)
    # What stands now stands for good: looked through again and again it would stall the loops.
    gc.collect()
    gc.freeze()
