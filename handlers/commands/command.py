"""A command as a value, and commands found by their names."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from handlers.requests import Answer, Request, Services

Run = Callable[[Request, Services], Awaitable[Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command.

    Attributes:
        summary: Name of the sentence that says what it does.
        example: Name of the sentence that is an example of it.
        aliases: Other names that do the same.
        changes: Changes what is sent to the chat: for admins only, where there are others too.
        reads_without_argument: Changes nothing where nothing follows it: then it is for everybody.
        private_only: In a private chat it is about that chat, even where this one manages a channel.
        for_strangers: Answered to everybody, also whom the operator has not let in, and nothing is stored of them.
    """

    name: str
    summary: str
    example: str
    run: Run
    aliases: tuple[str, ...] = ()
    changes: bool = False
    reads_without_argument: bool = False
    private_only: bool = False
    for_strangers: bool = False

    def changes_by(self, argument: str) -> bool:
        """Whether the command with this argument is for admins only."""
        return self.changes and not (self.reads_without_argument and not argument)


class CommandTable:
    """Commands in the order of /help."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self._commands = tuple(commands)
        self._by_name = {name: command for command in commands for name in (command.name, *command.aliases)}

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands)

    def find(self, name: str) -> Command | None:
        """The command of that name or alias (lower case, no slash); None where there is none."""
        return self._by_name.get(name)

    def near(self, name: str) -> str | None:
        """The command that a mistyped one was perhaps meant to be."""
        found = get_close_matches(name.lower(), list(self._by_name), n=1)
        return found[0] if found else None
