"""What of a sentence is a query, in each language that the bot speaks."""

import pytest

from handlers.commands.plain_words import useful_words
from handlers.sentences.reader import Reader


@pytest.mark.parametrize(
    ("language", "typed", "query"),
    [
        pytest.param("en", "what happened in Ukraine today?", "Ukraine", id="a question"),
        pytest.param("en", "find me everything about oil", "oil", id="a wish"),
        pytest.param("en", "ok", "", id="no wish"),
        pytest.param("fr", "que s’est-il passé en Ukraine aujourd’hui ?", "Ukraine", id="a phone's apostrophe"),
        pytest.param("fr", "que s'est-il passé en Ukraine aujourd'hui ?", "Ukraine", id="a keyboard's apostrophe"),
        pytest.param("fr", "suivez-moi l'affaire Dreyfus", "affaire Dreyfus", id="to me"),
        pytest.param("uk", "мені потрібні новини про Азербайджан", "Азербайджан", id="needed news"),
        pytest.param("uk", "/пошук нафта", "нафта", id="a command in letters that are none for Telegram"),
        pytest.param("uk", "зв’язок", "зв’язок", id="a word with an apostrophe"),
        pytest.param("ru", "/поиск нефть", "нефть", id="the same in Russian"),
        pytest.param("ru", "да", "", id="yes"),
    ],
)
def test_of_a_sentence_the_useful_words_are_offered(language: str, typed: str, query: str) -> None:
    assert useful_words(typed, Reader(language=language)) == query
