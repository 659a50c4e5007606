"""Under what somebody changed: the tap that takes it back."""

from handlers.messages import Button
from handlers.sentences.reader import Reader


def undo_button(line: str, reader: Reader) -> Button:
    """The command that takes a change back; its answer stands in place of the change, so that no Undo is stale."""
    return Button(text=reader.say("button.undo"), line=line, turns=True)
