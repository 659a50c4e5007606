"""Values of the newsroom as JSON, and back, by their own types."""

from typing import Any

from pydantic import TypeAdapter, ValidationError

from newsroom.claims.claims import Claim
from newsroom.claims.disagreements import Disagreement
from newsroom.sentence import Sentence, sentence
from newsroom.stories.next_story import NextStory

_CLAIM: TypeAdapter[Claim] = TypeAdapter(Claim)
_DISAGREEMENT: TypeAdapter[Disagreement] = TypeAdapter(Disagreement)
_NEXT_STORY: TypeAdapter[NextStory] = TypeAdapter(NextStory)
_SENTENCE: TypeAdapter[Sentence] = TypeAdapter(Sentence)


def claim_json(claim: Claim) -> Any:
    """For the column `claims.body`."""
    return _CLAIM.dump_python(claim, mode="json")


def claim_of(stored: Any) -> Claim:
    """From the column `claims.body`."""
    return _CLAIM.validate_python(stored)


def disagreement_json(disagreement: Disagreement) -> Any:
    """For the column `disagreements.body`."""
    return _DISAGREEMENT.dump_python(disagreement, mode="json")


def disagreement_of(stored: Any) -> Disagreement:
    """From the column `disagreements.body`."""
    return _DISAGREEMENT.validate_python(stored)


def next_story_json(next_story: NextStory | None) -> Any:
    """For the column `items.next_story`."""
    return None if next_story is None else _NEXT_STORY.dump_python(next_story, mode="json")


def next_story_of(stored: Any) -> NextStory:
    """From the column `items.next_story`."""
    return _NEXT_STORY.validate_python(stored)


def sentence_json(reason: Sentence) -> str:
    """For the column `items.placed_why`."""
    return _SENTENCE.dump_json(reason).decode()


def sentence_of(stored: str) -> Sentence:
    """From the column `items.placed_why`; what an older version of the program stored is English text."""
    try:
        return _SENTENCE.validate_json(stored)
    except ValidationError:
        return sentence("text", text=stored)
