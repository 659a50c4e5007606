"""deploy/compose.yaml and its image, as what takes them reads them."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import run
from bot.given_roles import given_roles
from config.load import load
from storage.process_role import ALL_ROLES, ProcessRole

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "wirewatch"}
GIVEN = {"POSTGRES_PASSWORD": "s3cret", "WIREWATCH_TELEGRAM_TOKEN": "1:x"}
CONTAINERFILE = (ROOT / "deploy" / "Containerfile").read_text("utf-8")


def filled(environment: dict[str, str]) -> dict[str, str]:
    """As compose fills it: ${NAME:?what to do} with the operator's value."""
    return {
        name: re.sub(r"\$\{(\w+):\?[^}]+\}", lambda gap: GIVEN[gap[1]], value) for name, value in environment.items()
    }


def roles_of(service: dict[str, Any]) -> frozenset[ProcessRole]:
    """What its command line starts, with its environment and the example's settings."""
    program, *arguments = service["command"]
    assert program == "run"
    named = run.make_context("run", arguments).params["named"]
    environment = filled(service["environment"]) | {"WIREWATCH_CONFIG": ""}
    return given_roles(named, load(ROOT / "config" / "wirewatch.example.toml", environment))


@pytest.mark.parametrize("name", OURS)
def test_every_command_line_is_one_that_the_program_takes(name: str) -> None:
    assert roles_of(OURS[name])


def test_together_they_do_every_role_and_two_of_them_watch() -> None:
    roles = {name: roles_of(service) for name, service in OURS.items()}
    assert frozenset().union(*roles.values()) == ALL_ROLES
    assert sum(map(len, roles.values())) == len(ALL_ROLES), "each role is one service's"
    assert OURS["watch"]["deploy"]["replicas"] == 2


def test_only_who_talks_to_telegram_gets_the_token() -> None:
    with_token = {name for name, service in OURS.items() if "WIREWATCH_TELEGRAM_TOKEN" in service["environment"]}
    assert with_token == {"desk", "push"}


def test_no_secret_has_a_default() -> None:
    text = (ROOT / "deploy" / "compose.yaml").read_text("utf-8")
    assert {gap[1] for gap in re.finditer(r"\$\{(\w+):\?", text)} == set(GIVEN)
    assert not re.search(r"\$\{\w+(:-|\})", text)


def test_the_image_is_run_without_root_and_without_what_built_it() -> None:
    stages = CONTAINERFILE.split("\nFROM ")
    assert len(stages) == 3
    last = stages[-1]
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", last, re.MULTILINE)
    assert "pip install" not in last
    assert re.search(r'^ENTRYPOINT \["wirewatch"\]$', last, re.MULTILINE)


def test_the_image_takes_what_is_there_and_the_builder_gets_all_of_it() -> None:
    taken = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", CONTAINERFILE, re.MULTILINE)
        for source in line.split()[:-1]
    ]
    sent = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    assert sorted(taken) == sorted(sent)
    assert all((ROOT / source).exists() for source in taken)
    assert set(re.findall(r"-r (\S+)", CONTAINERFILE)) == {"requirements/postgres.txt", "requirements/build.txt"}
