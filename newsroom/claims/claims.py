"""Claims: how many people an item says were killed, injured, missing, detained, aboard or displaced."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from newsroom.claims.attribution import attribution
from newsroom.claims.count_grammar import count_people
from newsroom.claims.event_context import EventContext, event_context
from newsroom.claims.lexemes import LONGEST_SENTENCE
from newsroom.claims.packs import pack_for
from newsroom.claims.people_counts import CountedSentence, PeopleCount, PeopleOutcome, hedged
from newsroom.claims.qualifiers import Qualifier, qualifiers
from newsroom.claims.word_senses import NUMBER, OUTCOME, Hedge, Pack
from newsroom.dates import DateMention, Derivation, Precision, find_dates
from newsroom.item import Item, ItemId
from newsroom.languages import every
from newsroom.text.sentences import sentences

# Sentences of the text that belong to the headline's event; later ones have a context of their own. A guess: no figure
# of the labelled pairs moves between 0 and 4, as most of them are headlines; at 1, 38 of 20,000 items have other
# claims.
LEAD_SENTENCES = 2
# Bounds of what one item costs, far from any article: with a quarter of the sentences, a third of the claims or a tenth
# of the characters no claim of 20,000 headlines and 300 BASIL texts changes.
MOST_SENTENCES = 400
MOST_CLAIMS = 60
LONGEST_PARAGRAPH = 20_000
_WITHOUT_MARKS = str.maketrans(dict.fromkeys('.,;:!?"“”‘«»()[]-–—', " ") | {"’": "'", "ʼ": "'"})
A_WEEK = timedelta(days=7)  # as its name says
FURTHEST_EAST = timedelta(hours=14)  # of UTC are clocks: there it is tomorrow so long before midnight
_WEEKDAYS = frozenset(every(lambda language: tuple(word for day in language.dates.weekdays for word in day)))
_DATING = frozenset({Precision.DAY, Precision.MONTH, Precision.YEAR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A count of people as one item states it. Simple fields only: storage keeps it as JSON under these names.

    Attributes:
        outlet: Name of the source; `family` is the publisher behind it.
        slot: What became of the people counted.
        low: The smallest number that the words allow.
        high: The largest; None where they are open upwards ("at least 6").
        value: The number as written; of a range its upper end.
        hedge: "at least", "more than", ...; "" for a bare number.
        people: The groups of people counted, parted by spaces ("child", "in soldier"); "" for everyone.
        events: Classes of event in the event context ("fire").
        anchors: Stems of the names in the event context, countries left out.
        terms: Stems of the distinctive words in the event context, rarest first.
        places: ISO codes of the countries named.
        joined: Countries counted together.
        series: Words that set the event apart from others of its kind.
        first_day: First day on which the event may have been; None where the sentence does not date it.
        last_day: Last such day.
        stated_at: When the item was published.
        attribution: The speaker to whom the sentence credits the number; None where it names no speaker.
        sentence: Word for word; `start` and `end` are the number's code-point offsets in it.
        position: 0 for the headline, then the number of the sentence in the text.
        marks: Qualifiers of the count; empty for a plain one.
        bodies: It counts bodies that were found.
        also: Other totals that the sentence leaves open, as that without the attacker who died too.
    """

    item: ItemId
    outlet: str
    family: str
    slot: PeopleOutcome
    low: int
    high: int | None
    value: int
    hedge: Hedge
    people: str
    events: frozenset[str]
    anchors: frozenset[str]
    terms: tuple[str, ...]
    places: frozenset[str]
    joined: frozenset[str]
    series: frozenset[str]
    first_day: date | None
    last_day: date | None
    stated_at: datetime
    attribution: str | None
    sentence: str
    start: int
    end: int
    position: int
    marks: frozenset[Qualifier]
    language: str
    bodies: bool = False
    also: frozenset[int] = frozenset()

    @property
    def number(self) -> str:
        """The number in figures; of a range both ends: "20–30"."""
        return f"{self.low}–{self.value}" if self.hedge is Hedge.BETWEEN else str(self.value)

    @property
    def plain(self) -> bool:
        """Whether it states as a fact how many there were in all."""
        return self.marks <= {Qualifier.FEARED}

    @property
    def of_badly_hurt(self) -> bool:
        """Whether it counts the badly hurt alone, and otherwise as a plain claim does."""
        return Qualifier.SEVERE in self.marks and self.marks <= {Qualifier.FEARED, Qualifier.SEVERE}

    @property
    def background(self) -> bool:
        """Whether it comes from the body of the text, where old events are recalled."""
        return self.position > LEAD_SENTENCES


def claims(item: Item) -> tuple[Claim, ...]:
    """The claims of an item: the headline's, then the text's in order. A number stated twice makes two claims."""
    pack = pack_for(f"{item.title} {item.text[:500]}", item.language)
    title: CountedSentence | None = None
    found: list[Claim] = []
    if _may_count_people(item.title[:LONGEST_SENTENCE], pack):
        title = count_people(item.title, pack)
        found = _claims_in(item, title, None, 0, pack)
    for position, sentence in enumerate(_counting_sentences(item, pack), start=1):
        if sentence is None:
            continue
        counted = count_people(sentence, pack)
        if counted.counts and position <= LEAD_SENTENCES and title is None and item.title.strip():
            title = count_people(item.title, pack)
        if counted.counts:
            found += _claims_in(item, counted, title if position <= LEAD_SENTENCES else None, position, pack)
        if len(found) >= MOST_CLAIMS:
            break
    return _with_partial_finds(found[:MOST_CLAIMS])


def _with_partial_finds(found: list[Claim]) -> tuple[Claim, ...]:
    """The claims of an item: bodies are a part of the dead where it knows of more dead than were found in one place."""
    most = max((c.value for c in found if c.slot is PeopleOutcome.KILLED and not c.bodies), default=0)
    return tuple(
        replace(claim, marks=claim.marks | {Qualifier.PARTIAL}) if claim.bodies and claim.value < most else claim
        for claim in found
    )


def _counting_sentences(item: Item, pack: Pack) -> list[str | None]:
    """The sentences of the text in order; None in place of one that lacks a number or a word of harm."""
    found: list[str | None] = []
    for paragraph in item.paragraphs:
        if paragraph.heading:
            continue
        counting = _may_count_people(paragraph.text[:LONGEST_PARAGRAPH], pack)
        found += [
            sentence.text if counting and _may_count_people(sentence.text[:LONGEST_SENTENCE], pack) else None
            for sentence in sentences(paragraph.text[:LONGEST_PARAGRAPH])
        ]
        if len(found) >= MOST_SENTENCES:
            break
    return found[:MOST_SENTENCES]


def _may_count_people(text: str, pack: Pack) -> bool:
    """Whether a text may count people: a quick check word by word, before the grammar is tried."""
    parts = 0
    for word in text.translate(_WITHOUT_MARKS).casefold().split():
        parts |= pack.parts_of_counts(word)
        if parts == OUTCOME | NUMBER:
            return True
    return parts == OUTCOME and any(c.isdigit() for c in text)


def _claims_in(
    item: Item, counted: CountedSentence, title: CountedSentence | None, position: int, pack: Pack
) -> list[Claim]:
    if not counted.counts:
        return []
    context = event_context([counted] if title is None else [counted, title], pack.language)
    dates = find_dates(counted.text, item.time.date(), pack.language)
    speaker = attribution(counted)
    return [
        _claim(item, counted, count, context, _days(dates, count, item.time), speaker, position, pack)
        for count in counted.counts
    ]


def _days(
    dates: tuple[DateMention, ...], count: PeopleCount, stated_at: datetime
) -> tuple[date, date] | tuple[None, None]:
    """The days that the date nearest to the count allows. No vague date, deadline or date of a statement counts."""
    known = [d for d in dates if d.kind not in {Derivation.STATEMENT, Derivation.VAGUE} and d.precision in _DATING]
    usable = [d for d in known if not d.is_deadline(stated_at.date())]
    nearest = min(usable, key=lambda d: abs(d.start - count.numeral.start), default=None)
    if nearest is None:
        return None, None
    if _is_tomorrow_there(nearest, stated_at):
        return nearest.first + A_WEEK, nearest.last + A_WEEK
    return nearest.first, nearest.last


def _is_tomorrow_there(mention: DateMention, stated_at: datetime) -> bool:
    """Whether a weekday that would be six days ago is tomorrow's, which it is already where the report comes from."""
    named = mention.first == mention.last == stated_at.date() - A_WEEK + timedelta(days=1)
    weekday = any(word in _WEEKDAYS for word in mention.text.casefold().split())
    return named and weekday and timedelta(hours=24 - stated_at.hour) <= FURTHEST_EAST


def _claim(
    item: Item,
    counted: CountedSentence,
    count: PeopleCount,
    context: EventContext,
    days: tuple[date, date] | tuple[None, None],
    speaker: str | None,
    position: int,
    pack: Pack,
) -> Claim:
    low, high, hedge = hedged(count)
    return Claim(
        item=item.id,
        outlet=item.source.shown,
        family=item.source.family,
        slot=count.slot,
        low=low,
        high=high,
        value=int(count.numeral.value),
        hedge=hedge,
        people=count.people,
        events=context.events,
        anchors=context.names,
        terms=context.terms,
        places=context.places,
        joined=context.joined,
        series=context.series,
        first_day=days[0],
        last_day=days[1],
        stated_at=item.time,
        attribution=speaker,
        sentence=counted.text,
        start=count.numeral.start,
        end=count.numeral.end,
        position=position,
        marks=qualifiers(counted, count),
        bodies=count.bodies,
        language=pack.language,
        also=count.also,
    )
