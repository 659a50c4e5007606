"""Under what somebody changed: the tap that takes it back."""

from dataclasses import replace

from handlers.messages import Button, Message
from handlers.sentences.reader import Reader


def undo_button(line: str, reader: Reader) -> Button:
    """The command that takes a change back; its answer stands in place of the change, so that no Undo is stale."""
    return Button(text=reader.say("button.undo"), line=line, turns=True)


def with_undo(message: Message, line: str, reader: Reader) -> Message:
    """What was done, with that tap alone under it."""
    return replace(message, buttons=((undo_button(line, reader),),))
