"""Boilerplate: lines that an outlet puts around its articles, known by their words or learned as they are repeated."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

import regex

from newsroom.languages import Language, any_of, every
from newsroom.text.words import tokens

# A paragraph is boilerplate if it is in at least so many of the source's items and in at least this share of them,
# within the days that the counts cover (30). Three items of ten share no paragraph by chance; the background paragraph
# of a running story stays below a fifth of an outlet's items.
LEAST_REPEATS = 3
LEAST_REPEATED_SHARE = 0.2

# The bars below are guesses by lines that were read. Beside them: how many of 11,479 entries of real feeds and 2,011
# page texts are cleaned otherwise at another value. Lower ones leave boilerplate in, higher ones take news out.

# In a longer paragraph a single call ("subscribe to our") may be what the news is about; two calls are never.
_MOST_WORDS_WITH_ONE_CALL = 30  # at 15: 4, at 60: 2
_MOST_WORDS_IN_CREDIT = 14  # at 7: 0, at 28: 1
_MOST_WORDS_BESIDE_ADDRESS = 5  # "More here: https://..."; at 2: 0, at 10: 3 ("He blogs at ...")
_MOST_WORDS_BESIDE_OUTLET = 4  # "news desk", "staff, Berlin"; at 2: 0, at 8: 4 (headlines with its name)
_FEWEST_WORDS_IN_SLUG = 6  # at 4: 0, at 9: 0
# Characters: bounds of what a line costs. None of those texts is cleaned otherwise at half or double of them.
_LONGEST_CRUMB = 60
_LONGEST_CREDIT = 160
_LONGEST_CARD = 300
_LONGEST_CARD_LABEL = 40
_LONGEST_OUTLET = 100  # of its name, cut there
# Sentences of BASIL and AllSides hold .38 function words in the median, and 99 of 100 more than this.
_LEAST_FUNCTION_WORDS_SHARE = 0.125
# Characters at a paragraph's end in which a tail or a footer is looked for, bounds as above: its last word, its last
# words, "appeared first on OUTLET", and the headline before that.
_LONGEST_WORD = 40
_LONGEST_TAIL = 160
_LONGEST_FOOTER_END = 200
_LONGEST_FOOTER_TITLE = 600

_SENTENCE_MARKS = regex.compile(r"[.!?;:,…“”\"«»()]")
_ADDRESS = regex.compile(r"(?:https?://|www\.|t\.me/)\S{1,300}")
# A picture's caption with its credit glued on, as The New York Times' feed has it.
_CAPTION = regex.compile(
    rf"[.!?”]\s?(?:{any_of(lambda language: language.boilerplate.picture_credits)})"
    r"(?:\.\.\.|:)?\s?\p{Lu}[^.!?]{2,80}$"
)
_FIGURE = regex.compile(r"\d")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}']*+")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "´": "'"})
_READABLE = regex.compile(r"[\p{L}\p{N}]")
_FILE = regex.compile(r"\S{1,200}\.(?:jpe?g|png|gif|webp|svg|avif|mp4|mp3|pdf)", regex.IGNORECASE)
_AGGREGATOR = regex.compile(
    r"(?:submitted by\s.{0,80})?(?:\[link\]\s{0,5})?\[comments\]$|^submitted by\s+\S{1,60}$"
    r"|^(?:Article URL|Comments URL): .*|^(?:Points|# Comments): \d+$"
)
_ELLIPSIS = regex.compile(r"\s{0,3}(?:\[(?:…|\.\.\.|&hellip;)\]|\((?:…|\.\.\.)\))$")


def paragraph_hash(text: str) -> int:
    """A hash of a paragraph's words, without case and punctuation: 64 bits, signed, the same in every process."""
    words = " ".join(_words(text))
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)


def learned(counts: Mapping[int, int], items: int) -> frozenset[int]:
    """The hashes of the paragraphs that a source repeats so often that they are boilerplate.

    Args:
        counts: By paragraph_hash, the number of the source's items of the last 30 days that have it.
        items: The number of the source's items in those days.
    """
    least = max(LEAST_REPEATS, LEAST_REPEATED_SHARE * items)
    return frozenset(found for found, count in counts.items() if count >= least)


def _words(text: str) -> tuple[str, ...]:
    """The words in small letters; ten times cheaper than tokens(), and only ever compared with each other."""
    return tuple(_WORD.findall(text.casefold().translate(_APOSTROPHES)))


def _phrases(pick: Callable[[Language], tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
    return frozenset(map(_words, every(pick)))


def _by_first_word(phrases: Iterable[tuple[str, ...]]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The phrases by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        found.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(beginning) for first, beginning in found.items()}


_CRUMBS = _phrases(lambda language: language.boilerplate.crumbs)
_TAILS = _phrases(lambda language: language.boilerplate.tails)
_TAIL_ENDS = frozenset(phrase[-1:] for phrase in _TAILS)
_CARDS = _phrases(lambda language: language.boilerplate.cards)
_ROUNDS = _phrases(lambda language: language.boilerplate.rounds)
_CREDITS = _phrases(lambda language: language.boilerplate.credits)
_CALLS = _by_first_word(_phrases(lambda language: language.boilerplate.calls))
_FOOTERS = every(lambda language: language.boilerplate.footers)
_JOINTS = frozenset(every(lambda language: language.boilerplate.credit_joints))
_DATE_WORDS = frozenset(every(lambda language: language.boilerplate.date_words))
_SENTENCE_WORDS = frozenset(every(lambda language: language.boilerplate.sentence_words))


@lru_cache(maxsize=64)
def _outlet_words(outlet: str) -> tuple[str, ...]:
    return _words(outlet)


def is_crumb(text: str) -> bool:
    """Whether a line is a button, a label, a file's name or nothing readable at all."""
    if len(text) <= _LONGEST_CRUMB and _words(text) in _CRUMBS:
        return True
    plain = _ADDRESS.sub("", text) if len(text) <= _LONGEST_CARD else text
    if plain != text and len(_words(plain)) <= _MOST_WORDS_BESIDE_ADDRESS:
        return True
    return _FILE.fullmatch(text) is not None or not _READABLE.search(text) or _is_moment(text)


def _is_moment(text: str) -> bool:
    """Whether a line is a date or an hour and nothing else: "May 10, 2020 5:00 AM"."""
    if len(text) > _LONGEST_CRUMB or not _FIGURE.search(text):
        return False
    words = _words(text)
    return any(map(str.isalpha, words)) and all(word[0].isdigit() or word in _DATE_WORDS for word in words)


def is_slug(text: str) -> bool:
    """Whether a line is a row of key words in small letters, as in the names of picture files.

    A line in a script without capitals never is.
    """
    if text != text.casefold() or text == text.upper():
        return False
    words = _words(text)
    if len(words) < _FEWEST_WORDS_IN_SLUG:
        return False
    function_words = sum(word in _SENTENCE_WORDS for word in words)
    return not _SENTENCE_MARKS.search(text) and function_words < len(words) * _LEAST_FUNCTION_WORDS_SHARE


def is_call(text: str) -> bool:
    """Whether a paragraph asks the reader to give, subscribe or follow."""
    words = _words(text)
    calls, at = 0, 0
    while at < len(words):
        run = next((run for run in _CALLS.get(words[at], ()) if words[at : at + len(run)] == run), ())
        calls += bool(run)
        at += len(run) or 1
    return calls >= (1 if len(words) <= _MOST_WORDS_WITH_ONE_CALL else 2)


def is_credit(text: str, outlet: str) -> bool:
    """Whether a line is a byline, a date line, a picture's credit or the outlet's own name."""
    if _CAPTION.search(text[-_LONGEST_CREDIT:]):
        return True
    if len(text) > _LONGEST_CREDIT:
        return False
    words = _words(text)
    if not words or len(words) > _MOST_WORDS_IN_CREDIT or text.rstrip().endswith((".", "!", "?", "…")):
        return False
    name = _outlet_words(outlet[:_LONGEST_OUTLET])
    if name and len(words) <= len(name) + _MOST_WORDS_BESIDE_OUTLET and _holds(words, name):
        return True
    return any(words[:count] in _CREDITS and _names_follow(text, count) for count in (1, 2, 3))


def _holds(words: tuple[str, ...], run: tuple[str, ...]) -> bool:
    return any(words[at : at + len(run)] == run for at in range(len(words) - len(run) + 1))


def _names_follow(text: str, count: int) -> bool:
    """Whether the credit's first words are followed by a colon, or by capitals and figures only."""
    found = tokens(text)
    if text[found[count - 1].end :].lstrip().startswith((":", "|", "/", "—", "–")):
        return True
    rest = [token.text for token in found[count:]]
    return bool(rest) and all(word[0].isupper() or word[0].isdigit() or word.casefold() in _JOINTS for word in rest)


def card_of(text: str) -> str | None:
    """The other article that a line names ("Read also: ..."); None for any other line. May be empty."""
    if len(text) > _LONGEST_CARD:
        return None
    found = tokens(text[:_LONGEST_CARD_LABEL])
    words = tuple(token.folded for token in found)
    for count in range(min(4, len(words)), 0, -1):
        if words[:count] in _CARDS:
            rest = text[found[count - 1].end :].lstrip()
            if rest.startswith((":", "—", "–", "|", "»", ">", "👉", "→")):
                return rest.lstrip(":—–|»>👉→ ").strip()
    return None


def opens_a_round(text: str) -> bool:
    """Whether a line opens the list of a running news page."""
    words = _words(text[:200])
    return any(words[: len(phrase)] == phrase for phrase in _ROUNDS)


def without_tail(text: str) -> str:
    """The paragraph without "The post ... appeared first on ...", "[…]" and "Continue reading" at its end."""
    plain = _ELLIPSIS.sub("…", _AGGREGATOR.sub("", _without_footer(text)).rstrip()).rstrip()
    if _words(plain[-_LONGEST_WORD:])[-1:] not in _TAIL_ENDS:
        return plain
    found = tokens(plain[-_LONGEST_TAIL:])
    offset = max(0, len(plain) - _LONGEST_TAIL)
    words = tuple(token.folded for token in found)
    for count in range(1, min(5, len(words)) + 1):
        before = plain[: offset + found[-count].start].rstrip()
        if words[-count:] in _TAILS and before.endswith((".", "!", "?", "…", "...", "»", "”", '"')):
            return before
    return plain


def _without_footer(text: str) -> str:
    for opening, middle in _FOOTERS:
        at = text.rfind(middle, max(0, len(text) - _LONGEST_FOOTER_END))
        start = text.rfind(opening, max(0, at - _LONGEST_FOOTER_TITLE), at) if at > 0 else -1
        if start >= 0:
            return text[:start]
    return text
