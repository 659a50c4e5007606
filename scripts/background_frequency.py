"""Draw the table of background word counts (newsroom/text/data/frequency.tsv) from a stream of headlines.

    python scripts/background_frequency.py ../shared/eval/data/stream/headlines_2020_2023.jsonl.xz

Counts are facts; no text of a publisher enters the table. Stems that fewer than five documents hold are left out: they
are names of a day, and all of them are equally rare to us.
"""

import json
import lzma
import sys
from collections import Counter
from pathlib import Path

from newsroom.text.words import stem, tokens

AT_LEAST = 5
TABLE = Path(__file__).resolve().parent.parent / "newsroom" / "text" / "data" / "frequency.tsv"


def count(stream: Path) -> tuple[int, Counter[str]]:
    """The number of documents in the stream, and of those that have each stem."""
    counts: Counter[str] = Counter()
    documents = 0
    with lzma.open(stream, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = f"{row['title']} {row.get('summary') or ''}"
            counts.update({stem(token.folded) for token in tokens(text)})
            documents += 1
    return documents, counts


def main(stream: str) -> None:
    """Write the table, the commonest stem first."""
    documents, counts = count(Path(stream))
    kept = sorted(((n, stem_) for stem_, n in counts.items() if n >= AT_LEAST), key=lambda pair: (-pair[0], pair[1]))
    lines = [f"# documents {documents}", *(f"{stem_}\t{n}" for n, stem_ in kept)]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
