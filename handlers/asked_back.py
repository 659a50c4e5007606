"""What a command asks back: for the words that it lacks, or which of several things was meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.messages import Button, Message
from handlers.sentences.reader import Reader
from newsroom.errors import UserError
from newsroom.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody may have meant: a command as one would type it, and what its button says, itself where empty."""

    line: str
    label: Sentence | str = ""


class QuestionError(UserError):
    """A command lacks its words: the next message of whoever wrote it has them.

    Attributes:
        command: The command that lacks them.
        begun: The first words of the command, which are known already; "" where all of them are asked for.
    """

    def __init__(self, sentence: Sentence, command: str, begun: str = "") -> None:
        super().__init__(sentence)
        self.command = command
        self.begun = begun


class ChoiceError(UserError):
    """A person asked for something that can't be; what may have been meant is a tap away.

    Attributes:
        choices: The likeliest first.
    """

    def __init__(self, sentence: Sentence, choices: Sequence[Choice]) -> None:
        super().__init__(sentence)
        self.choices = tuple(choices)


def refused(error: UserError, reader: Reader) -> Message:
    """What a person reads who asked for something that can't be, with the choices that there are."""
    choices = error.choices if isinstance(error, ChoiceError) else ()
    return Message(html=reader.html(error.sentence), buttons=tuple((_button(one, reader),) for one in choices))


def _button(choice: Choice, reader: Reader) -> Button:
    label = reader.plain(choice.label) if isinstance(choice.label, Sentence) else choice.label or choice.line
    return Button(text=label, line=choice.line)
