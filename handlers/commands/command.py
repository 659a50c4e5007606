"""A command as a value, and commands found by their names."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from handlers.requests import Answer, Request, Services
from newsroom.access import Need, Role

Run = Callable[[Request, Services], Awaitable[Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command.

    Attributes:
        summary: Name of the sentence that says what it does.
        example: Name of the sentence that is an example of it.
        aliases: Other names that do the same.
        role: The least role that may use it, as in `Need`.
        changes: Changes what is sent to the chat: for admins and editors only, where others read along.
        reads_without_argument: Changes nothing where nothing follows it: then it is for everybody.
        work: As in `Need`: a reporter's in groups, too.
        private_only: In a private chat it is about that chat, even where this one manages a channel.
        for_strangers: Answered to everybody, also whom the operator has not let in, and nothing is stored of them.
        confidential: It is answered in private only: its answer is nobody else's.
        question: Name of the sentence by which it asks for its words; "" for what is never asked by a button.
        shows_rights: Its answer depends on what else the person may do here.
        takes_document: Whether a document is meant for it, by what is in it; None: it takes none.
    """

    name: str
    summary: str
    example: str
    run: Run
    aliases: tuple[str, ...] = ()
    role: Role = Role.READER
    changes: bool = False
    work: bool = False
    reads_without_argument: bool = False
    private_only: bool = False
    for_strangers: bool = False
    confidential: bool = False
    question: str = ""
    shows_rights: bool = False
    takes_document: Callable[[bytes], bool] | None = None

    def need(self, argument: str) -> Need:
        """What the command with this argument needs."""
        if self.for_strangers:
            return Need(role=None)
        if self.reads_without_argument and not argument:
            return Need()
        return Need(role=self.role, changes=self.changes, work=self.work)


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

    def taking_documents(self) -> tuple[Command, ...]:
        """The commands that take a document."""
        return tuple(command for command in self._commands if command.takes_document is not None)

    def for_document(self, content: bytes) -> Command | None:
        """The command that a document is meant for; None where it is meant for none."""
        takers = (one for one in self._commands if one.takes_document is not None and one.takes_document(content))
        return next(takers, None)

    def near(self, name: str) -> str | None:
        """The command that a mistyped one was perhaps meant to be."""
        found = get_close_matches(name.lower(), list(self._by_name), n=1)
        return found[0] if found else None
