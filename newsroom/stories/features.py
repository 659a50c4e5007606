"""What clustering compares of an item: weighed words, runs of words, numbers; kept while the item is in the window."""

import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import regex
from numpy.typing import NDArray

from newsroom.item import Item, ItemId
from newsroom.stories.attack_days import AttackMention, attack_day
from newsroom.stories.day_mentions import NO_DAYS, named_days
from newsroom.stories.embeddings import LazyEmbedding
from newsroom.stories.headline_names import NOUNS_CAPITAL, title_names
from newsroom.stories.series_steps import NO_STEPS, series_steps
from newsroom.stories.thresholds import (
    DATED_WORDS,
    LEAD_WORDS,
    MOST_TERMS,
    NAME_LETTERS,
    NAMES_SHARE,
    SHINGLE_WORDS,
    SHINGLED_WORDS,
    TITLE_SHARE,
    TITLE_WEIGHT,
    WORDS_SHARE,
)
from newsroom.text.frequency import background, function_words
from newsroom.text.live_blogs import is_live_blog
from newsroom.text.names import spelling
from newsroom.text.words import STEM_LETTERS, Token, bare, tokens

# Scripts that write without spaces: two letters at a time stand in for words.
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
# Within a paragraph: a quotation that goes on in the next opens anew there and would turn inside out all that follows.
_QUOTED = regex.compile(r"“[^”\n]{1,600}”|„[^“”\n]{1,600}[“”]|«[^»\n]{1,600}»|\"[^\"\n]{1,600}\"")
_ADDRESS = regex.compile(r"\s*https?\s?:")  # feeds without headlines put the address there
WEIGHTS, RUNS = np.dtype("<f4"), np.dtype("<u4")  # as they are stored: the same on any machine
NO_NUMBERS: frozenset[str] = frozenset()  # one for all: nearly every title holds none
NO_WORDS: Mapping[str, str] = {}  # one for all that are kept
# Guesses: they bound the time of a hostile item. In the labelled sets of docs/quality.md the longest headline has 200
# letters, the longest text 11,300.
_TITLE_LETTERS = 600
_TEXT_LETTERS = 40_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TextFeatures:
    """What reading an item's text gives: it takes longer than all else that a start does with the item.

    Attributes:
        terms: What its words come down to: stems, "title ..." and "name ..."; empty where the text has no words.
        weights_and_runs: What `values` and `shingles` give: to keep an array for each took 220 bytes more.
        numbers: The numbers of the title, as written without separators.
        days: The days of the year that an undated item names, as named_days counts them; empty for dated ones.
        round_up: A live blog or round-up: it touches many stories and must not join two of them.
        exact: Hash of the whole folded item; equal for equal items.
        exact_text: The same of the text without the headline; None where it has no words.
        title: The folded words of the headline.
        names: For each word of `title` the key of the name it belongs to (newsroom.stories.headline_names).
        steps: The events of a series that the headline counts (newsroom.stories.series_steps).
        attack: The attack that the item reports, with its day (newsroom.stories.attack_days); None where it is none.
        unnamed: Of `terms` those of the headline's words that are no names; all of them where nothing else is left, and
            where nouns have capitals as well.
    """

    terms: tuple[str, ...]
    weights_and_runs: bytes
    numbers: frozenset[str]
    exact: int
    title: str
    round_up: bool
    days: frozenset[int]
    names: tuple[str, ...] = ()
    steps: frozenset[int] = NO_STEPS
    exact_text: int | None = None
    unnamed: tuple[str, ...] = ()
    attack: AttackMention | None = None

    @property
    def values(self) -> NDArray[np.float32]:
        """The weight of each term; a vector of unit length."""
        return np.frombuffer(self.weights_and_runs, WEIGHTS, len(self.terms))

    @property
    def shingles(self) -> NDArray[np.uint32]:
        """Hashes of the runs of five words of title and text, quotations left out; ascending."""
        return np.frombuffer(self.weights_and_runs, RUNS, offset=len(self.terms) * WEIGHTS.itemsize)

    @property
    def runs(self) -> int:
        """How many runs of words `shingles` has."""
        return (len(self.weights_and_runs) - len(self.terms) * WEIGHTS.itemsize) // RUNS.itemsize


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Features(TextFeatures):
    """An item as clustering compares it; kept small, since the window has 50,000 of them.

    Attributes:
        hours: Its time (Item.time), in hours since 1970.
        arrived: When it was first seen (Item.arrived_at), in hours since 1970.
        letters: Of headline and text, in characters.
        words: Term -> the word as written, to show people what was shared; empty for what is kept.
        language: BCP 47 primary tag; None where it is not known.
        embedding: The encoder's vector (newsroom.stories.cross_lingual); None where there is no encoder.
        dated: Whether the feed says when it was published.
    """

    item: ItemId
    source: int
    family: str
    url: str
    hours: float
    arrived: float
    letters: int
    words: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    embedding: LazyEmbedding | None = None
    dated: bool = True

    @property
    def weights(self) -> dict[str, float]:
        """Term -> weight."""
        return dict(zip(self.terms, self.values.tolist(), strict=True))


def hours_of(at: datetime) -> float:
    """Hours since 1970, in which the window counts time."""
    return at.timestamp() / 3600


def extract_features(item: Item, embedding: LazyEmbedding | None = None) -> Features:
    """The features of an item. Time grows with at most the first 40,000 letters of its text."""
    read, words = _read(item)
    return with_text(item, read, embedding, words)


def with_text(
    item: Item, read: TextFeatures, embedding: LazyEmbedding | None = None, words: Mapping[str, str] = NO_WORDS
) -> Features:
    """The features of an item whose text was read before; `words`: as written, for one that is yet to be placed."""
    return Features(
        item=item.id,
        source=item.source.id,
        family=item.source.family,
        url=item.url,
        hours=hours_of(item.time),
        arrived=hours_of(item.arrived_at),
        letters=len(item.title) + len(item.text),
        words=words,
        language=item.language,
        embedding=embedding,
        dated=item.published is not None,
        terms=read.terms,
        weights_and_runs=read.weights_and_runs,
        numbers=read.numbers,
        exact=read.exact,
        title=read.title,
        round_up=read.round_up,
        days=read.days,
        names=read.names,
        steps=read.steps,
        exact_text=read.exact_text,
        unnamed=read.unnamed,
        attack=read.attack,
    )


def _read(item: Item) -> tuple[TextFeatures, Mapping[str, str]]:
    """What an item's text says, and its words as written."""
    title, text = item.title[:_TITLE_LETTERS], item.text[:_TEXT_LETTERS]
    if _ADDRESS.match(title):
        title = ""
    title_words, text_words = tokens(title), tokens(text)
    named = _named([*title_words, *text_words[:LEAD_WORDS]], function_words(item.language))
    weights, words, unnamed = _weights(title_words, text_words[:LEAD_WORDS], named, item.language)
    folded = [token.folded for token in (*title_words, *text_words)]
    runs = _shingles(folded) if _QUOTED.search(f"{title}\n{text}") is None else shingles(title, text)
    read = TextFeatures(
        terms=tuple(weights),
        weights_and_runs=np.fromiter(weights.values(), WEIGHTS, len(weights)).tobytes() + runs.astype(RUNS).tobytes(),
        numbers=frozenset([token.folded for token in title_words if token.folded.isdecimal()]) or NO_NUMBERS,
        exact=_digest(folded),
        title=" ".join(token.folded for token in title_words),
        round_up=is_live_blog(title),
        days=NO_DAYS if item.published else named_days([*title_words, *text_words[:DATED_WORDS]]),
        names=title_names(title, title_words, text_words[:LEAD_WORDS], item.language),
        steps=series_steps(title, title_words, item.language),
        exact_text=_digest(folded[len(title_words) :]) if text_words else None,
        unnamed=unnamed,
        attack=attack_day(
            title, text, (title_words, text_words), item.language, item.time.date() if item.published else None
        ),
    )
    return read, words


def shingles(title: str, text: str) -> NDArray[np.uint32]:
    """Hashes of every run of five words, quotations left out: all outlets take those from one press release."""
    return _shingles([token.folded for token in tokens(_QUOTED.sub(" ", f"{title}\n{text}"))])


def _shingles(all_words: Sequence[str]) -> NDArray[np.uint32]:
    words = all_words[:SHINGLED_WORDS]
    runs = range(len(words) - SHINGLE_WORDS + 1)
    return np.unique(np.fromiter((_digest(words[i : i + SHINGLE_WORDS]) for i in runs), dtype=np.uint32))


def _digest(words: Iterable[str]) -> int:
    return zlib.crc32(" ".join(words).encode("utf-8", "surrogatepass"))


def _weights(
    title: list[Token], text: list[Token], named: Sequence[Token], language: str | None
) -> tuple[dict[str, float], dict[str, str], tuple[str, ...]]:
    """An item's views (all words, the title's, the names) in one vector of unit length; the words as written; unnamed.

    Names are left out of the headline where its other words are left, and where nouns have no capitals.
    """
    silent = function_words(language)
    names = frozenset() if language in NOUNS_CAPITAL else frozenset([token.folded for token in named])
    everything: dict[str, float] = defaultdict(float)
    headline: dict[str, float] = defaultdict(float)
    unnamed: set[str] = set()
    words: dict[str, str] = {}
    for weight, part in ((TITLE_WEIGHT, title), (1.0, text)):
        for token in part:
            if token.folded in silent:
                continue
            for term in _terms(token.folded):
                everything[term] += weight
                words.setdefault(term, token.text)
                if part is title:
                    headline[f"title {term}"] += 1.0
                    if token.folded not in names:
                        unnamed.add(f"title {term}")
    views = ((everything, WORDS_SHARE), (headline, TITLE_SHARE), (Counter(map(_name, named)), NAMES_SHARE))
    whole = sum(share for _, share in views)
    words |= {_name(token): token.text for token in reversed([*title, *text]) if token.text[:1].isupper()}
    joined: dict[str, float] = {}
    for counts, share in views:
        joined.update(_scaled(counts, (share / whole) ** 0.5))
    left = unnamed or headline
    kept = tuple([term for term in joined if term in left])
    return joined, {term: word for term, word in words.items() if term in joined}, kept


def _named(words: Sequence[Token], silent: frozenset[str]) -> list[Token]:
    """Words written with a capital letter and never without one."""
    apart = silent.union([token.folded for token in words if token.text[:1].islower()])
    return [
        token for token in words if token.text[:1].isupper() and len(token.folded) > 1 and token.folded not in apart
    ]


def _name(token: Token) -> str:
    """One term for all spellings of a name, over scripts and cases."""
    return f"name {spelling(token.text)[:NAME_LETTERS]}"


def _terms(folded: str) -> list[str]:
    if _UNSPACED.search(folded):
        return [folded[i : i + 2] for i in range(max(1, len(folded) - 1))]
    plain = bare(folded)
    return [plain[:STEM_LETTERS]] if len(plain) > 1 or plain.isdecimal() else []


def _scaled(counts: Mapping[str, float], length: float) -> dict[str, float]:
    """The heaviest terms, weighed by rarity, as a vector of the given length."""
    rarity = background().rarity
    raw = {term: count**0.5 * rarity(term.rpartition(" ")[2][:STEM_LETTERS]) for term, count in counts.items()}
    kept = sorted(raw.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_TERMS]
    norm = sum(weight * weight for _, weight in kept) ** 0.5
    return {sys.intern(term): weight / norm * length for term, weight in kept if weight > 0} if norm else {}
