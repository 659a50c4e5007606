"""Tables and dictionaries, read before the loops begin."""

from datetime import UTC, datetime

from bot.memory_tuning import collect_and_freeze
from newsroom.desk.decide import Arrival, decide
from newsroom.desk.state import AlertRules, Desk, DeskState
from newsroom.item import Item, ItemId, Paragraph
from newsroom.languages import languages
from newsroom.source import Source, SourceId
from newsroom.stories.cross_lingual import SentenceEncoder
from newsroom.text.lemmas import lemmas
from watchers.entry_cleaning import clean_entries
from watchers.parsed_feed import FeedEntry

_TEXT = "On 31 March 2020 a ferry sank off Lower Quay in Ukraine; 12 people were killed, the mayor said on Friday."


def read_tables(encoder: SentenceEncoder | None) -> None:
    """Read every table that is read on first use: one invented item in each language goes through the desk, unsent.

    Read in the midst of work, the five dictionaries stalled every loop for 2.5 s of processor time, the table of word
    frequencies for 100 to 250 ms, and the encoder's for 133.
    """
    noon = datetime(2020, 4, 1, 12, tzinfo=UTC)
    outlet = Source(id=SourceId(1), name="Outlet", url="https://outlet.example/feed", family="outlet")
    clean_entries([FeedEntry(guid="1", title="Ferry sinks, 12 dead", summary=f"<p>{_TEXT}</p>")], outlet, frozenset())
    # The languages of the desk, whose dates are read: the dictionaries of the others are read when a feed has them.
    read = ((tag, words) for tag, words in languages().items() if words.counting.number and words.dates.months)
    for number, (language, words) in enumerate(read, start=1):
        lemmas(words.little_words.function[0], language)
        item = Item(
            id=ItemId(number), source=outlet, url="", title="Ferry sinks, 12 dead", paragraphs=(Paragraph(text=_TEXT),),
            published=noon, arrived_at=noon, language=language,
        )  # fmt: skip
        decide(Arrival(item=item, background=False), Desk(DeskState(), AlertRules(), noon))
        if encoder is not None and (embedding := encoder(item)) is not None:
            embedding.vector.any()  # made, and of no further use
    collect_and_freeze()  # the tables stay for good: each look through them would stall the loops
