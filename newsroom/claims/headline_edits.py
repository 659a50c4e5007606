"""Headline edits: whether an edit corrected something, changed a figure or a name, or only the wording."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import regex
from rapidfuzz.distance import Indel, Levenshtein

from newsroom.claims.count_grammar import count_people
from newsroom.claims.lexemes import Lexeme, is_title_case
from newsroom.claims.numerals import Numeral, NumeralKind
from newsroom.claims.packs import pack_for
from newsroom.claims.people_counts import CountedSentence, PeopleCount, same_group
from newsroom.claims.qualifiers import Qualifier, qualifiers
from newsroom.claims.word_senses import Pack
from newsroom.languages import any_of, every
from newsroom.text.frequency import function_words
from newsroom.text.language_detection import detect
from newsroom.text.words import stem

# Of letters: above it "gate-crashes" to "gatecrashes" and "bomb attack" to "bomb attacks". A guess: at .88 27 of the
# 400 labelled edits that are reworded would be trivial, at .97 15 of the trivial ones reworded; no label is about that.
TRIVIAL_LIKENESS: Final = 0.93
# Share of content words kept, below which an address was given to another story. Down to 0 no figure of the labelled
# edits moves, at .3 one changed figure of 92 is missed, at .4 two.
SAME_STORY: Final = 0.2
# Share of content words kept, below which a number counts another thing. From .2 to .6 no figure moves, at .8 two of
# our own 32 changed figures are missed.
SAME_SUBJECT: Final = 0.4
# Letters; "US", "PM" and "Dr" are ways of speaking. Of the 400 edits none changes at 2, one at 5.
SHORTEST_NAME: Final = 3
# Letters that forms of one name share, and the likeness of letters that a new spelling keeps while an adjective made of
# the name does not. Guesses by the examples in _one_root: of the 400 edits none changes from 2 to 5 and from .7 to .9.
ROOT: Final = 3
NAME_LIKENESS: Final = 0.8
# Characters of a text that are searched for a correction or a changed figure: a bound of what a hostile text costs. A
# guess; corrections that an outlet puts at the end of a longer text are missed.
LONGEST_TEXT: Final = 4_000

_CORRECTED = regex.compile(
    rf"(?:^|\n|[.(\[*]\s{{0,3}})(?:{any_of(lambda language: language.headlines.corrections)})\b"
    rf"|\b(?:{any_of(lambda language: language.headlines.correction_notes)})\b",
    regex.IGNORECASE,
)
# Kinds of number that are one and the same thing in two wordings of one headline, if each has just one of them.
_ONE_OF_A_KIND: Final = frozenset(
    {NumeralKind.AGE, NumeralKind.MONEY, NumeralKind.PERCENT, NumeralKind.DAY, NumeralKind.CLOCK}
)
_PAIRED: Final = frozenset({NumeralKind.SCORE, NumeralKind.CLOCK})
# Words after which a number is a label and not a figure: "Day 20" and "Day 21" are two reports.
_LABELS: Final = frozenset(every(lambda language: language.headlines.label_words))
_WEEKDAYS: Final = frozenset(every(lambda language: language.headlines.weekdays))


class EditVerdict(StrEnum):
    """What an edit amounts to; the gravest that applies."""

    CORRECTED = "corrected"
    FIGURE_CHANGED = "figure_changed"
    REWORDED = "reworded"
    TRIVIAL = "trivial"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChange:
    """Words replaced, as written in the two headlines; "" where words were only added or only cut."""

    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineEdit:
    """What an edit amounts to; `changed` is in the order of the headline."""

    verdict: EditVerdict
    name_changed: bool
    changed: tuple[WordChange, ...]


def judge(before: str, after: str, *, before_text: str = "", after_text: str = "") -> HeadlineEdit:
    """Compare two versions of one item.

    Args:
        before: The headline as it was.
        after: The headline as it is.
        before_text: The text as it was; "" where only headlines are known.
        after_text: The text as it is.
    """
    pack = pack_for(f"{after} {before}", detect(f"{after} {before}"))
    old, new = count_people(before, pack), count_people(after, pack)
    changed = _changes(old, new)
    return HeadlineEdit(
        verdict=_verdict(old, new, before_text[:LONGEST_TEXT], after_text[:LONGEST_TEXT], pack),
        name_changed=_name_changed(old, new),
        changed=changed,
    )


def _verdict(old: CountedSentence, new: CountedSentence, before_text: str, after_text: str, pack: Pack) -> EditVerdict:
    if _says_corrected(new.text, after_text) and not _says_corrected(old.text, before_text):
        return EditVerdict.CORRECTED
    if (
        (_counts_changed(old, new) and _share_kept(old, new, pack.language) >= SAME_STORY)
        or _numbers_changed(old, new, pack)
        or _text_counts_changed(before_text, after_text, pack)
    ):
        return EditVerdict.FIGURE_CHANGED
    letters = ("".join(w.word for w in sentence.words if not w.mark) for sentence in (old, new))
    likeness = Indel.normalized_similarity(*letters)
    return EditVerdict.TRIVIAL if likeness >= TRIVIAL_LIKENESS else EditVerdict.REWORDED


def _says_corrected(title: str, text: str) -> bool:
    return bool(_CORRECTED.search(title) or _CORRECTED.search(text))


def _counts_changed(old: CountedSentence, new: CountedSentence) -> bool:
    """Whether both have a count of the same people, with another number."""
    for slot in {count.slot for count in old.counts}:
        was = [count for count in old.counts if count.slot is slot and _plain(old, count)]
        now = [count for count in new.counts if count.slot is slot and _plain(new, count)]
        if was and now and not {c.numeral.value for c in was} & {c.numeral.value for c in now}:
            return any(_same_people_whatever_the_hedge(a, b) for a in was for b in now)
    return False


def _plain(sentence: CountedSentence, count: PeopleCount) -> bool:
    return not qualifiers(sentence, count) - {Qualifier.FEARED, Qualifier.CUMULATIVE}


def _same_people_whatever_the_hedge(was: PeopleCount, now: PeopleCount) -> bool:
    """Whether both count the same people: one group, or a group that outnumbers everyone and so can't be a part."""
    if same_group(was.people, now.people):
        return True
    if was.people and now.people:
        return False
    part, whole = (was, now) if was.people else (now, was)
    return part.numeral.value > whole.numeral.value


def _text_counts_changed(before: str, after: str, pack: Pack) -> bool:
    """Whether a line of the text was replaced by one with another count of the same people."""
    if not before or not after or before == after:
        return False
    was, now = set(before.split("\n")), after.split("\n")
    fresh = [line for line in now if line not in was]
    gone = [line for line in before.split("\n") if line not in set(now)]
    return any(
        _counts_changed(count_people(left, pack), count_people(right, pack))
        for left, right in zip(gone[:5], fresh[:5], strict=False)
    )


def _numbers_changed(old: CountedSentence, new: CountedSentence, pack: Pack) -> bool:
    """Whether some other number that means the same in both headlines was changed."""
    if _share_kept(old, new, pack.language) < SAME_SUBJECT:
        return False
    return (
        any(_pairs_changed(old, new, kind) for kind in _PAIRED)
        or any(_only_one_changed(old, new, kind) for kind in _ONE_OF_A_KIND)
        or _aligned_changed(old, new)
    )


def _share_kept(old: CountedSentence, new: CountedSentence, language: str) -> float:
    """Share of the shorter headline's content words that the other has too; 1 where one of them has none."""
    left, right = _content_stems(old, language), _content_stems(new, language)
    return len(left & right) / min(len(left), len(right)) if left and right else 1.0


def _content_stems(sentence: CountedSentence, language: str) -> set[str]:
    without_content = function_words(language)
    return {
        stem(w.word)
        for w in sentence.words
        if not (w.mark or w.digits or w.sense.state or w.sense.act or w.sense.toll or w.sense.number is not None)
        and w.word not in without_content
        and len(w.word) > 1
    }


def _numerals_of(sentence: CountedSentence, kind: NumeralKind) -> list[Numeral]:
    return [numeral for numeral in sentence.numerals if numeral.kind is kind]


def _only_one_changed(old: CountedSentence, new: CountedSentence, kind: NumeralKind) -> bool:
    was, now = _numerals_of(old, kind), _numerals_of(new, kind)
    return len(was) == len(now) == 1 and was[0].value != now[0].value


def _pairs_changed(old: CountedSentence, new: CountedSentence, kind: NumeralKind) -> bool:
    """Whether a score or an hour changed: "1-0" to "2-0", "10:30" to "11:45"."""
    was = [numeral.value for numeral in _numerals_of(old, kind)]
    now = [numeral.value for numeral in _numerals_of(new, kind)]
    return len(was) == len(now) == 2 and was != now  # noqa: PLR2004 - the two sides of one score


def _aligned_changed(old: CountedSentence, new: CountedSentence) -> bool:
    """Whether a number was replaced in its place beside a kept word, or a weekday by another weekday."""
    left, right = [w.word for w in old.words], [w.word for w in new.words]
    for a, b in _replaced(left, right):
        was, now = _numeral_in(old, a), _numeral_in(new, b)
        if was is not None and now is not None and was.kind is now.kind and was.value != now.value:
            return was.kind not in {NumeralKind.NAME, NumeralKind.ORDINAL} and _same_unit(old, was, new, now)
        if {*left[a]} <= _WEEKDAYS and {*right[b]} <= _WEEKDAYS:
            return True
    return False


def _replaced(left: list[str], right: list[str]) -> list[tuple[slice, slice]]:
    """The runs of words that were replaced: where in the old headline, where in the new one."""
    blocks = Levenshtein.opcodes(left, right)
    return [
        (slice(op.src_start, op.src_end), slice(op.dest_start, op.dest_end)) for op in blocks if op.tag == "replace"
    ]


def _numeral_in(sentence: CountedSentence, run: slice) -> Numeral | None:
    found = [f for f in sentence.numerals if run.start <= f.last and f.first < run.stop]
    return found[0] if len(found) == 1 else None


def _same_unit(old: CountedSentence, was: Numeral, new: CountedSentence, now: Numeral) -> bool:
    """Whether the two count the same thing: the word after them is the same or, where none follows, the one before."""
    if _stem_at(old, was.first - 1) in _LABELS or _stem_at(new, now.first - 1) in _LABELS:
        return False
    after = _stem_at(old, was.last + 1), _stem_at(new, now.last + 1)
    if any(after):
        return after[0] == after[1]
    before = _stem_before(old, was.first - 1), _stem_before(new, now.first - 1)
    return before[0] == before[1] != ""


def _stem_at(sentence: CountedSentence, index: int) -> str:
    """Stem of the word at an index; "" where there is a punctuation mark or nothing."""
    if not 0 <= index < len(sentence.words) or sentence.words[index].mark:
        return ""
    return stem(sentence.words[index].word)


def _stem_before(sentence: CountedSentence, index: int) -> str:
    """Stem of the word at an index, or of the one before a comma there: "Boy, 14,"."""
    comma = 0 <= index < len(sentence.words) and sentence.words[index].word == ","
    return _stem_at(sentence, index - 1 if comma else index)


def _changes(old: CountedSentence, new: CountedSentence) -> tuple[WordChange, ...]:
    """Runs of words that differ, punctuation left out."""
    left, right = ([w for w in sentence.words if not w.mark] for sentence in (old, new))
    blocks = Levenshtein.opcodes([w.word for w in left], [w.word for w in right])
    runs: list[tuple[list[Lexeme], list[Lexeme]]] = []
    joined = False
    for op in blocks:
        if op.tag == "equal":
            joined = False
            continue
        pieces = (left[op.src_start : op.src_end], right[op.dest_start : op.dest_end])
        if joined:
            runs[-1] = (runs[-1][0] + pieces[0], runs[-1][1] + pieces[1])
        else:
            runs.append(pieces)
        joined = True
    return tuple(WordChange(before=_written(old, was), after=_written(new, now)) for was, now in runs)


def _written(sentence: CountedSentence, run: list[Lexeme]) -> str:
    return sentence.text[run[0].start : run[-1].end] if run else ""


def _name_changed(old: CountedSentence, new: CountedSentence) -> bool:
    """Whether one name replaced another: capitalised words by capitalised words, or by a new spelling."""
    if is_title_case(old.words) or is_title_case(new.words):
        return False
    left, right = ([w for w in sentence.words if not w.mark] for sentence in (old, new))
    return any(
        _renamed(left[a], right[b]) and _framed(left, a, right, b)
        for a, b in _replaced([w.word for w in left], [w.word for w in right])
    )


def _renamed(was: list[Lexeme], now: list[Lexeme]) -> bool:
    if len(was) != len(now) or not all(_is_name(word) for word in (*was, *now)):
        return False
    return not any(_one_root(a.word, b.word) for a, b in zip(was, now, strict=True))


def _framed(left: list[Lexeme], a: slice, right: list[Lexeme], b: slice) -> bool:
    """Whether the words on both sides of the replacement stayed."""
    if a.start == 0 or b.start == 0 or left[a.start - 1].word != right[b.start - 1].word:
        return False
    ends = a.stop == len(left) and b.stop == len(right)
    return ends or bool(a.stop < len(left) and b.stop < len(right) and left[a.stop].word == right[b.stop].word)


def _is_name(word: Lexeme) -> bool:
    return word.capital and not word.digits and word.sense.number is None and len(word.word) > SHORTEST_NAME


def _one_root(was: str, now: str) -> bool:
    """Whether two words are forms of one name (Finland and Finnish), not a new spelling of it (Sergei and Sergey)."""
    return was[:ROOT] == now[:ROOT] and float(Indel.normalized_similarity(was, now)) < NAME_LIKENESS
