"""The documents build as a site without a warning, and a page of it fetches nothing."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.test_sizes import ROOT

_LOADED = re.compile(
    r"<(?:script|img|iframe|source)\b[^>]*\bsrc=\"([^\"]+)\""
    r"|<link\b[^>]*\bhref=\"([^\"]+)\""
    r"|@import\s+(?:url\()?[\"']([^\"']+)|url\([\"']?([^\"')]+)"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("sphinx")
    built = tmp_path_factory.mktemp("site")
    command = ["-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet", "-c", "docs", "."]
    done = subprocess.run(  # noqa: S603 - our own documents
        [sys.executable, *command, os.fspath(built)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return built


def test_every_document_is_a_page(site: Path) -> None:
    documents = [path.relative_to(ROOT) for path in (ROOT / "docs").rglob("*.md")]
    assert [str(path) for path in documents if not (site / path.with_suffix(".html")).exists()] == []


def test_no_page_fetches_anything_from_elsewhere(site: Path) -> None:
    loaded = {
        address
        for path in site.rglob("*")
        if path.suffix in {".html", ".css"}
        for found in _LOADED.findall(path.read_text("utf-8"))
        for address in found
        if address
    }
    assert loaded
    assert {address for address in loaded if re.match(r"(?:[a-z]+:)?//", address)} == set()
