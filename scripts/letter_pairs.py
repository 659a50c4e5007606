"""Draw the tables of which letters stand for which (letters_cyrillic.tsv and so on) from names of places.

    apt-get install libgweather-4-common iso-codes
    python -m scripts.letter_pairs [FOLDER OF LOCALES]

Debian's packages of towns with a weather station and of regions (ISO 3166-2) have some 10,000 names, in up to eight of
our languages; beside them stand the spellings of newsroom/text/data/names.tsv. Names whose words pair off are cut into
pairs of letters so that all together are likeliest (expectation maximisation); the worst quarter, translations rather
than spellings, is left out. Counts are facts: only counts of letters enter the tables, no name does.
"""

import gettext
import itertools
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TypeAlias

import regex

from newsroom.text.name_keys import letters_alike
from newsroom.text.names import romanised
from newsroom.text.scripts import MAIN, OTHERS, Script, script_of
from newsroom.text.words import bare

LetterPair: TypeAlias = tuple[str, str]

FOLDER = Path("/usr/share/locale")
CATALOGUES = ("libgweather-4.0-locations.mo", "libgweather-4.0.mo", "iso_3166-1.mo", "iso_3166-2.mo")
LANGUAGES = ("ar", "de", "es", "fr", "pl", "ru", "tr", "uk")
TABLES = Path(__file__).resolve().parent.parent / "newsroom" / "text" / "data"
EDGE: LetterPair = ("^", "^")
MOST_LETTERS, MOST_OTHERS = 4, 2  # of a pair; one of the two sides has one letter
WORST = 0.25  # of the names, by the likelihood of their letters: translations, names of other places
AT_LEAST, AT_LEAST_TOGETHER = 5, 3  # times that a pair, and a pair behind another, must be met
LEAST_SHARE = 0.01  # of all that letters stand for, a pair must be so much, on one of the two sides
LONGEST_NAME = 40
SPELLINGS = 2  # of a name in names.tsv, in each script
FEWEST_WITHOUT_ARTICLE = 4
LEAST_COUNT = 1e-4  # of one way to cut a name
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_APOSTROPHE = regex.compile("['’ʼ`´]")
_LETTERS = range(3, 17)  # of a word


def names_in_languages(folder: Path) -> Iterator[Mapping[str, str]]:
    """Each name by the language that it is in; "" for how it is listed in English or at home."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for language, catalogue in itertools.product(LANGUAGES, CATALOGUES):
        path = folder / language / "LC_MESSAGES" / catalogue
        if not path.is_file():
            continue
        with path.open("rb") as file:
            messages: Mapping[object, str] = vars(gettext.GNUTranslations(file))["_catalog"]
        for listed, name in messages.items():
            if (
                isinstance(listed, str)
                and (plain := listed.rpartition("\x04")[2])[:1].isupper()
                and len(plain) <= LONGEST_NAME
            ):
                found[plain] |= {"": plain, language: name}
    yield from found.values()
    for line in (TABLES / "names.tsv").read_text("utf-8").splitlines():
        if line[0] != "#":
            yield dict(_first_spellings(line.split("\t")[1].split("; ")))


def _first_spellings(spellings: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The first spellings of a name in each script: later ones are older, or of fewer languages. No adjectives."""
    taken: Counter[Script] = Counter()
    for form in spellings:
        script = script_of(form)
        if form[0] not in "~={" and " " not in form and taken[script] < SPELLINGS:
            taken[script] += 1
            yield form, form.strip("!^+")


def pairs_of_words(names: Iterable[Mapping[str, str]], script: Script) -> list[LetterPair]:
    """The words of names in the main script, each with what it is in the other one, as keys."""
    found: set[LetterPair] = set()
    for name in names:
        by_script: defaultdict[bool, set[str]] = defaultdict(set)
        for written in name.values():
            if (own := script_of(written)) is MAIN or own is script:
                by_script[own is script].add(written)
        for one, other in itertools.product(by_script[False], by_script[True]):
            words, others = _words(one), _words(other)
            if len(words) == len(others):
                found |= {
                    (romanised(bare(word), bare(word)), _plain(word_there))
                    for word, word_there in zip(words, others, strict=True)
                }
    return sorted(
        (word, other)
        for word, other in found
        if len(word) in _LETTERS
        and len(other) in _LETTERS
        and word.isascii()
        and len(word) < 2.2 * len(other)
        and len(other) < 1.6 * len(word)
    )


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(_APOSTROPHE.sub("", name))]


def _plain(word: str) -> str:
    """As a key before its double letters are made single; an article that is written on a word goes."""
    plain = letters_alike(bare(word))
    return plain.removeprefix("ال") if len(plain) > FEWEST_WITHOUT_ARTICLE else plain


def cuts(pair: LetterPair, at: int, at_other: int) -> Iterator[tuple[int, int, LetterPair]]:
    """The pairs of letters that may go on from two places, with where they end."""
    word, other = pair
    for end in range(at + 1, min(at + MOST_LETTERS, len(word)) + 1):
        for end_other in range(at_other + 1, min(at_other + MOST_OTHERS, len(other)) + 1):
            if end - at == 1 or end_other - at_other == 1:
                yield end, end_other, (word[at:end], other[at_other:end_other])


def expected(pair: LetterPair, share: Mapping[LetterPair, float] | None) -> tuple[dict[LetterPair, float], float]:
    """How often each pair of letters is in a pair of words, as far as the shares tell, and how likely the words are."""
    ends = (len(pair[0]), len(pair[1]))
    forward: defaultdict[tuple[int, int], float] = defaultdict(float, {(0, 0): 1.0})
    steps: list[tuple[tuple[int, int], tuple[int, int], LetterPair, float]] = []
    for at in itertools.product(range(ends[0]), range(ends[1])):
        if forward[at]:
            for end, end_other, letters in cuts(pair, *at):
                likely = 0.05 ** (sum(map(len, letters)) - 2) if share is None else share.get(letters, 0.0)
                if likely:
                    forward[end, end_other] += forward[at] * likely
                    steps.append((at, (end, end_other), letters, likely))
    whole = forward[ends]
    if not whole:
        return {}, -math.inf
    backward: defaultdict[tuple[int, int], float] = defaultdict(float, {ends: 1.0})
    counts: defaultdict[LetterPair, float] = defaultdict(float)
    for at, end_at, letters, likely in reversed(steps):
        backward[at] += likely * backward[end_at]
        counts[letters] += forward[at] * likely * backward[end_at] / whole
    return counts, math.log(whole) / max(ends)


def shares_of(
    words: list[LetterPair], rounds: int, share: Mapping[LetterPair, float] | None = None
) -> tuple[dict[LetterPair, float], list[float]]:
    """The share of each pair of letters after so many rounds, and how likely each pair of words is."""
    likely: list[float] = []
    for number in range(rounds):
        counts: Counter[LetterPair] = Counter()
        found = [expected(pair, share) for pair in words]
        for letters, _ in found:
            counts.update({pair: count for pair, count in letters.items() if count > LEAST_COUNT})
        likely = [each for _, each in found]
        least = 0.02 if number == 0 else 1.5
        total = counts.total()
        share = {pair: count / total for pair, count in counts.items() if count > least}
    return dict(share or {}), likely


def best_cut(pair: LetterPair, share: Mapping[LetterPair, float]) -> list[LetterPair]:
    """The likeliest way to cut a pair of words; nothing where there is none."""
    best: dict[tuple[int, int], tuple[float, list[LetterPair]]] = {(0, 0): (0.0, [])}
    for at in itertools.product(range(len(pair[0])), range(len(pair[1]))):
        if at in best:
            so_far, path = best[at]
            for end, end_other, letters in cuts(pair, *at):
                if letters in share:
                    likely = so_far + math.log(share[letters])
                    if likely > best.get((end, end_other), (-math.inf,))[0]:
                        best[end, end_other] = (likely, [*path, letters])
    return best.get((len(pair[0]), len(pair[1])), (0.0, []))[1]


def lines(words: list[LetterPair], share: Mapping[LetterPair, float]) -> Iterator[str]:
    """The table: letters, those that stand for them, how often; then what follows, how often."""
    counts: Counter[LetterPair] = Counter()
    following: Counter[tuple[LetterPair, LetterPair]] = Counter()
    for path in filter(None, map(partial(best_cut, share=share), words)):
        counts.update([EDGE, *path])
        following.update(itertools.pairwise([EDGE, *path, EDGE]))
    sides = [Counter[str](), Counter[str]()]
    for pair, count in counts.items():
        for side, letters in zip(sides, pair, strict=True):
            side[letters] += count
    kept = {
        pair: count
        for pair, count in counts.items()
        if count >= AT_LEAST and max(count / sides[0][pair[0]], count / sides[1][pair[1]]) >= LEAST_SHARE
    }
    for pair, count in sorted(kept.items(), key=lambda one: (-one[1], one[0])):
        after = [(other, number) for (before, other), number in following.items() if before == pair and other in kept]
        often = sorted((each for each in after if each[1] >= AT_LEAST_TOGETHER), key=lambda one: (-one[1], one[0]))
        followers = " ".join(f"{one}:{other}:{number}" for (one, other), number in often)
        yield "\t".join((*pair, str(count), followers)).rstrip("\t")


def main(folder: Path) -> None:
    """Write a table for each script whose names are counted."""
    names = list(names_in_languages(folder))
    for script in OTHERS:
        words = pairs_of_words(names, script)
        random.Random(5).shuffle(words)  # noqa: S311 - the first ones are a sample
        share, _ = shares_of(words[:6_000], 2)
        for worst in (WORST, WORST / 5):
            share, likely = shares_of(words, 2, share)
            bar = sorted(likely)[int(len(likely) * worst)]
            words = [pair for pair, each in zip(words, likely, strict=True) if each >= bar]
        head = "# letters of the main script, those that stand for them, how often; then what follows, how often"
        path = TABLES / f"letters_{script.name.casefold()}.tsv"
        path.write_text("\n".join([head, *lines(words, share)]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
