"""Event coreference: whether two claims are about one event."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from newsroom.claims.claims import Claim
from newsroom.claims.packs import pack_of
from newsroom.claims.people_counts import PeopleOutcome
from newsroom.text.frequency import frequency
from newsroom.text.words import STEM_LETTERS

# Each bar with what another value does, measured for pairs of which the story engine says nothing, to the differences
# found, of 68 in the 173 labelled pairs (64 as it is, 3 alarms false) and of 66 in our own 134 pairs (58, none
# false): python -m benchmarks.moved_bars shows it. With the story
# engine's word 68 (3 false) and 61 (2 false) are found.

# Two reports this near in time are fresh news of one event, if their words agree; further apart one of them recalls it,
# or it is another event of the same kind. At 18 hours 55 and 54 are found. All labelled pairs are within 36 hours, so
# nothing speaks against more but that a day's events of a kind then meet those of the next two.
FRESH: Final = timedelta(hours=36)
# And this near, if the desk has them in one story. A guess, the time that a toll may grow (disagreements.SETTLED):
# longer lets the second quake of a story meet the toll of the first.
# And within this of each other two fresh reports of one story need nothing more in common: the story engine has said
# that they are of one event. At 12 hours one of 68 is lost; at 36 dev_2 gains one with a false alarm more among the 68.
ONE_STORY: Final = timedelta(hours=18)
STORY: Final = timedelta(days=7)
TOMORROW: Final = timedelta(days=1)  # an event may be on the day after its report's, where clocks are ahead of UTC
UNDATED: Final = timedelta(days=2)  # an undated headline is of today, yesterday or the day before; with 1, 63 are found

# Weight of a shared class of event, about that of "explosion" in the background table. From 3 to 4.5 no figure moves,
# at 5 one own alarm is false.
EVENT_RARITY: Final = 4.5
# Weight of a shared country. No figure moves from 2.5 to 4.5: a guess, a little less than a common word has (3.9).
COUNTRY_RARITY: Final = 3.5
# Cosine of the contexts above which two fresh reports are of one event whatever their names. No figure moves from .40
# to .60, as pairs that alike share a distinctive word anyway; the middle.
ALIKE: Final = 0.50
# Cosine above which names in only one of the two no longer set them apart: at .55 67 and 59 are found, with one own
# alarm false, at .70 61 and 55.
SURELY_ALIKE: Final = 0.60
# Cosine above which they are one event if a distinctive word and the class are shared too. From .20 to .40 no figure
# moves.
ROUGHLY_ALIKE: Final = 0.32
# And this, if their classes are only compatible ("gunmen" and "attack"). From .32 to .46 no figure moves, at .50 57 own
# pairs are found.
NEARLY_ALIKE: Final = 0.42
# Shared distinctive words; with fewer, names in only one of the two set them apart. With 1 67 and 61 are found, with 4
# and 1 false alarms; with 3 63 and 58.
FEWEST_DISTINCTIVE: Final = 2
# Rarity from which a shared word is as good as a name ("nightclub", "funicular"): down to 4.5 no figure moves, at 6 62
# and 57 are found, at 6.5 61 and 56.
DISTINCTIVE: Final = 5.5

# Classes that reporters use for one and the same thing.
_COMPATIBLE_KINDS = (
    frozenset({"fire", "explosion"}),
    frozenset({"strike", "attack", "explosion", "fire"}),
    frozenset({"shooting", "attack", "stabbing", "protest"}),
    frozenset({"storm", "flood", "landslide"}),
    frozenset({"aircraft", "crash", "strike"}),
    frozenset({"train", "road", "ship", "crash"}),
    frozenset({"road", "attack"}),
    frozenset({"collapse", "mine", "landslide", "explosion", "quake"}),
    frozenset({"protest", "stampede"}),
    frozenset({"quake", "landslide"}),
    frozenset({"volcano", "landslide", "flood"}),
)
# An epidemic's counts differ by country, day and way of counting: of 12 pairs read in the stream, 12 were two scopes.
_INCOMPARABLE = frozenset({"outbreak"})
# Kinds of which one city has several in one day.
LOCAL: Final = frozenset({"shooting", "stabbing", "attack", "strike", "road", "fire", "crash"})
CITIES: Final = frozenset({"@hk", "@mo", "@sg", "@mc", "@va", "@gi"})  # "countries" no larger than a city
# So many dead, and a second such event of one place or country on one day is unlikely, but for countries of more than a
# hundred million people. A guess: with it four of the labelled differences more are found, and no alarm more is false.
# Source: UN, World Population Prospects 2024.
MANY: Final = 10
LARGE_COUNTRIES: Final = frozenset(
    {"@in", "@cn", "@us", "@id", "@pk", "@ng", "@br", "@bd", "@ru", "@et", "@mx", "@jp", "@eg", "@ph", "@cd", "@vn"}
)
# Kinds that come back night after night in one war and one town.
DAILY: Final = frozenset({"strike", "attack"})
# Two reports further apart are of two such events. None of the nine true differences that are more than 18 hours apart
# in the labelled pairs is of these kinds; at 9 hours 62 and 56 are found.
ONE_NIGHT: Final = timedelta(hours=18)
# Names that two reports must share where one recalls an old event; for a rare kind of event countries count as names. A
# guess: no labelled pair recalls one. With one, any two crashes of a country's aircraft would be one.
ANCHORS: Final = 2
# Letters of a name's stem that all of its forms have at least, and letters that its cases change: Чита, Читой. Guesses,
# as short stems go.
SHORTEST_NAME: Final = 3
LONGEST_CASE_ENDING: Final = 2
RARE: Final = frozenset({"aircraft", "quake", "storm", "ship", "volcano", "stampede"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLikeness:
    """How alike two event contexts are; `shared` holds the tokens they have in common, heaviest first."""

    cosine: float
    shared: tuple[str, ...]


def event_likeness(a: Claim, b: Claim) -> EventLikeness:
    """How alike the event contexts of two claims are."""
    left, right = _term_weights(a), _term_weights(b)
    shared = left.keys() & right.keys()
    product = sum(left[token] * right[token] for token in shared)
    length = (sum(w * w for w in left.values()) * sum(w * w for w in right.values())) ** 0.5
    ranked = tuple(sorted(shared, key=lambda token: (-left[token], token)))
    return EventLikeness(cosine=product / length if length else 0.0, shared=ranked)


def _term_weights(claim: Claim) -> dict[str, float]:
    return _cached_weights(claim.terms, claim.events, claim.places, claim.language)


@lru_cache(maxsize=4096)
def _cached_weights(
    terms: tuple[str, ...], events: frozenset[str], places: frozenset[str], language: str
) -> dict[str, float]:
    rarity = frequency(language).rarity
    weights = {term: rarity(term) for term in terms}
    weights |= {f"={event}": EVENT_RARITY for event in events}
    weights |= {f"@{place}": COUNTRY_RARITY for place in places}
    return weights


def coreferent_because(a: Claim, b: Claim, *, same_story: bool) -> str:
    """The shared words by which the two claims are about one event; "" where they may be about two."""
    if not (comparable(a) and comparable(b)) or not compatible_kinds(a.events, b.events) or a.joined != b.joined:
        return ""
    apart = abs(a.stated_at - b.stated_at)
    if same_story and apart <= STORY and not (a.background or b.background):
        return _fresh_reason(a, b, same_story=True)
    if not _days_meet(a, b):
        return ""
    return (_fresh_reason(a, b, same_story=same_story) if apart <= FRESH else "") or _recalled_reason(a, b)


def comparable(claim: Claim) -> bool:
    """Whether the claim may be compared with any other at all."""
    return (claim.plain or claim.of_badly_hurt) and not claim.events & _INCOMPARABLE


def compatible_kinds(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether the two may be one event by class: a class in common, two compatible classes, or one side names none."""
    return not a or not b or bool(a & b) or any(a & group and b & group for group in _COMPATIBLE_KINDS)


def _days_meet(a: Claim, b: Claim) -> bool:
    (first, last), (start, end) = _days(a), _days(b)
    undated = first > last or start > end  # an event after its own report: the report's time is wrong
    return undated or (first <= end and start <= last)


def _days(claim: Claim) -> tuple[date, date]:
    """The days on which the event may have been: those dated, else just before a headline, else any before a recall."""
    stated_on = claim.stated_at.date()
    if claim.first_day is not None and claim.last_day is not None:
        return claim.first_day, min(claim.last_day, stated_on + TOMORROW)
    return (date.min if claim.background else stated_on - UNDATED), stated_on


def _fresh_reason(a: Claim, b: Claim, *, same_story: bool) -> str:
    """The shared words by which two fresh reports are about one event; "" where they may be about two."""
    if a.series or b.series or _on_different_nights(a, b) or _only_names_differ(a, b):
        return ""
    if same_story and (_share_no_name(a, b) or (_countries_differ(a, b) and not a.anchors & b.anchors)):
        return ""
    likeness = event_likeness(a, b)
    if same_story and abs(a.stated_at - b.stated_at) <= ONE_STORY:
        return _shared_words(likeness) or "story"
    distinctive = [token for token in likeness.shared if _is_distinctive(token, a, b, likeness.cosine)]
    several = len(distinctive) >= FEWEST_DISTINCTIVE
    unsure = not several and likeness.cosine < SURELY_ALIKE
    if unsure and (_countries_differ(a, b) or _names_differ(a, b)):
        return ""
    shared = a.events & b.events
    many = _are_many(a, b) and any(_names_enough(token, a, b) for token in distinctive)
    if unsure and shared and shared <= LOCAL and not same_story and not many:
        return ""
    if likeness.cosine >= ALIKE and (distinctive or same_story):
        return _shared_words(likeness)
    if distinctive and (likeness.cosine >= ROUGHLY_ALIKE or same_story or many) and (shared or several):
        return _shared_words(likeness)
    if distinctive and (likeness.cosine >= NEARLY_ALIKE or many) and a.events and b.events:
        return _shared_words(likeness)
    if shared & RARE and a.places & b.places and not _names_differ(a, b):
        return _shared_words(likeness)
    return ""


def _are_many(a: Claim, b: Claim) -> bool:
    """Whether both count so many dead that no second such event of one place is likely on one day."""
    return a.slot is PeopleOutcome.KILLED and min(a.value, b.value) >= MANY


def _names_enough(token: str, a: Claim, b: Claim) -> bool:
    """Whether a shared name is that of a place small enough: a country at war has several strikes a day."""
    return not token.startswith("@") or (token not in LARGE_COUNTRIES and not (a.events | b.events) & DAILY)


def _is_distinctive(token: str, a: Claim, b: Claim, cosine: float) -> bool:
    """Whether a shared token is as good as a name: a name, a rare word, or a country where such events are rare."""
    if token.startswith("=") or token in pack_of(a.language).event_stems:
        return False
    if token.startswith("@"):
        shared = a.events & b.events
        return (
            token in CITIES
            or bool(shared)
            or cosine >= SURELY_ALIKE
            or (_are_many(a, b) and _names_enough(token, a, b))
        )
    return token in a.anchors or token in b.anchors or frequency(a.language).rarity(token) >= DISTINCTIVE


def _on_different_nights(a: Claim, b: Claim) -> bool:
    """Whether two strikes are far enough apart to be two nights' strikes."""
    shared = a.events & b.events
    return bool(shared) and shared <= DAILY and abs(a.stated_at - b.stated_at) > ONE_NIGHT


def _names_differ(a: Claim, b: Claim) -> bool:
    """Whether each names a person or place that the other does not."""
    return bool(a.anchors - {*b.terms}) and bool(b.anchors - {*a.terms})


def _share_no_name(a: Claim, b: Claim) -> bool:
    """Whether each names places or people and none of them is the other's: two crashes of one day, in two towns.

    Within one language only. Forms of one name have most of their beginning in common.
    """
    if a.language != b.language:
        return False
    left, right = _names(a), _names(b)
    if not left or not right:
        return False
    return not any(_one_name(name, term) for name in left for term in b.terms) and not any(
        _one_name(name, term) for name in right for term in a.terms
    )


def _names(claim: Claim) -> frozenset[str]:
    """The claim's names; all of its distinctive words where the script has no capitals to tell names by."""
    has_capitals = claim.sentence.upper() != claim.sentence.lower()
    return claim.anchors if has_capitals else frozenset(claim.terms)


def _one_name(name: str, term: str) -> bool:
    shorter = min(len(name), len(term))
    letters = max(SHORTEST_NAME, shorter - (1 if shorter == STEM_LETTERS else LONGEST_CASE_ENDING))
    return name[:letters] == term[:letters]


def _only_names_differ(a: Claim, b: Claim) -> bool:
    """Whether only names differ: one pattern filled in for two events ("Fire in Ashford", "Fire in Selby").

    Two independent reports of one event differ in other words too.
    """
    left, right = {*a.terms} - {*b.terms}, {*b.terms} - {*a.terms}
    return bool(left and right) and left <= a.anchors and right <= b.anchors


def _countries_differ(a: Claim, b: Claim) -> bool:
    """Whether each names countries that the other does not."""
    return bool(a.places and b.places and not a.places & b.places)


def _recalled_reason(a: Claim, b: Claim) -> str:
    """The shared words by which a later text recalls the earlier one's event; "" where it may be another event.

    One of the two must recall or date it, and they must share names or a rare class of event.
    """
    later = a if a.stated_at >= b.stated_at else b
    if not (later.background or later.first_day is not None):
        return ""
    likeness = event_likeness(a, b)
    names = [token for token in likeness.shared if token in a.anchors and token in b.anchors]
    shared = a.events & b.events
    if shared & RARE and len(names) + len(a.places & b.places) >= ANCHORS:
        return _shared_words(likeness)
    if shared and len(names) >= ANCHORS and likeness.cosine >= ALIKE:
        return _shared_words(likeness)
    return ""


def _shared_words(likeness: EventLikeness) -> str:
    return ", ".join(token.lstrip("=@") for token in likeness.shared[:5])
