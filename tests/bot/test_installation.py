"""Installed from a checkout, the command starts, whoever else has a package of the same name; the wheel lacks no file."""

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SHIPPED = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
PACKAGES = [name for name in SHIPPED if (ROOT / name).is_dir()]
FEED = """<rss version="2.0"><channel><title>F</title>
<item><guid>1</guid><title>Ferry runs aground</title></item></channel></rss>"""


def run(arguments: list[str], folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WIREWATCH_")}
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, *arguments],
        cwd=folder,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def as_the_installed_command(before: str) -> str:
    """What the console script does, after `before`."""
    module, _, name = PROJECT["project"]["scripts"]["wirewatch"].partition(":")
    return f"import sys; {before}; from {module} import {name}; sys.argv[0] = 'wirewatch'; sys.exit({name}())"


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A folder with somebody else's packages, of the names of ours."""
    site = tmp_path / "site"
    for package in PACKAGES:
        (site / package).mkdir(parents=True)
        (site / package / "__init__.py").write_text(f"raise ImportError('the {package} of somebody else')\n")
    return site


def test_an_editable_installation_beside_foreign_packages_starts_the_checkout(foreign: Path, tmp_path: Path) -> None:
    """As pip makes it: a path file in the folder where the others are, read after them."""
    build = "import sys; from hatchling.build import build_editable; build_editable(sys.argv[1])"
    built = run(["-c", build, str(tmp_path)], ROOT, {})
    assert built.returncode == 0, built.stderr
    zipfile.ZipFile(next(tmp_path.glob("*.whl"))).extractall(foreign)
    without_ours = f"sys.path[:] = [path for path in sys.path if path != {str(ROOT)!r}]"
    before = f"import site; {without_ours}; site.addsitedir({str(foreign)!r})"
    done = run(["-P", "-c", as_the_installed_command(before), "check-config"], tmp_path, {})
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("where", ["sys.path.insert(0, {!r})", "sys.path.insert(1, {!r})", "sys.path.append({!r})"])
def test_the_command_starts_beside_foreign_packages_of_the_same_names(where: str, foreign: Path) -> None:
    done = run(["-P", "-c", as_the_installed_command(where.format(str(foreign))), "check-config"], foreign.parent, {})
    assert done.returncode == 0, done.stderr
    assert "The settings are fine" in done.stdout


def test_the_whole_path_goes_beside_foreign_packages_of_the_same_names(foreign: Path) -> None:
    """The process that reads feeds and the migrations import for themselves."""
    (foreign.parent / "feeds" / "outlet").mkdir(parents=True)
    (foreign.parent / "feeds" / "outlet" / "20250811060000.xml").write_text(FEED)
    command = ["-P", "-c", as_the_installed_command("pass"), "replay", "feeds"]
    done = run(command, foreign.parent, {"PYTHONPATH": str(foreign)})
    assert done.returncode == 0, done.stderr
    assert '"items_new": 1' in done.stdout


def test_it_starts_as_a_module_beside_foreign_packages_of_the_same_names(foreign: Path) -> None:
    done = run(["-m", "wirewatch", "check-config"], ROOT, {"PYTHONPATH": str(foreign)})
    assert done.returncode == 0, done.stderr


def test_the_wheel_holds_every_file_of_every_package(tmp_path: Path) -> None:
    done = run(["-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], ROOT, {})
    assert done.returncode == 0, done.stderr
    packed = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    listed = subprocess.run(  # noqa: S603 - our own words
        ["git", "ls-files", "-z", "--", *SHIPPED],  # noqa: S607 - git is found where it is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    here = {name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()}
    assert here - packed == set()


def test_no_index_takes_the_wheel() -> None:
    """Its packages have names that others have too: it is installed from a checkout, into an environment of its own."""
    assert "Private :: Do Not Upload" in PROJECT["project"]["classifiers"]
