"""The speaker to whom a sentence credits what it says."""

from newsroom.claims.lexemes import Lexeme, has_role
from newsroom.claims.people_counts import CLAUSE_ENDS, CountedSentence
from newsroom.claims.word_senses import WordRole

# Lexemes of a speaker's name. A guess: at 4, 55 of 805 headlines with claims name another speaker, at 16 22; shorter
# cuts "the health ministry's spokesman in Gaza", longer takes in the clause beside it. It decides nothing but what is
# shown.
LONGEST_NAME = 8


def attribution(sentence: CountedSentence) -> str | None:
    """The words that name the speaker ("officials", "Lebanon's health ministry"); None where no speaker is named."""
    words = sentence.words
    for index in range(len(words) - 1, -1, -1):
        if not has_role(words[index], WordRole.SAY):
            continue
        span = (
            _name_after(words, index)
            if has_role(words[index], WordRole.SPEAKER_FOLLOWS)
            else _name_before(words, index)
        )
        if span is not None:
            return sentence.text[words[span[0]].start : words[span[1]].end]
    return None


def _name_after(words: list[Lexeme], index: int) -> tuple[int, int] | None:
    end = index + 1
    while end < len(words) and end - index <= LONGEST_NAME and not _ends_name(words[end]):
        end += 1
    return (index + 1, end - 1) if end > index + 1 else None


def _name_before(words: list[Lexeme], index: int) -> tuple[int, int] | None:
    start = index
    while start > 0 and index - start < LONGEST_NAME and not _ends_name(words[start - 1]):
        start -= 1
    name = words[start:index]
    if not name or any(w.sense.state or w.sense.act or w.digits for w in name):
        return None
    return start, index - 1


def _ends_name(word: Lexeme) -> bool:
    return word.word in CLAUSE_ENDS or word.word == ","
