"""What an item claims of how many people were killed, injured, missing, detained, aboard or displaced."""

from dataclasses import dataclass
from datetime import date, datetime

from newsroom.claims.attribution import attribution
from newsroom.claims.event_context import EventContext, event_context
from newsroom.claims.lexemes import LONGEST_SENTENCE
from newsroom.claims.people_counts import CountedSentence, PeopleCount, PeopleOutcome, count_people, hedged
from newsroom.claims.qualifiers import Qualifier, qualifiers
from newsroom.dates import DateMention, Derivation, Precision, find_dates
from newsroom.item import Item, ItemId
from newsroom.languages import NOTHING, Hedge, Pack, pack_for
from newsroom.text.sentences import sentences

LEAD_SENTENCES = 2  # sentences of the text that tell the headline's own event; later ones set their own scene
MOST_SENTENCES = 400  # read of one item; what comes later in a text that long is an archive
MOST_CLAIMS = 60
LONGEST_PARAGRAPH = 20_000  # characters
_PLAIN = str.maketrans(dict.fromkeys('.,;:!?"“”‘«»()[]-–—', " ") | {"’": "'", "ʼ": "'"})
_CALENDAR = frozenset({Precision.DAY, Precision.MONTH, Precision.YEAR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A count of people as one item states it. Simple fields only, so that storage can keep it as JSON.

    Attributes:
        outlet: Name of the source; `family` is the publisher behind it.
        low: Smallest number the words allow.
        high: Largest; None where they are open upwards ("at least 6").
        value: The number as written.
        hedge: "at least", "more than", ...; "" where it stands bare.
        people: The part of mankind counted ("child"); "" for everyone.
        events: Classes of event that the scene names ("fire").
        anchors: Stems of the names in the scene, countries left out.
        terms: Stems of the scene's telling words, rarest first.
        places: ISO codes of the countries named.
        joined: Countries counted together.
        series: What tells the event from others of its kind.
        first_day: First day on which the event may have been, where the sentence dates it; None where it does not.
        last_day: Last such day.
        stated_at: When the item was told.
        attribution: To whom the sentence credits it; None where to nobody.
        sentence: Word for word; `start` and `end` are the number's code-point offsets in it.
        position: 0 for the headline, then the number of the sentence in the text.
        marks: Why it can't be set beside another as it stands; empty for a plain count.
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

    @property
    def plain(self) -> bool:
        """Whether it says how many there were in all, as a fact."""
        return self.marks <= {Qualifier.FEARED}

    @property
    def background(self) -> bool:
        """Whether it stands in the body, where old events are recalled."""
        return self.position > LEAD_SENTENCES


def claims(item: Item) -> tuple[Claim, ...]:
    """The claims of an item, headline first, then in the order of the text; a number stated twice stands twice."""
    pack = pack_for(f"{item.title} {item.text[:500]}", item.language)
    title = count_people(item.title, pack) if item.title.strip() else None
    found = _claims_of(item, title, None, 0, pack) if title is not None else []
    for position, sentence in enumerate(_telling_sentences(item, pack), start=1):
        if sentence is None:
            continue
        reading = count_people(sentence, pack)
        if reading.counts:
            found += _claims_of(item, reading, title if position <= LEAD_SENTENCES else None, position, pack)
        if len(found) >= MOST_CLAIMS:
            break
    return tuple(found[:MOST_CLAIMS])


def _telling_sentences(item: Item, pack: Pack) -> list[str | None]:
    """The sentences of the text in order; None for those without both a number and a word of harm."""
    found: list[str | None] = []
    for paragraph in item.paragraphs:
        if paragraph.heading:
            continue
        telling = _tells(paragraph.text[:LONGEST_PARAGRAPH], pack)
        found += [
            sentence.text if telling and _tells(sentence.text[:LONGEST_SENTENCE], pack) else None
            for sentence in sentences(paragraph.text[:LONGEST_PARAGRAPH])
        ]
        if len(found) >= MOST_SENTENCES:
            break
    return found[:MOST_SENTENCES]


def _tells(text: str, pack: Pack) -> bool:
    """Whether a text may count people: a quick look, word by word."""
    look = pack.look
    harm = number = False
    for word in text.translate(_PLAIN).casefold().split():
        if word[0].isdigit():
            number = True
            continue
        sense = look(word)
        if sense is NOTHING:
            continue
        harm = harm or bool(sense.state or sense.act or sense.toll)
        number = number or sense.number is not None or sense.scale > 0
        if harm and number:
            return True
    return harm and any(c.isdigit() for c in text)


def _claims_of(
    item: Item, reading: CountedSentence, title: CountedSentence | None, position: int, pack: Pack
) -> list[Claim]:
    if not reading.counts:
        return []
    about = event_context([reading] if title is None else [reading, title], pack.language)
    dated = find_dates(reading.text, item.time.date(), pack.language)
    said = attribution(reading)
    return [_claim(item, reading, count, about, _days(dated, count), said, position, pack) for count in reading.counts]


def _days(dated: tuple[DateMention, ...], count: PeopleCount) -> tuple[date, date] | tuple[None, None]:
    """The days that the date nearest to the count allows; the dates of statements and vague ones aside."""
    usable = [d for d in dated if d.kind not in {Derivation.STATEMENT, Derivation.VAGUE} and d.precision in _CALENDAR]
    nearest = min(usable, key=lambda d: abs(d.start - count.figure.start), default=None)
    return (nearest.first, nearest.last) if nearest is not None else (None, None)


def _claim(
    item: Item,
    reading: CountedSentence,
    count: PeopleCount,
    about: EventContext,
    days: tuple[date, date] | tuple[None, None],
    said: str | None,
    position: int,
    pack: Pack,
) -> Claim:
    low, high, hedge = hedged(count)
    return Claim(
        item=item.id,
        outlet=item.source.name,
        family=item.source.family,
        slot=count.slot,
        low=low,
        high=high,
        value=int(count.figure.value),
        hedge=hedge,
        people=count.people,
        events=about.events,
        anchors=about.names,
        terms=about.terms,
        places=about.places,
        joined=about.joined,
        series=about.series,
        first_day=days[0],
        last_day=days[1],
        stated_at=item.time,
        attribution=said,
        sentence=reading.text,
        start=count.figure.start,
        end=count.figure.end,
        position=position,
        marks=qualifiers(reading, count),
        language=pack.language,
    )
