"""The reader's text of a feed entry: its markup without everything that is not the article.

In stages, each a list of lines in and out: drop what repeats the headline, set other articles' cards aside, drop what
is no text (crumbs, slugs, calls, credits, learned paragraphs), mark headings.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import regex

from newsroom.item import Paragraph
from newsroom.text.boilerplate import (
    card_of,
    is_call,
    is_credit,
    is_crumb,
    is_slug,
    opens_a_round,
    paragraph_hash,
    without_tail,
)
from newsroom.text.controls import one_line
from newsroom.text.headline import headline, shortened, without_headline
from newsroom.text.markup import Block, blocks
from newsroom.text.words import tokens

MOST_BODY_CHARACTERS = 200_000  # a bound of what one item costs: forty long articles
_MOST_RELATED = 20  # a bound: none of 11,479 entries of real feeds has more than ten
# Live pages of a whole day hold some 600 lines; more is a table or an attack.
_MOST_LINES = 3_000
# Guesses by lines that were read. Of 2,011 page texts 4 and 7 have other headings at 8 and 24 words; 3 keep a credit as
# text ("... contributed to this report") with titles from 7 words on, with 2 none changes.
_MOST_WORDS_IN_HEADING = 14
_FEWEST_WORDS_IN_TITLE = 4
# Bullets inside one line: a list whose mark-up was lost. A guess: with 2 and 5 no text changes, but two may be a
# dialogue.
_FEWEST_BULLETS = 3
_BULLET = regex.compile(r"(?:^|\s)[*•▪●](?=\s)")
_MARKS = (".", "!", "?", "…", ":", ";", ",", "。", "！", "？", "؟", "।")
_CLOSING = " '\"”’»“)]`"


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """The text that a reader would read.

    Attributes:
        title: One line without the outlet's name, at most 500 characters; may be empty.
        paragraphs: Body and headings in order, at most 200,000 characters; may be empty.
        related: Titles of other articles whose cards were cut out.
    """

    title: str
    paragraphs: tuple[Paragraph, ...]
    related: tuple[str, ...]


def clean(title: str, markup: str, *, outlet: str = "", learned: frozenset[int] = frozenset()) -> CleanText:
    """The reader's text of an entry.

    Args:
        title: As the feed has it, entities and all.
        markup: Content or summary: HTML or plain text.
        outlet: The source's name, which is no part of a headline or a text.
        learned: Hashes of this source's boilerplate (newsroom.text.boilerplate.learned).
    """
    head = headline(title, outlet)
    lines = [line for block in blocks(markup)[:_MOST_LINES] if (line := _read(block, head)) is not None]
    lines, related = _without_cards(lines)
    lines = [line for line in lines if not _is_boilerplate(line.text, outlet, learned)]
    lines = _without_slugs(_without_repeats(lines))
    paragraphs, trailing = _with_headings(lines)
    return CleanText(
        title=head,
        paragraphs=tuple(_within_limit(paragraphs)),
        related=tuple(dict.fromkeys(shortened(text, 500) for text in (*related, *trailing) if text))[:_MOST_RELATED],
    )


def _read(block: Block, head: str) -> Block | None:
    """The block without what repeats the headline and without its tail; None where nothing is left."""
    text = without_tail(without_headline(block.text, head))
    return replace(block, text=text) if text else None


def _is_boilerplate(text: str, outlet: str, learned: frozenset[int]) -> bool:
    return (
        is_crumb(text)
        or is_call(text)
        or is_credit(text, outlet)
        or (bool(learned) and paragraph_hash(text) in learned)
    )


def _without_repeats(lines: Iterable[Block]) -> list[Block]:
    return list({paragraph_hash(line.text): line for line in reversed(list(lines))}.values())[::-1]


def _without_slugs(lines: list[Block]) -> list[Block]:
    """Lines of key words are left out beside sentences, and kept where the text has nothing else."""
    return [line for line in lines if not is_slug(line.text)] or lines


def _without_cards(lines: list[Block]) -> tuple[list[Block], list[str]]:
    """The lines without other articles' cards, and those articles' titles."""
    kept: list[Block] = []
    related: list[str] = []
    for line in lines:
        card = card_of(line.text)
        if card is not None:
            related.append(card)
        elif line.related or _is_lone_link(line):
            related.append(line.text)
        elif _is_lost_list(line.text) and kept and (_is_title_like(kept[-1].text) or opens_a_round(line.text)):
            if _is_title_like(kept[-1].text):
                related.append(kept.pop().text)
        else:
            kept.append(line)
    return kept, [text for text in related if not is_crumb(text) and not is_call(text)]


def _is_lone_link(line: Block) -> bool:
    return line.linked and not line.heading and not _ends_sentence(line.text)


def _ends_sentence(text: str) -> bool:
    return text[-8:].rstrip(_CLOSING).endswith(_MARKS)


def _is_lost_list(text: str) -> bool:
    return len(_BULLET.findall(text)) >= _FEWEST_BULLETS


def _is_title_like(text: str) -> bool:
    """Whether a line could be another article's headline: several words, no sentence's end."""
    return not _ends_sentence(text) and len(tokens(text)) >= _FEWEST_WORDS_IN_TITLE


def _with_headings(lines: list[Block]) -> tuple[list[Paragraph], list[str]]:
    """The paragraphs with headings marked, and title-like lines at the very end: links to something else."""
    end = len(lines)
    while end > 1 and not lines[end - 1].listed and (lines[end - 1].heading or _is_title_like(lines[end - 1].text)):
        end -= 1
    if end == 1 and _is_title_like(lines[0].text):
        end = len(lines)
    kept = [
        Paragraph(text=line.text, heading=line.heading or _is_heading(line, at, end))
        for at, line in enumerate(lines[:end])
    ]
    return kept, [line.text for line in lines[end:]]


def _is_heading(line: Block, at: int, end: int) -> bool:
    """Whether a line is short, has no sentence's end and is above other text."""
    if line.listed or at + 1 >= end or _ends_sentence(line.text):
        return False
    first = line.text.lstrip("\"'“‘«(")[:1]
    return len(tokens(line.text)) <= _MOST_WORDS_IN_HEADING and not first.islower()


def _within_limit(paragraphs: Iterable[Paragraph]) -> Iterable[Paragraph]:
    left = MOST_BODY_CHARACTERS
    for paragraph in paragraphs:
        if left <= 0:
            return
        text = one_line(shortened(paragraph.text, left))
        left -= len(text)
        yield replace(paragraph, text=text)
