"""Draw the tables of word counts of the other languages (frequency_de.tsv and so on) from wordfreq's counts.

    python -m pip install --target FOLDER wordfreq && PYTHONPATH=FOLDER python -m scripts.word_frequencies

English is counted in news (scripts/background_frequency.py). wordfreq counts words per word of running text (Wikipedia,
subtitles, news, books, the web), so a word's share is turned into the documents of so many words that have its stem.
Its data is CC BY-SA 4.0, and so are the tables: newsroom/text/data/FREQUENCY-LICENCE.md. It has no Azerbaijani.
"""

import importlib
import math
from collections import defaultdict
from pathlib import Path
from typing import Any

from newsroom.text.words import stem, tokens
from scripts.background_frequency import AT_LEAST, TABLE

LANGUAGES = ("ar", "de", "es", "fr", "pl", "ru", "tr", "uk")
DOCUMENTS = 100_000
# Words of a headline with its summary: with so many the share of English documents with "the" comes out as counted.
WORDS_A_DOCUMENT = 26


def count(language: str) -> dict[str, int]:
    """Of so many documents, how many have each stem."""
    wordfreq: Any = importlib.import_module("wordfreq")
    shares: defaultdict[str, float] = defaultdict(float)
    for word, share in wordfreq.get_frequency_dict(language, wordlist="small").items():
        for token in tokens(word):
            shares[stem(token.folded)] += share
    return {stem_: round(DOCUMENTS * -math.expm1(-share * WORDS_A_DOCUMENT)) for stem_, share in shares.items()}


def main() -> None:
    """Write the tables: a line for each count, the greatest first, with the stems that have it."""
    for language in LANGUAGES:
        by_count: defaultdict[int, list[str]] = defaultdict(list)
        for stem_, documents in count(language).items():
            if documents >= AT_LEAST and not stem_.isdigit():
                by_count[documents].append(stem_)
        lines = [f"{number}\t{' '.join(sorted(by_count[number]))}" for number in sorted(by_count, reverse=True)]
        path: Path = TABLE.with_name(f"frequency_{language}.tsv")
        path.write_text("\n".join([f"# documents {DOCUMENTS}", *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
