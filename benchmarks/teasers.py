"""Stories as the product meets them, and what a plain method makes of them.

The labelled sets hold whole reports of 560 characters in the median; feeds have teasers of 190. So each set is judged
once more with its texts cut to whole sentences of at most that length. Beside the engine a plain method groups the same
items: words cut to six letters, TF-IDF of the set itself, average linkage, and of the bars tried the one that is best
for that very set, which the engine's bars are not.
"""

import heapq
import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

TEASER_CHARS = 190
BARS = (0.12, 0.16, 0.2, 0.24, 0.28, 0.32)
_TAG = re.compile(r"<[^>]{0,400}>")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_LETTERS, _LEAD_CHARS = 6, 400


def text_of(row: Mapping[str, Any]) -> str:
    """The summary without markup, or the content where that is all there is."""
    summary = " ".join(_TAG.sub(" ", row.get("summary") or "").split())
    return summary or " ".join(_TAG.sub(" ", row.get("content") or "").split())


def cut(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with as many whole sentences of its text as a teaser has."""
    teaser = ""
    for sentence in _SENTENCE_END.split(text_of(row)):
        if teaser and len(teaser) + len(sentence) + 1 > TEASER_CHARS:
            break
        teaser = f"{teaser} {sentence}".strip()
    return {key: value for key, value in row.items() if key != "content"} | {"summary": teaser[:TEASER_CHARS]}


def cut_file(rows: Sequence[Mapping[str, Any]], folder: Path) -> Path:
    """The rows as teasers, in a file."""
    path = folder / "teasers.jsonl"
    path.write_text("".join(json.dumps(cut(row), ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def plain_f1(rows: Sequence[Mapping[str, Any]]) -> float:
    """B-cubed F1 of the plain method with the bar that is best for these rows."""
    likeness = _likenesses([_words(row) for row in rows])
    gold = [row.get("gold_story") for row in rows]
    return max(_bcubed_f1(gold, _grouped(len(rows), likeness, bar)) for bar in BARS)


def _words(row: Mapping[str, Any]) -> Counter[str]:
    return Counter(
        word[:_LETTERS] for word in re.findall(r"\w+", f"{row.get('title', '')} {text_of(row)[:_LEAD_CHARS]}".lower())
    )


def _likenesses(texts: Sequence[Counter[str]]) -> dict[tuple[int, int], float]:
    documents = Counter(word for text in texts for word in text)
    postings: dict[str, list[tuple[int, float]]] = {}
    for number, text in enumerate(texts):
        weights = {
            word: (1 + math.log(count)) * (math.log((1 + len(texts)) / (1 + documents[word])) + 1)
            for word, count in text.items()
        }
        length = math.hypot(*weights.values()) or 1.0
        for word, weight in weights.items():
            postings.setdefault(word, []).append((number, weight / length))
    found: dict[tuple[int, int], float] = {}
    for there in postings.values():
        for at, (a, one) in enumerate(there):
            for b, other in there[at + 1 :]:
                found[a, b] = found.get((a, b), 0.0) + one * other
    return found


def _grouped(size: int, likeness: Mapping[tuple[int, int], float], bar: float) -> list[int]:
    """The group of each item, by average linkage."""
    members = {number: [number] for number in range(size)}
    sums: dict[int, dict[int, float]] = {number: {} for number in range(size)}
    for (a, b), value in likeness.items():
        sums[a][b] = sums[b][a] = value
    heap = [(-value, a, b) for (a, b), value in likeness.items() if value >= bar]
    heapq.heapify(heap)
    while heap:
        value, a, b = heapq.heappop(heap)
        if a not in members or b not in sums[a]:
            continue
        if not math.isclose(-value, sums[a][b] / (len(members[a]) * len(members[b])), rel_tol=1e-9):
            continue
        members[a] += members.pop(b)
        for c, alike in sums.pop(b).items():
            del sums[c][b]
            if c != a:
                sums[a][c] = sums[c][a] = sums[a].get(c, 0.0) + alike
        for c, alike in sums[a].items():
            mean = alike / (len(members[a]) * len(members[c]))
            if mean >= bar:
                heapq.heappush(heap, (-mean, min(a, c), max(a, c)))
    group_of = {item: group for group, items in members.items() for item in items}
    return [group_of[number] for number in range(size)]


def _bcubed_f1(gold: Sequence[object], groups: Sequence[int]) -> float:
    judged = [number for number, label in enumerate(gold) if label is not None]
    by_gold, by_group = Counter(gold[n] for n in judged), Counter(groups[n] for n in judged)
    both = Counter((gold[n], groups[n]) for n in judged)
    precision = sum(count * count / by_group[group] for (_, group), count in both.items()) / len(judged)
    recall = sum(count * count / by_gold[label] for (label, _), count in both.items()) / len(judged)
    return 2 * precision * recall / (precision + recall)
