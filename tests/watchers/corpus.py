"""feedparser's own test feeds, from its source distribution: not in any wheel, so fetched once into `var/`."""

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

VERSION = "6.0.14"
ARCHIVE = f"feedparser-{VERSION}.tar.gz"
SHA256 = "088679b0c4b543ee211a820dd544698c76a402122eae7473c04a43425f283d06"
CACHE = Path(__file__).resolve().parents[2] / "var" / "feedparser-corpus"
_DOWNLOAD_S = 120


@dataclass(frozen=True, slots=True)
class CorpusFile:
    path: str
    body: bytes


@lru_cache(maxsize=1)
def archive() -> bytes | None:
    """The archive with the pinned hash; None where it can't be had, which with CI=true fails the test that asks."""
    kept = CACHE / ARCHIVE
    if not _sound(kept):
        _download(CACHE)
    if _sound(kept):
        return kept.read_bytes()
    if os.environ.get("CI") == "true":
        pytest.fail(f"{ARCHIVE} could not be downloaded into {CACHE}, and CI allows no skips")
    return None


def files() -> Iterator[CorpusFile]:
    """The test feeds in the archive's order; skips the test where there is no archive."""
    packed = archive()
    if packed is None:
        pytest.skip(f"{ARCHIVE} is not here and could not be downloaded")
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        for member in tar:
            inner = member.name.partition("/tests/")[2]
            stream = tar.extractfile(member) if inner and not inner.endswith(".py") else None
            if stream is not None:
                yield CorpusFile(inner, stream.read())


def _sound(path: Path) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == SHA256


def _download(folder: Path) -> None:
    # Two workers of pytest-xdist may do this at once: each into a folder of its own, then moved into place.
    private = folder / f"download-{os.getpid()}"
    private.mkdir(parents=True, exist_ok=True)
    try:
        for pip in _pips():
            asked = [*pip, "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", str(private)]
            with suppress(subprocess.SubprocessError, OSError):  # no such pip, no network: `archive` says what it means
                subprocess.run([*asked, f"feedparser=={VERSION}"], check=True, timeout=_DOWNLOAD_S, capture_output=True)  # noqa: S603 - a fixed command
                (private / ARCHIVE).replace(folder / ARCHIVE)
                return
    finally:
        shutil.rmtree(private, ignore_errors=True)


def _pips() -> Iterator[list[str]]:
    """Ways to call pip: the environment's own, which environments made by uv lack, then the machine's, then uv's."""
    yield [sys.executable, "-m", "pip"]
    yield from ([found] for name in ("pip3", "pip") if (found := shutil.which(name)))
    if uvx := shutil.which("uvx"):
        yield [uvx, "pip"]


if __name__ == "__main__":
    sys.exit(0 if archive() else f"{ARCHIVE} could not be downloaded into {CACHE}")
