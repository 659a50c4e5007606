"""Words by which a timeline is made of sentences."""

from newsroom.languages.notation import PeculiarPhrases, PeculiarWords, Phrases, Section, Words


class Timelines(Section):
    """Words by which a timeline is made of sentences."""

    ahead: Words = ()
    """The sentence speaks of what is still to come or only possible; small letters."""
    clause_joints: Words = ()
    """What joins two clauses, each with a date of its own; small letters."""
    that: Words = ()
    """What begins what was said: "said on Friday that ..."."""
    causes: Phrases = ()
    """What comes before the event that was the cause; small letters."""
    consequences: Phrases = ()
    """What opens a sentence about what followed, as written there; `_` stands for any one word."""
    counted_on: PeculiarPhrases = ()
    """What says, among a sentence's first words, that its time is counted from one named before ("days earlier");
    small letters."""
    recently: Words = ()
    """Words for "recently"; small letters."""
    comparing: PeculiarWords = ()
    """What comes before a name that the sentence is not about: "unlike Tarn Motors", "firms such as Tarn"."""
    leaning: Words = ()
    """What opens a sentence that needs the one before it, as written there."""
    furniture: PeculiarPhrases = ()
    """What a page has around its text, in any case."""
    endings: PeculiarWords = ()
    """Endings taken off a word before it is compared, tried in this order."""
    synonyms: Phrases = ()
    """Words for one and the same thing, by which two outlets report one event: a line of single words each, the first
    of which stands for all."""
