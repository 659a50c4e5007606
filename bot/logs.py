"""The log: one line for each event, and never the token, nor the key or password of a feed."""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog

from config.schema import LogSettings
from newsroom.text.masked_address import masked_text
from storage.private_files import private_file

_HIDDEN = "[token]"
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
# These libraries log addresses, and an address of Telegram's contains the token.
_TALKATIVE = ("httpx", "httpcore", "telegram", "aiohttp.access")
# Any bot's, also inside an address. Source: tokens as @BotFather gives them have 8-10 digits, a colon, 35 characters.
_ANY_TOKEN = re.compile(r"(?<!\d)\d{6,20}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)


class Redaction:
    """Takes out of texts what opens something."""

    def __init__(self, token: str) -> None:
        self._spellings = (token, token.replace(":", "%3A"), token.replace(":", "%3a")) if token else ()

    def text(self, text: str) -> str:
        """Without tokens, and with the keys in addresses masked."""
        for spelling in self._spellings:
            text = text.replace(spelling, _HIDDEN)
        return masked_text(_ANY_TOKEN.sub(_HIDDEN, text))

    def value(self, value: Any) -> Any:
        """The same for everything that a value holds; what is no text, number or collection as its `repr`."""
        match value:
            case str():
                return self.text(value)
            case None | bool() | int() | float():
                return value
            case Mapping():
                return {self.value(key): self.value(inner) for key, inner in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self.value(inner) for inner in value]
            case _:
                return self.text(repr(value))


CountEvent = Callable[[str, str, Mapping[str, Any]], None]  # an event's name, its level, its fields


def start_logs(settings: LogSettings, token: str, path: Path | None, count: CountEvent | None = None) -> None:
    """Log to a file, or to standard error where None; the token is cut out of every line.

    `count` is called with each event, also with those that the level leaves out, but for "debug".
    """
    if path is not None:
        private_file(path)
    stream = sys.stderr if path is None else path.open("w", encoding="utf-8", buffering=1)
    redaction = Redaction(token)

    def redact(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {key: redaction.value(value) for key, value in event.items()}

    shown_from = _LEVELS[settings.level]

    def counted(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        if count is not None:
            count(str(event["event"]), str(event["level"]), event)
            if _LEVELS[event["level"]] < shown_from:
                raise structlog.DropEvent
        return event

    shown: Any = (
        structlog.processors.JSONRenderer() if settings.json_lines else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            counted,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            shown,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(min(shown_from, logging.INFO) if count else shown_from),
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
    _redact_libraries(stream, redaction)
    _redact_last_words(stream, redaction)


def _redact_libraries(stream: TextIO, redaction: Redaction) -> None:
    """What libraries log, their tracebacks too, and what they warn of."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_RedactingFormatter(redaction))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    # A tick that takes longer than its second is followed by the next: no news for the log.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def _redact_last_words(stream: TextIO, redaction: Redaction) -> None:
    """What Python writes of an exception that nobody caught."""

    def write(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        stream.write(redaction.text("".join(traceback.format_exception(kind, error, trace))))

    sys.excepthook = write
    threading.excepthook = lambda args: write(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: write(args.exc_type, args.exc_value, args.exc_traceback)


class _RedactingFormatter(logging.Formatter):
    """The whole line is redacted: a traceback is no part of the message."""

    def __init__(self, redaction: Redaction) -> None:
        super().__init__("%(levelname)s %(name)s %(message)s")
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        """The line, without the token."""
        return self._redaction.text(super().format(record))
