"""Which headlines in ten languages a query finds: our own 400 headlines, and the labelled ones of the shared folder.

Own headlines stand in topics_items.txt, what is asked of them in topics_queries.txt. Their labels: ne Netanyahu, mp
Mariupol, pu Putin, na NATO, sy Syria, lu Lukashenko, bt Beirut, do Donetsk, hm Hamas, am Armenia; w1 and w2 are two
words of each language (flood and tax in English). A second batch stands in the files with _2 in their names: tk Tusk,
zp Zaporizhzhia, bo Boeing, im IMF, ye Yemen, mi Milei, cn Chernihiv, gp Gazprom, wh WHO, su Sudan. A third has names
that the table lacked: mz Mirzoyan, oz Özel, bd Bardella, kb Klingbeil, kz Kaczyński, kp Kupiansk, to Toretsk, nv
Nvidia, op OPEC; put aside in files of their own are gz Gantz, dt Duterte, wk Wagenknecht, tz Trzaskowski, rt
Retailleau, hp Huliaipole, nb Nabatieh, ud USAID, rh Rheinmetall, lc Lachin; w1 to w3 are words. A fourth, of
names of middling fame as each language spells them, has gl Glucksmann, kw Kwaśniewski, bc Badenoch, fa Farage, fj
Feijóo, im İmamoğlu, so Söder, vu Vučić, mo Moraes, iz Izium, st Stellantis, at Attal; put aside are wq Wauquiez, me
Mélenchon, ho Hołownia, bh Bahçeli, hb Habeck, bb Babiš, sz Szijjártó, ab Abascal, wd Wadephul, ve Ventura, ly Lyman, rz
Rzeszów, pa Palantir; w1 to w4 are German words that are parts of others. A fifth is a mixture as a desk asks for it,
whatever the table has: rt Rutte, tj Tajani, ks Kostiantynivka, vw Volkswagen, ep Europol, md Moldova, mb Mbappé, aw
Antwerp; put aside are gr Grossi, ku Kubilius, cy Chasiv Yar, lh Lufthansa, fx Frontex, lb Lebanon, al Alcaraz, ge
Genoa; w1 and w2 are a noun and a verb of each language. A headline with the adjective of a country is
about it; one in which a name stands inside another ("Bayreuth") is not.

The plain methods in the same table: equal words once case is folded, and words with the same first six letters.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newsroom.item import Item, ItemId
from newsroom.matching.matcher import Matcher, Tier
from newsroom.matching.query import parse
from newsroom.source import Source, SourceId
from newsroom.text.words import stem, tokens
from newsroom.topic import TopicId

_FOLDER = Path(__file__).parent
HEADLINES, QUERIES = _FOLDER / "topics_items.txt", _FOLDER / "topics_queries.txt"
SECOND = (_FOLDER / "topics_items_2.txt", _FOLDER / "topics_queries_2.txt")
THIRD = (_FOLDER / "topics_items_3.txt", _FOLDER / "topics_queries_3.txt")
FOURTH = (_FOLDER / "topics_items_4.txt", _FOLDER / "topics_queries_4.txt")
FIFTH = (_FOLDER / "topics_items_5.txt", _FOLDER / "topics_queries_5.txt")
FIFTH_ASIDE = (_FOLDER / "topics_items_5_aside.txt", _FOLDER / "topics_queries_5_aside.txt")
FOURTH_ASIDE = (_FOLDER / "topics_items_4_aside.txt", _FOLDER / "topics_queries_4_aside.txt")
THIRD_ASIDE = (_FOLDER / "topics_items_3_aside.txt", _FOLDER / "topics_queries_3_aside.txt")
_NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
_SOURCE = Source(id=SourceId(1), name="Outlet", url="", family="outlet")
_ONLY = TopicId(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A headline with its language and the labels of what it is about."""

    id: str
    language: str
    text: str
    labels: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query, the language whose headlines are judged ("all": every one), and the headlines that it should find."""

    query: str
    scope: str
    gold: frozenset[str]


Finder = Callable[[str, Sequence[Headline]], Iterable[str]]


def measure_own(half: str, files: tuple[Path, Path] = (HEADLINES, QUERIES)) -> dict[str, float]:
    """The figures of one half of our own queries: "dev", or "aside" for those that were put aside."""
    return _with_baselines(*own(half, files))


def own(half: str, files: tuple[Path, Path]) -> tuple[list[Headline], list[Question]]:
    """The headlines of one batch, and what one half of its queries should find of them."""
    headlines = list(_own_headlines(files[0]))
    return headlines, list(_own_questions(half, headlines, files[1]))


def measure_shared(folder: Path) -> dict[str, float]:
    """The figures of the labelled headlines of the shared folder."""
    rows = [json.loads(line) for line in (folder / "items.jsonl").read_text("utf-8").splitlines()]
    headlines = [
        Headline(id=row["id"], language=row["language"], text=row["title"], labels=frozenset()) for row in rows
    ]
    asked = [json.loads(line) for line in (folder / "dev_queries.jsonl").read_text("utf-8").splitlines()]
    questions = [Question(query=row["query"], scope=row["scope"], gold=frozenset(row["gold"])) for row in asked]
    return _with_baselines(headlines, questions)


def matched(query: str, headlines: Sequence[Headline]) -> Iterator[str]:
    """The headlines that the engine takes for worth an alert."""
    matcher = Matcher({_ONLY: parse(query)})
    for number, headline in enumerate(headlines):
        item = Item(
            id=ItemId(number),
            source=_SOURCE,
            url="",
            title=headline.text,
            paragraphs=(),
            published=_NOW,
            arrived_at=_NOW,
            language=headline.language,
        )
        if any(match.tier is Tier.ALERT for match in matcher.match(item)):
            yield headline.id


def equal_words(query: str, headlines: Sequence[Headline]) -> Iterator[str]:
    """The plain method: the query is a word of the headline, case folded."""
    return (one.id for one in headlines if query.casefold() in {token.text.casefold() for token in tokens(one.text)})


def equal_beginnings(query: str, headlines: Sequence[Headline]) -> Iterator[str]:
    """The plain method with stems: a word of the headline begins with the same six letters."""
    return (one.id for one in headlines if stem(query) in {stem(token.text) for token in tokens(one.text)})


def mistakes(finder: Finder, headlines: Sequence[Headline], questions: Sequence[Question]) -> Iterator[str]:
    """Each headline missed or wrongly found, as a line."""
    for question in questions:
        scope = _in_scope(headlines, question)
        found = set(finder(question.query, scope))
        for one in scope:
            if (one.id in found) != (one.id in question.gold):
                yield f"{question.query}: {'missed' if one.id in question.gold else 'false'}: {one.id} {one.text}"


def _with_baselines(headlines: Sequence[Headline], questions: Sequence[Question]) -> dict[str, float]:
    figures = _figures(matched, headlines, questions)
    for name, finder in (("plain", equal_beginnings), ("equal words", equal_words)):
        plain = _figures(finder, headlines, questions)
        figures |= {f"{name}: {key}": plain[key] for key in ("precision", "recall")}
    return figures


def _figures(finder: Finder, headlines: Sequence[Headline], questions: Sequence[Question]) -> dict[str, float]:
    """Precision and recall over all queries together, and the recall of the language that has the lowest."""
    hits, answers, wanted = 0, 0, 0
    by_language: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for question in questions:
        scope = _in_scope(headlines, question)
        found = set(finder(question.query, scope))
        hits += len(found & question.gold)
        answers += len(found)
        wanted += len(question.gold)
        for one in scope:
            if one.id in question.gold:
                by_language[one.language][0] += one.id in found
                by_language[one.language][1] += 1
    return {
        "precision": hits / answers if answers else 1.0,
        "recall": hits / wanted,
        "lowest recall of a language": min(hit / all_ for hit, all_ in by_language.values()),
    }


def _in_scope(headlines: Sequence[Headline], question: Question) -> list[Headline]:
    return [one for one in headlines if question.scope in ("all", one.language)]


def _lines(path: Path) -> Iterator[list[str]]:
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("|")


def _own_headlines(path: Path) -> Iterator[Headline]:
    for number, (language, labels, text) in enumerate(_lines(path)):
        yield Headline(
            id=f"{language}-{number:03}", language=language, text=text, labels=frozenset(labels.split(",")) - {"-"}
        )


def _own_questions(half: str, headlines: Sequence[Headline], path: Path) -> Iterator[Question]:
    for of, scope, label, query in _lines(path):
        if of == half:
            gold = {one.id for one in headlines if label in one.labels and scope in ("all", one.language)}
            yield Question(query=query, scope=scope, gold=frozenset(gold))


if __name__ == "__main__":  # python -m benchmarks.topics: what the engine gets wrong of the queries not put aside
    for batch in ((HEADLINES, QUERIES), SECOND, THIRD, FOURTH, FIFTH):
        for line in mistakes(matched, *own("dev", batch)):
            print(line)
