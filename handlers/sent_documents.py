"""Documents that people send to the bot."""

from dataclasses import dataclass

from telegram.error import TelegramError
from telegram.ext import ExtBot

from handlers.bot_calls import readable
from newsroom.errors import UserError
from newsroom.sentence import sentence

MOST_DOCUMENT_BYTES = 1_000_000  # a guess: a list of 2,000 feeds has half of it


@dataclass(frozen=True, slots=True, kw_only=True)
class SentDocument:
    """A document as Telegram announces it.

    Attributes:
        size: In bytes; None where Telegram does not say.
        content: What is in it, once it was read; None before.
    """

    file_id: str
    name: str
    size: int | None
    content: bytes | None = None


class SentDocuments:
    """Fetches what was sent."""

    def __init__(self, bot: ExtBot[None]) -> None:
        self._bot = bot

    async def content(self, document: SentDocument) -> bytes:
        """What is in it.

        Raises:
            UserError: it is too large, or Telegram does not give it.
        """
        if document.content is not None:
            return document.content
        _bounded(document.size)
        try:
            file = await readable(self._bot.get_file(document.file_id))
            _bounded(file.file_size)
            return bytes(await readable(file.download_as_bytearray()))
        except TelegramError:
            raise UserError(sentence("opml.not_fetched")) from None


def _bounded(size: int | None) -> None:
    if size is not None and size > MOST_DOCUMENT_BYTES:
        raise UserError(sentence("opml.too_large"))
