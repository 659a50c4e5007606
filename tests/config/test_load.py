from collections.abc import Mapping
from pathlib import Path

import pytest

from config.load import ENVIRONMENT, ConfigError, load
from config.schema import Settings

TOKEN = "123456789:AAExample_token-of-nobody_0123456789"  # noqa: S105 - opens nothing


def loaded(tmp_path: Path, text: str, environment: Mapping[str, str] | None = None) -> Settings:
    path = tmp_path / "wirewatch.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, environment or {})


def problems(tmp_path: Path, text: str, environment: Mapping[str, str] | None = None) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, text, environment)
    assert str(caught.value).splitlines() == list(caught.value.problems)
    return caught.value.problems


def test_without_a_file_everything_has_a_default_that_works() -> None:
    assert load(None, {}) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        'database_url = "sqlite:///a.db"\n[telegram]\napi_url = "https://a.example"\n',
        {
            "WIREWATCH_TELEGRAM_TOKEN": TOKEN,
            "WIREWATCH_TELEGRAM_API_URL": " https://b.example ",
            "WIREWATCH_DATABASE_URL": "",
        },
    )
    assert settings.telegram.token == TOKEN
    assert settings.telegram.api_url == "https://b.example"
    assert settings.database_url == "sqlite:///a.db"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("zon = 'UTC'", "zon: no such setting: did you mean zone?", id="a slip of the finger"),
        pytest.param("[watch]\npoll_flor_s = 5", "watch.poll_flor_s: no such setting: did you mean poll_floor_s?", id="in a table"),
        pytest.param("[[sources]]\nurl='https://a.example'\nname='A'\nfamly='x'", "sources.1.famly: no such setting: did you mean family?", id="in a source"),
        pytest.param("colour = 'red'", "colour: no such setting: take the line out", id="nothing like it"),
        pytest.param("[[sources]]\nurl = 'https://a.example'", "sources.1.name: is wanted here: add it", id="missing"),
        pytest.param("zone = 'Kyiv'", "zone: write an IANA zone such as Europe/Kyiv or UTC (it says 'Kyiv')", id="no zone"),
        pytest.param("[[sources]]\nurl = 'a.example'\nname = 'A'", "sources.1.url: write a whole web address, starting with https:// or http:// (it says 'a.example')", id="no address"),
        pytest.param("[access]\nmode = 'closed'", "access.mode: input should be 'open', 'invite' or 'listed' (it says 'closed')", id="no such mode"),
        pytest.param("[watch]\npoll_floor_s = 900\npoll_ceiling_s = 60", "watch.poll_floor_s: is above watch.poll_ceiling_s: make it the smaller of the two", id="bounds crossed"),
        pytest.param("[watch]\npoll_floor_s = 7000", "watch.poll_floor_s: is above watch.poll_ceiling_s: make it the smaller of the two", id="above the default"),
        pytest.param("[alerts]\nstale_after_h = inf", "alerts.stale_after_h: input should be a finite number (it says 'inf')", id="for ever"),
        pytest.param("[alerts]\nstale_after_h = 1e300", "alerts.stale_after_h: input should be less than or equal to 8760 (it says '1e+300')", id="nearly for ever"),
        pytest.param("database_url = 'mysql://x'", "database_url: write where the database is: sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME (it says 'mysql://x')", id="another database"),
        pytest.param("watch = 3", "watch: input should be a valid dictionary or instance of WatchSettings (it says '3')", id="no table"),
        pytest.param("sources = 3", "sources: input should be a valid tuple (it says '3')", id="no list"),
    ],
)  # fmt: skip
def test_a_problem_is_said_with_its_key_and_mend(tmp_path: Path, text: str, problem: str) -> None:
    assert problems(tmp_path, text) == (problem,)


def test_all_problems_are_said_at_once(tmp_path: Path) -> None:
    text = """
zone = "Mars/Olympus"
[watch]
poll_floor_s = 900
poll_ceiling_s = 60
body_bytes = 1
[[sources]]
url = "https://a.example/feed"
name = ""
[[sources]]
url = "https://a.example/feed"
name = "A"
kind = "tabloid"
"""
    keys = {problem.split(":")[0] for problem in problems(tmp_path, text)}
    assert keys == {
        "zone",
        "watch.body_bytes",
        "sources.1.name",
        "sources.2.kind",
        "watch.poll_floor_s",
        "sources.2.url",
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"telegram = '{TOKEN}'", id="where a table belongs"),
        pytest.param(f"[telegram]\ntokn = '{TOKEN}'", id="under a wrong name"),
        pytest.param(f"[telegram]\ntoken = ['{TOKEN}']", id="in a list"),
        pytest.param(f"[telegram]\napi_url = 'api.telegram.org/bot{TOKEN}'", id="in the address"),
        pytest.param(f"zone = '{TOKEN}'", id="somewhere else"),
    ],
)
@pytest.mark.parametrize("environment", [{}, {"WIREWATCH_TELEGRAM_TOKEN": TOKEN}], ids=["file", "and environment"])
def test_a_token_is_never_shown(tmp_path: Path, text: str, environment: dict[str, str]) -> None:
    problem = "\n".join(problems(tmp_path, text + "\n", {**environment, "WIREWATCH_DATABASE_URL": "bad"}))
    assert "AAExample" not in problem


def test_settings_that_are_printed_hide_the_token(tmp_path: Path) -> None:
    assert "AAExample" not in repr(loaded(tmp_path, "", {"WIREWATCH_TELEGRAM_TOKEN": TOKEN}))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(None, "there is no such file: copy config/wirewatch.example.toml there", id="no file"),
        pytest.param(b"zone = ", "is not TOML", id="no TOML"),
        pytest.param(b"zone = '\xff'", "make it a UTF-8 text", id="no UTF-8"),
    ],
)
def test_a_file_that_can_not_be_read_is_said(tmp_path: Path, content: bytes | None, problem: str) -> None:
    path = tmp_path / "wirewatch.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=problem):
        load(path, {})


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="can't be read"):
        load(tmp_path, {})


def test_a_channel_is_watched_at_its_preview_however_it_is_written(tmp_path: Path) -> None:
    written = ("https://t.me/Harbour", "https://t.me/s/harbour", "https://t.me/harbour/41")
    for url in written:
        (source,) = loaded(tmp_path, f'[[sources]]\nurl = "{url}"\nname = "Harbour"\n').sources
        assert source.url == "https://t.me/s/harbour"


def test_every_variable_of_the_environment_leads_to_a_setting() -> None:
    for keys in ENVIRONMENT.values():
        model: object = Settings()
        for key in keys:
            model = getattr(model, key)


def test_a_name_may_have_80_letters(tmp_path: Path) -> None:
    def named(letters: int) -> str:
        return f'[[sources]]\nurl = "https://wire.example/feed"\nname = "{"n" * letters}"'

    assert len(loaded(tmp_path, named(80)).sources[0].name) == 80
    assert problems(tmp_path, named(81))
