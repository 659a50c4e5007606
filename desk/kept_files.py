"""What the desk keeps on disk beside a database's file: what it need not have in memory, or make anew at each start."""

from dataclasses import dataclass

from desk.forms_file import FormsFile
from desk.text_file import TextFile
from desk.window_file import WindowFile


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFiles:
    """The files; None where there is none.

    Attributes:
        texts: Those of the window's items; else they are in memory.
        window: As it was when the last program stopped, taken over where it fits what is stored.
        forms: Those of the topics' words, as they were worked out before.
    """

    texts: TextFile | None = None
    window: WindowFile | None = None
    forms: FormsFile | None = None


NO_FILES = KeptFiles()
