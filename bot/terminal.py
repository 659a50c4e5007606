"""How a command speaks at the terminal: sentences, errors without a traceback, a bar for what takes long."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager

import click

from newsroom.errors import ReadableError, WirewatchError
from newsroom.sentence import Sentence


def say(name: str, /, **values: str | int) -> str:
    """A sentence for the operator at the terminal, in English."""
    from handlers.sentences.reader import Reader

    return Reader().say(name, **values)


def plain(sentence: Sentence) -> str:
    """The same of a sentence that comes from elsewhere."""
    from handlers.sentences.reader import Reader

    return Reader().plain(sentence)


def number(value: int) -> str:
    """12,500."""
    from handlers.sentences.reader import Reader

    return Reader().number(value)


def run_to_end(work: Coroutine[None, None, None]) -> None:
    """Run; an error that people read is shown as its sentence, without a traceback."""
    try:
        asyncio.run(work)
    except ReadableError as error:
        raise click.ClickException(plain(error.sentence)) from None
    except WirewatchError as error:
        raise click.ClickException(str(error)) from None


def stop_on_signals() -> asyncio.Event:
    """Ctrl-C or SIGTERM: finish what is under way, then end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    return stop


@contextmanager
def progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, where that is a terminal; it is moved by what is done so far, and all."""
    bar = click.progressbar(length=1, file=sys.stderr, width=40, show_pos=True)
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    with bar:

        def move(done: int, everything: int) -> None:
            bar.length = max(1, everything)
            bar.update(done - bar.pos)

        yield move
