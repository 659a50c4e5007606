"""Failures, named for what the reader can do about them.

WirewatchError
├── UserError            a person asked for something that can't be; its sentence is shown to them
│   └── QueryError       a topic's query can't be read; knows the spot (newsroom.matching.query)
├── ConfigError          the settings can't be used; carries every problem at once (config.load)
├── SourceProblem        a feed can't be read now; the desk goes on without it (watchers)
├── WorkerAnswerError    a parsing process answered nonsense; it is replaced (watchers.worker_answer)
└── StorageError         the database can't be used; names the remedy (storage.database)
"""

from newsroom.sentence import Sentence


class WirewatchError(Exception):
    """Everything that this program raises on purpose."""


class UserError(WirewatchError):
    """What is wrong with a person's request, and the remedy. Shown without a traceback.

    `str()` gives the sentence's name and values, for logs; people read `Reader.html(error.sentence)`.

    Attributes:
        sentence: What to show them, in whatever language they read.
    """

    def __init__(self, sentence: Sentence | str) -> None:
        self.sentence = Sentence("text", {"text": sentence}) if isinstance(sentence, str) else sentence
        super().__init__(str(sentence))
