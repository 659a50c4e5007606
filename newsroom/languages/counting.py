"""The words by which a language counts people: what `newsroom.claims` reads sentences with.

All are folded. Here `_` joins the words of a phrase (`death_toll`), and a word may have several roles.
"""

from typing import Annotated, Self

from pydantic import Field, model_validator

from newsroom.languages.notation import PECULIAR, PeculiarWords, Section, Words, one_list_each


class Hedges(Section):
    """How a number is hedged."""

    at_least: Words = ()
    more_than: Words = ()
    nearly: Words = ()
    about: Words = ()
    up_to: Words = ()
    fewer_than: Words = ()


class TrailingHedges(Section):
    """How a number is hedged by what follows it."""

    at_least: PeculiarWords = ()
    """`or_more`"""
    more_than: PeculiarWords = ()
    about: PeculiarWords = ()
    """`or_so`"""


class Outcomes(Section):
    """What became of the people counted."""

    killed: Words = ()
    injured: Words = ()
    missing: Words = ()
    detained: Words = ()
    aboard: Words = ()
    displaced: Words = ()


class Tolls(Section):
    """What a running total counts."""

    killed: Words = ()
    injured: Words = ()
    missing: Words = ()
    detained: Words = ()
    displaced: Words = ()


class Reaching(Section):
    """What ties a running total to its number, by the hedge that it brings."""

    exactly: Words = ()
    """`rises to`"""
    more_than: Words = ()
    """`tops`"""
    nearly: Words = ()
    """`nears`"""


class Groups(Section):
    """Parts of mankind, which are counted apart."""

    child: Words = ()
    woman: Words = ()
    man: Words = ()
    journalist: Words = ()
    soldier: Words = ()
    police: Words = ()
    attacker: Words = ()
    rescuer: Words = ()
    student: Words = ()
    staff: Words = ()
    leader: Words = ()
    nation: Words = ()
    """People of one country: the country itself is the part."""
    hostage: Words = ()
    foreign: Words = ()
    family: Words = ()


class EventKinds(Section):
    """What happened."""

    aircraft: Words = ()
    crash: Words = ()
    train: Words = ()
    road: Words = ()
    ship: Words = ()
    quake: Words = ()
    storm: Words = ()
    flood: Words = ()
    landslide: Words = ()
    fire: Words = ()
    explosion: Words = ()
    shooting: Words = ()
    stabbing: Words = ()
    strike: Words = ()
    attack: Words = ()
    protest: Words = ()
    stampede: Words = ()
    collapse: Words = ()
    mine: Words = ()
    outbreak: Words = ()
    heat: Words = ()
    poison: Words = ()
    volcano: Words = ()
    hunger: Words = ()


class Roles(Section):
    """What a word may do around a count."""

    people: Words = ()
    """Everyone, narrows nothing down: `people`."""
    thing: Words = ()
    """Counted, but no person, or a unit: `elephants`, `hours`."""
    link: Words = ()
    """May come between a count's noun and its state: `have been`."""
    stop: Words = ()
    """Ends a noun phrase: `after`."""
    near: Words = ()
    """A noun phrase may run through it: `12 people in Kyiv were killed`."""
    joint: Words = ()
    """Joins two things of one kind: `and`."""
    part: Words = ()
    """What follows is part of another count: `including 12`."""
    severe: Words = ()
    """Narrows the injured down: `critically`."""
    more: Words = ()
    """Comes on top of a count given elsewhere: `12 more`."""
    others: Words = ()
    """The rest: `12 others`."""
    whole: Words = ()
    """Makes it a total over many events: `this year`."""
    doubt: Words = ()
    """A thought, not a fact: `could`."""
    denial: Words = ()
    """`not`, `denies`"""
    fear: Words = ()
    """Feared or believed only."""
    series: Words = ()
    """Tells one event of a series from another: `second`."""
    vague: Words = ()
    """A number that names no number: `dozens`."""
    skip: Words = ()
    """Carries no meaning between a verb and its count: `the`."""
    since: Words = ()
    """Opens a stretch of time over which a total runs."""
    say: Words = ()
    """Names who said it: `according_to`, `said`."""
    body: Words = ()
    """The dead as found: `bodies`."""
    month: Words = ()
    """Months, beside which a number is a day."""
    age: Words = ()
    """Beside it a number is an age: `aged`."""
    percent: Words = ()
    money: Words = ()
    """Currencies."""


class CountingGrammar(Section):
    """Small words that one rule of the grammar asks for."""

    speaker_follows: Words = ()
    """Those of `roles.say` whose speaker comes behind them: `according_to`."""
    relatives: Words = ()
    """Relative pronouns: a clause of its own begins with them."""
    joins: Words = ()
    """Joins two outcomes under one number: "19 dead or missing"."""
    among: Words = ()
    """Behind a count and before its state: the count is a part ("three among the dead")."""
    part_but_weak: PeculiarWords = ()
    """Those of `roles.part` that make no part where they come right before a count: `with`."""
    has: Words = ()
    """Behind `roles.since`: a total over that time ("since May, 12 have been killed")."""
    from_number: Words = ()
    """What comes before the number that a total has left behind, or is tied to it: "rises from 12", `12'den`."""
    to_number: PeculiarWords = ()
    """What comes before the number that it has reached: "from 12 to 20"."""
    moves: Words = ()
    """Verbs by which a figure goes from one number to another: `rises`."""
    formerly: PeculiarWords = ()
    """What comes right before a number that was told before another: `up_from`, `compared_with`."""
    articles: PeculiarWords = ()
    """Articles: they do not end a noun phrase that has not begun."""
    one_scale: PeculiarWords = ()
    """What makes a number of a word for a scale: "a thousand"."""
    opening_scale: PeculiarWords = ()
    """Words for a scale that begin a number with none before them: "mille deux cents"."""
    before_scale: PeculiarWords = ()
    """What may come before such a number and belongs to it: "some thousand"."""
    plus: PeculiarWords = ()
    """What is glued to a number and means "at least", beside the sign itself."""
    clock: Words = ()
    """Beside it a number is an hour."""
    ordinal_endings: Words = ()
    """Glued to a number they make it an ordinal."""
    years: Words = ()
    """Behind a number and before a word of `roles.age`, or behind its hyphen: an age."""
    age_at_death: Words = ()
    """Between "dies" and an age."""
    number_endings: PeculiarWords = ()
    """Endings that an apostrophe or a hyphen ties to a number in digits, which stays a count: `'ye` in `12'ye`."""
    tens_joint: PeculiarWords = ()
    """What joins ten and unit where the unit comes second: `y` in `treinta y dos`."""
    fact: Words = ()
    """Opens a clause that states a fact, whatever is wanted or planned before it: "want answers after 12 die"."""
    superlative: Words = ()
    """What a stretch of time belongs to, so that it is not the count's: "worst in a decade", "deadliest since May"."""
    within: Words = ()
    """Before a number of days: a total over that time ("12 killed in two days")."""
    hours: Words = ()
    """Of which 24 make a day."""
    days: Words = ()
    """Days and longer: `days`, `weeks`, `years`."""
    found: Words = ()
    """How the dead of `roles.body` are found: `recovered`."""
    dies_too: Words = ()
    """The attacker dies as well: `himself`."""
    between: PeculiarWords = ()
    """Before two numbers that "and" joins: the count lies between them."""
    range_joins: Words = ()
    """Between two numbers, the first the smaller: the count lies between them, "20 to 30"."""


class Counting(Section):
    """All the words by which a language counts people."""

    number: dict[int, Words] = Field(default_factory=dict)
    """Numbers below a thousand in words."""
    number_joint: Annotated[str, PECULIAR] = ""
    """What joins unit and ten where they are written as one word, the unit first: `und` in `zweiundzwanzig`."""
    number_joint_one: Annotated[str, PECULIAR] = ""
    """The form of "one" in such a word."""
    scale: dict[int, Words] = Field(default_factory=dict)
    """`thousand` and the like."""
    ordinal: dict[int, Words] = Field(default_factory=dict)
    """`first` and the like."""
    hedge: Hedges = Hedges()
    """What comes before its number: `at_least`."""
    hedge_after: TrailingHedges = TrailingHedges()
    state: Outcomes = Outcomes()
    """What follows its count: `12 dead`."""
    act: Outcomes = Outcomes()
    """What comes before its count: `kills 12`."""
    toll: Tolls = Tolls()
    """Names of a running total: `death_toll`."""
    reach: Reaching = Reaching()
    group: Groups = Groups()
    event: EventKinds = EventKinds()
    role: Roles = Roles()
    grammar: CountingGrammar = CountingGrammar()
    compounds: bool = False
    """Whether nouns are written as one word, so that the last part names the class of event: `Hotelbrand`."""
    group_endings: Words = ()
    """Endings by which a word that stands in no list is taken for people."""

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        for table in (self.number, self.scale, self.ordinal):
            one_list_each((str(value), word) for value, words in table.items() for word in words)
        for section in (
            self.hedge,
            self.hedge_after,
            self.state,
            self.act,
            self.toll,
            self.reach,
            self.group,
            self.event,
        ):
            one_list_each((key, word) for key, words in section for word in words)
        return self
