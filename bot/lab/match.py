"""`wirewatch lab match`: which items one query finds, and how prominently."""

from typing import Any

import click

from bot.lab.rows import LabRow, answer_items, items_argument, out_option
from handlers.sentences.reader import Reader
from newsroom.matching.matcher import Matcher
from newsroom.matching.query import QueryError, parse
from newsroom.topic import TopicId

_ONLY = TopicId(1)


@click.command("match")
@click.argument("query")
@items_argument
@out_option
def match_command(query: str, items: str, out: str) -> None:
    """Match QUERY against each of ITEMS (JSON lines): {"id", "matched", "tier", "words"}."""
    try:
        matcher = Matcher({_ONLY: parse(query)})
    except QueryError as error:
        raise click.ClickException(Reader().plain(error.sentence)) from error
    answer_items(items, out, lambda row: _answer(matcher, row))


def _answer(matcher: Matcher, row: LabRow) -> dict[str, Any]:
    for match in matcher.match(row.item):
        return {"id": row.id, "matched": True, "tier": match.tier, "words": list(match.words)}
    return {"id": row.id, "matched": False, "tier": None, "words": []}
