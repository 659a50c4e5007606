"""/language: in which language a chat reads."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from babel import Locale

from handlers.buttons import Act, button
from handlers.messages import Message
from handlers.requests import Answer, Effect, Request, Services
from handlers.sentences.catalogue import languages
from newsroom.errors import UserError
from newsroom.sentence import sentence
from storage import chats
from storage.database import Transaction

# Buttons stay in messages for ever: a language keeps its number, and a new one is added at the end.
_BUTTONS = ("en", "uk", "fr", "ru")
_QUOTED_CHARS = 40  # of what is no language


async def language(request: Request, services: Services) -> Answer:
    """/language uk; without a word: a button for each language."""
    del services
    if request.argument:
        return Answer(effect=_change(request, parse_language(request.argument)))
    buttons = tuple(button(own_name(code), Act.SPEAK, number) for number, code in enumerate(_BUTTONS))
    asked = request.message("language.now", language=own_name(request.chat.language))
    return Answer(messages=(replace(asked, buttons=(buttons[:2], buttons[2:])),))


def press_language(request: Request, number: int) -> Answer:
    """The button of a language."""
    if not 0 <= number < len(_BUTTONS):
        raise UserError(sentence("update.old_button"))
    return Answer(effect=_change(request, _BUTTONS[number]), replaces=True)


def own_name(code: str) -> str:
    """What those who speak a language call it: Français."""
    name = Locale.parse(code).get_display_name(code) or code
    return name[0].upper() + name[1:]


def parse_language(text: str) -> str:
    """A language by its code, or by its name in any language that the bot speaks.

    Raises:
        UserError: It speaks no such language.
    """
    code = _names().get(text.strip().casefold())
    if code is None:
        raise UserError(sentence("language.unknown", text=text[:_QUOTED_CHARS]))
    return code


@cache
def _names() -> dict[str, str]:
    named = {str(Locale.parse(one).languages[code]).casefold(): code for one in languages() for code in languages()}
    return named | {code: code for code in languages()}


def _change(request: Request, code: str) -> Effect:
    changed = replace(request, chat=replace(request.chat, language=code))

    async def effect(tx: Transaction) -> Sequence[Message]:
        await chats.set_language(tx, request.chat.id, code)
        return [changed.message("language.changed", language=own_name(code))]

    return effect
