"""Words without a slash: the answer to a question, a word on the story of an alert, a command's bare name."""

from dataclasses import dataclass

from handlers.commands.arguments import TypedCommand
from handlers.commands.spans import take_end
from handlers.requests import Services
from handlers.sentences.catalogue import ENGLISH
from handlers.sentences.reader import Reader
from handlers.updates.origin import Origin
from newsroom.errors import UserError
from storage import questions, story_cards

# Commands that show something, or ask: written without a slash they are meant all the same.
_BARE = frozenset({"cancel", "digest", "feeds", "help", "settings", "start", "status", "stop", "topics"})
_QUIET = "mute"
ON_STORIES = ("timeline", "sources", "why", "mute", "unmute", "edits", "disagreements", "story")


@dataclass(frozen=True, slots=True)
class MeantCommand:
    """The command that words stand for.

    Attributes:
        answers: The words are the argument that the bot asked for.
    """

    command: TypedCommand
    answers: bool = False


async def meant_command(text: str, replied: int | None, origin: Origin, services: Services) -> MeantCommand | None:
    """What words without a slash stand for; None where they stand for no command.

    `replied`: our message that they reply to; None where they reply to none.
    """
    word = text.strip(" .!?…").casefold()
    of_story = _on_a_story(word, origin) if replied is not None else None
    async with services.database.read() as connection:
        if of_story and await story_cards.story_of_message(connection, origin.place.chat, replied or 0) is not None:
            return MeantCommand(of_story)
        asked = await questions.pending(connection, origin.place, origin.user, origin.now, speed=services.clock_speed())
    if asked is not None:
        name, _, begun = asked.partition(" ")
        return MeantCommand(TypedCommand(name, None, text.strip(), begun), answers=True)
    return MeantCommand(TypedCommand(word, None, "")) if origin.private and word in _BARE else None


def _on_a_story(words: str, origin: Origin) -> TypedCommand | None:
    """A word that names a command on a story, the one for quiet with how long: тихо 2 години."""
    if name := _of_story(words, origin.reader):
        return TypedCommand(name, None, "")
    word, _, span = words.partition(" ")
    if span and _of_story(word, origin.reader) == _QUIET:
        return TypedCommand(_QUIET, None, span) if _says_how_long(span, origin) else None
    return None


def _says_how_long(span: str, origin: Origin) -> bool:
    try:
        before, until = take_end(span, origin.chat, origin.now)
    except UserError:
        return True  # until friday, 900 d: the command says what it can't read
    return until is not None and not before


def _of_story(word: str, reader: Reader) -> str | None:
    """The command that a word on a story names, in the reader's language or in English."""
    for spoken in (reader, Reader(language=ENGLISH)):
        for name in ON_STORIES:
            if word == name or word in spoken.say(f"talk.words_{name}").split(", "):
                return name
    return None
