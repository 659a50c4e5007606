"""What grouping looks at in an item: weighed words, shingles, numbers; kept while the item is in the window."""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import regex

from newsroom.item import Item, ItemId
from newsroom.stories.thresholds import LEAD_WORDS, MOST_TERMS, SHINGLE_WORDS, SHINGLED_WORDS, TITLE_WEIGHT
from newsroom.text.frequency import background, function_words
from newsroom.text.words import STEM_LETTERS, Token, bare, tokens

# Scripts that write without spaces: two letters at a time stand in for words.
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_QUOTED = regex.compile(r"“[^”]{1,600}”|„[^“”]{1,600}[“”]|«[^»]{1,600}»|\"[^\"]{1,600}\"")
_TITLE_LETTERS = 600
_TEXT_LETTERS = 40_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """An item as grouping sees it.

    Attributes:
        hours: When it was told (Item.time), in hours since 1970.
        arrived: When it was first seen (Item.first_seen), in hours since 1970.
        weights: Six-letter stem -> weight; of unit length; empty where the text has no words.
        shingles: Hashes of the runs of five words of title and text, quotations left out.
        numbers: The numbers of the title, as written without separators.
        words: Stem -> the word as it stands, for telling people what was shared.
        exact: Hash of the whole folded text; equal for equal texts.
    """

    item: ItemId
    source: int
    family: str
    url: str
    hours: float
    arrived: float
    weights: dict[str, float]
    shingles: frozenset[int]
    numbers: frozenset[str]
    exact: int
    title: str
    words: dict[str, str] = field(default_factory=dict)


def features(item: Item) -> Features:
    """Read an item. Time grows with at most the first 40,000 letters of its text."""
    title, text = item.title[:_TITLE_LETTERS], item.text[:_TEXT_LETTERS]
    title_words, text_words = tokens(title), tokens(text)
    weights, words = _weights(title_words, text_words, item.language)
    folded = [token.folded for token in (*title_words, *text_words)]
    return Features(
        item=item.id,
        source=item.source.id,
        family=item.source.family,
        url=item.url,
        hours=item.time.timestamp() / 3600,
        arrived=item.first_seen.timestamp() / 3600,
        weights=weights,
        shingles=shingles(title, text),
        numbers=frozenset(token.folded for token in title_words if token.folded.isdecimal()),
        exact=_digest(folded),
        title=" ".join(token.folded for token in title_words),
        words=words,
    )


def shingles(title: str, text: str) -> frozenset[int]:
    """Hashes of every run of five words, without what stands in quotation marks: press releases lend it to all."""
    words = [token.folded for token in tokens(_QUOTED.sub(" ", f"{title}\n{text}"))][:SHINGLED_WORDS]
    runs = range(len(words) - SHINGLE_WORDS + 1)
    return frozenset(_digest(words[i : i + SHINGLE_WORDS]) for i in runs)


def _digest(words: Iterable[str]) -> int:
    return zlib.crc32(" ".join(words).encode("utf-8", "surrogatepass"))


def _weights(title: list[Token], text: list[Token], language: str | None) -> tuple[dict[str, float], dict[str, str]]:
    counts: dict[str, float] = defaultdict(float)
    words: dict[str, str] = {}
    silent = function_words(language)
    for weight, part in ((TITLE_WEIGHT, title), (1.0, text[:LEAD_WORDS])):
        for token in part:
            if token.folded in silent:
                continue
            for term in _terms(token.folded):
                counts[term] += weight
                words.setdefault(term, token.text)
    return _unit(counts), words


def _terms(folded: str) -> list[str]:
    if _UNSPACED.search(folded):
        return [folded[i : i + 2] for i in range(max(1, len(folded) - 1))]
    plain = bare(folded)
    return [plain[:STEM_LETTERS]] if len(plain) > 1 or plain.isdecimal() else []


def _unit(counts: Mapping[str, float]) -> dict[str, float]:
    rarity = background().rarity
    raw = {term: (count**0.5) * rarity(term) for term, count in counts.items()}
    kept = sorted(raw.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_TERMS]
    length = sum(weight * weight for _, weight in kept) ** 0.5
    return {term: weight / length for term, weight in kept if weight > 0} if length else {}
