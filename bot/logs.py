"""The log: one line for each event, and never the token."""

import logging
import sys
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

from config.schema import LogSettings

_HIDDEN = "[token]"
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
# These libraries log addresses, and an address of Telegram's contains the token.
_TALKATIVE = ("httpx", "httpcore", "telegram", "aiohttp.access")


def start_logs(settings: LogSettings, token: str, path: Path | None) -> None:
    """Log to a file, or to standard error where None; the token is cut out of every line."""
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    stream = sys.stderr if path is None else path.open("w", encoding="utf-8", buffering=1)

    def redact(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        if token:
            for key, value in event.items():
                if isinstance(value, str) and token in value:
                    event[key] = value.replace(token, _HIDDEN)
        return event

    shown: Any = (
        structlog.processors.JSONRenderer() if settings.json_lines else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            shown,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[settings.level]),
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
    logging.basicConfig(level=logging.WARNING, stream=stream, format="%(levelname)s %(name)s %(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(_Redactor(token))
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    # A tick that takes longer than its second is followed by the next: no news for the log.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


class _Redactor(logging.Filter):
    """Takes the token out of what libraries log."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes, without the token."""
        text = record.getMessage()
        if self._token and self._token in text:
            record.msg, record.args = text.replace(self._token, _HIDDEN), ()
        return True
