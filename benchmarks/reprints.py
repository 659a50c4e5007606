"""Are edited copies of a text kept apart from independent reports of the same event?

    python benchmarks/reprints.py [../shared/eval/data/stories]

Positives: each full text of basil, edited in seven ways as papers edit what they take over, against the window with
all 300 originals. Negatives: each pair of reports of one event by different outlets (basil in full text,
allsides_2021_h1 as feed summaries). Prints recall by edit, false positives, and the greatest containment among them.
"""

import dataclasses
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from bot.lab.rows import LabRow, read_items, read_rows
from newsroom.item import Item, ItemId, Paragraph
from newsroom.source import Source, SourceId
from newsroom.stories.clusterer import StoryClusterer
from newsroom.stories.features import extract_features
from newsroom.stories.placement import Reprint
from newsroom.stories.text_reuse import containment, text_reuse
from newsroom.story import StoryId

CHANCE = random.Random(7)  # noqa: S311 - a repeatable draw
PAPER = Source(id=SourceId(1), name="Sample Paper", url="", family="sample paper")
TITLE = "What is known so far"
FOOTER = "Sign up to our newsletter for the day's best stories. This article was first published elsewhere."
OWN = "Our reporters asked around the town what people made of it."

Texts = tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredReprints:
    """Recall over all edits, 0..1; how many of the independent pairs were taken for copies."""

    recall: float
    false: int
    pairs: int


def paragraphs(*texts: str) -> Texts:
    return tuple(Paragraph(text=text) for text in texts)


def lead(texts: Texts) -> Texts:
    kept: list[Paragraph] = []
    for text in texts:
        kept.append(text)
        if sum(len(paragraph.text.split()) for paragraph in kept) >= 60:
            break
    return tuple(kept)


def truncated(texts: Texts) -> Texts:
    words = " ".join(text.text for text in texts).split()
    return paragraphs(" ".join(words[: len(words) // 2]))


def reordered(texts: Texts) -> Texts:
    return tuple(CHANCE.sample(texts, len(texts)))


def lightly_edited(texts: Texts) -> Texts:
    """One word in twenty replaced, one paragraph in six dropped."""
    kept = [text for text in texts if CHANCE.random() > 1 / 6] or list(texts)
    return paragraphs(
        *(" ".join("else" if CHANCE.random() < 1 / 20 else word for word in text.text.split()) for text in kept)
    )


EDITS: Mapping[str, Callable[[Texts], Texts]] = {
    "retitled": lambda texts: texts,
    "footer added": lambda texts: (*texts, *paragraphs(FOOTER, FOOTER.upper())),
    "truncated": truncated,
    "lead only": lead,
    "reordered": reordered,
    "lightly edited": lightly_edited,
    "lead and own text": lambda texts: (
        *lead(texts),
        *paragraphs("Our reporters asked around the town what people made of it."),
    ),
}


def rows(path: Path) -> list[LabRow]:
    return list(read_items(read_rows(str(path))))


def recall(originals: list[Item]) -> float:
    index = StoryClusterer()
    for item in originals:
        index.add(item, StoryId(item.id))
    hits = total = 0
    for name, edit in EDITS.items():
        found = right = 0
        for item in originals:
            copy = dataclasses.replace(
                item,
                id=ItemId(10_000),
                source=PAPER,
                url="",
                title="What is known so far",
                paragraphs=edit(tuple(item.paragraphs)),
            )
            placed = index.place(copy)
            found += isinstance(placed, Reprint) and not placed.partial
            right += isinstance(placed, Reprint) and placed.of == item.id
        print(f"{name:18} recall {found / len(originals):.3f}  of the right one {right / len(originals):.3f}")
        hits, total = hits + found, total + len(originals)
    print(f"{'all':18} recall {hits / total:.4f} ({hits} of {total})")
    return hits / total


def false_positives(name: str, found: list[LabRow], gold: Mapping[str | int, str]) -> tuple[int, int]:
    stories: dict[str, list[Item]] = defaultdict(list)
    for row in found:
        stories[gold[row.id]].append(row.item)
    pairs = [
        (extract_features(a), extract_features(b))
        for items in stories.values()
        for a, b in combinations(items, 2)
        if a.source != b.source
    ]
    wrong = [(a, b) for a, b in pairs if (copy := text_reuse(a, b)) is not None and not copy.partial]
    greatest = max(containment(a, b) for a, b in pairs)
    print(f"{name}: {len(wrong)} false of {len(pairs)}; greatest containment {greatest:.2f}")
    for a, b in wrong:
        print(f"   {a.item} {a.title[:60]!r} / {b.item} {b.title[:60]!r}: {containment(a, b):.2f}")
    return len(wrong), len(pairs)


def measure(folder: Path) -> MeasuredReprints:
    """Run both halves and print them as they come."""
    share, false, pairs = 0.0, 0, 0
    for name in ("basil", "allsides_2021_h1"):
        found = rows(folder / f"{name}.jsonl")
        if name == "basil":
            share = recall([row.item for row in found])
        wrong, compared = false_positives(name, found, {row.id: row.raw["gold_story"] for row in found})
        false, pairs = false + wrong, pairs + compared
    return MeasuredReprints(recall=share, false=false, pairs=pairs)


if __name__ == "__main__":
    measure(Path(*sys.argv[1:] or ["../shared/eval/data/stories"]))
