"""What outlets write around and into their articles: lines that are no news, ends of sentences, kinds of headline."""

from typing import Annotated

from pydantic import Field

from newsroom.languages.dates import Months
from newsroom.languages.notation import PECULIAR, PeculiarPhrases, PeculiarWords, Phrases, Section, Words


class Boilerplate(Section):
    """Lines of a feed that are no part of the article. Small letters, plain apostrophes, no punctuation."""

    footers: tuple[tuple[str, str], ...] = ()
    """What blog software writes under an entry: the words before and behind the entry's own title."""
    crumbs: Phrases = ()
    """A line that holds nothing else: buttons, labels."""
    tails: Phrases = ()
    """What a paragraph ends with when the rest is on the outlet's page."""
    cards: Phrases = ()
    """What begins a line that names another article."""
    rounds: Phrases = ()
    """What begins the list of a news desk's running page."""
    calls: Phrases = ()
    """Begging, subscribing, following. A short paragraph that holds one is no news; a long one must hold two."""
    credits: Phrases = ()
    """What begins a line about who wrote, when, or whose picture it is."""
    credit_joints: Words = ()
    """Small words that may stand between the names in such a line."""
    picture_credits: Words = ()
    """What stands between a picture's caption and the name of who took it; the case counts."""
    date_words: Words = ()
    """What a line about a day or an hour may hold beside figures."""
    sentence_words: Words = ()
    """Words without which hardly any sentence does: a line that has nearly none is a row of key words."""
    name_articles: PeculiarWords = ()
    """Articles that outlets' names have or leave out."""


class Sentences(Section):
    """What a full stop does not end. Small letters, without the last stop."""

    titles: Words = ()
    """Never the end: a name follows."""
    numbered: Words = ()
    """Never the end where a figure follows."""
    either: Words = ()
    """The end unless a small letter, a figure or a name follows: these stand at ends as well as inside."""
    openers: Words = ()
    """Words that begin sentences: behind one of `either` they show that it was the end."""
    after_ordinals: PeculiarWords = ()
    """In languages that write ordinals with a stop: what follows one ("am 3. Mai")."""
    before_ordinals: PeculiarWords = ()
    """In the same languages: what comes before one, a capital following."""


class Summaries(Section):
    """Words by which sentences are chosen for a summary, folded."""

    reports: Words = ()
    """Somebody reports: the sentence says who is behind it."""
    leaning: Words = ()
    """Openings that lean on the sentence before."""


class PastAges(Section):
    """Ages long past, which a sentence may open with. Small letters."""

    prepositions: Words = ()
    """What leads up to an age: `during`."""
    eras: Phrases = ()
    """The ages; `*` stands for any ending."""


class Headlines(Section):
    """What marks a headline."""

    live_phrases: Phrases = ()
    """Folded phrases of live blogs and round-ups, from the house styles of large outlets."""
    live_labels: Phrases = ()
    """What such a headline opens with, before a colon or dash, as it is written."""
    live_words: Words = ()
    """What stands anywhere in it before a colon, or behind a bar, as it is written."""
    corrections: Phrases = ()
    """What opens a note that says that the article was wrong; small letters."""
    correction_notes: Phrases = ()
    """Phrases that say so anywhere in a text; small letters."""
    label_words: Words = ()
    """Words after which a number is a label and not a figure: "Day 20" and "Day 21" are two reports."""
    weekdays: Words = ()
    """Days of the week, one of which an edit may put in place of another."""
    months: Months = ()
    """January to December: the spellings beside which a headline's number is a day."""
    day_endings: PeculiarWords = ()
    """What may be glued to that number: `st`."""
    ordinary: Words = ()
    """Words that headlines write with a capital and that name no one person, place or body."""


class Agencies(Section):
    """How a text says that it has its news from an agency. As written; the case counts."""

    byline: Words = ()
    """What comes before the agency's name where the whole text is the agency's."""
    after_name: Phrases = ()
    """What follows the name of an agency that is quoted."""
    before_name: Phrases = ()
    """What comes before the name of an agency that is quoted; a phrase that ends in an apostrophe is glued to it."""
    between: PeculiarWords = ()
    """Articles that may stand in between."""
    kinds_before: Phrases = ()
    """Words for "news agency" before the name."""
    kinds_after: PeculiarPhrases = ()
    """Words for "news agency" behind the name."""


class Countries(Section):
    """Names of countries beside those that CLDR has (babel), by ISO 3166-1 code in small letters."""

    names: dict[str, Words] = Field(default_factory=dict)
    """What people use: adjectives whose beginning differs from the country's, short names, what the capital's name
    means in headlines. `_` joins the words of a name; only the first six letters count."""
    exact: Annotated[dict[str, Words], PECULIAR] = Field(default_factory=dict)
    """Names so short that their capitals alone tell them from words: `US`."""
    regions: Annotated[dict[str, Words], PECULIAR] = Field(default_factory=dict)
    """Continents in all their forms, as written: a toll of one is a toll of several countries."""
    common_words: PeculiarWords = ()
    """Stems (six letters) of this language's ordinary words that another language has for a country's name."""
