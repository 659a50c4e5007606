"""Failures, named for what the reader can do about them.

WirewatchError
├── ReadableError            carries the sentence that people read
│   ├── UserError            a person asked for something that can't be
│   │   └── QueryError       a topic's query can't be read; knows the spot (newsroom.matching.query)
│   ├── BackupError          no backup was made; names the remedy (storage.backup)
│   ├── StorageError         the database can't be used; names the remedy (storage.database)
│   └── Occupied             another process works on the database (storage.lock)
├── ConfigError              the settings can't be used; carries every problem at once (config.load)
├── SourceProblem            a feed can't be read now; the desk goes on without it (watchers)
└── WorkerAnswerError        a parsing process answered nonsense; it is replaced (watchers.worker_answer)
"""

from newsroom.sentence import Sentence


class WirewatchError(Exception):
    """Everything that this program raises on purpose."""


class ReadableError(WirewatchError):
    """What is wrong, and the remedy. Shown without a traceback.

    `str()` gives the sentence's name and values, for logs; people read `Reader.html(error.sentence)`.

    Attributes:
        sentence: What to show people, in whatever language they read.
    """

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        super().__init__(str(sentence))


class UserError(ReadableError):
    """A person asked for something that can't be."""
