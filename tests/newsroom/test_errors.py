"""A person's mistake carries a sentence for the person and a line for the log."""

from newsroom.errors import UserError
from newsroom.sentence import sentence


def test_a_log_reads_the_sentences_name_and_its_values() -> None:
    error = UserError(sentence("query.at", problem=sentence("query.no_field", name="author"), spot="▸author:", at=0))
    assert str(error) == "query.at problem=[query.no_field name='author'] spot='▸author:' at=0"


def test_several_sentences_in_one_gap_are_all_logged() -> None:
    error = UserError(sentence("explain.query", hints=(sentence("explain.small", word="and"), sentence("explain.end"))))
    assert str(error) == "explain.query hints=[explain.small word='and'; explain.end]"
