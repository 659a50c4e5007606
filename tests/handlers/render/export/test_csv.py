import csv
import io
from dataclasses import replace

import pytest

from handlers.render.export.csv import COLUMNS, render_csv, table
from handlers.render.timeline_document import TimelineDocument
from handlers.sentences.reader import Reader
from tests.builders import item, source
from tests.handlers.render.timeline_documents import exhibit, full, line, mention


def rows(shown: TimelineDocument) -> list[dict[str, str]]:
    text = render_csv(shown).decode("utf-8-sig")
    assert text.count("\r\n") >= len(shown.rows) + 1
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_every_row_has_its_sources_addresses() -> None:
    table = rows(full())
    assert len(table) == len(full().rows)
    assert all(set(row) == set(COLUMNS) for row in table)
    assert table[2]["addresses"] == "https://outlet1.example/1 https://outlet2.example/2 https://outlet3.example/3"
    assert all(row["addresses"].startswith("https://") for row in table)


def test_a_row_says_what_is_known_of_its_date() -> None:
    table = rows(full())
    by_bound = next(row for row in table if row["precision"] == "on-or-before")
    assert (by_bound["date"], by_bound["first_day"], by_bound["last_day"]) == ("../2026-03-01", "", "2026-03-01")
    assert (table[-1]["date"], table[-1]["last_day"], table[-1]["when"]) == ("", "", "undated")
    assert [row["year_inferred"] for row in table[:2]] == ["no", "yes"]
    assert table[2]["figures_differ"] == "injured: 3 (Sample Outlet 1), 5 (Sample Outlet 2)"


def test_a_french_table_has_no_english_word_of_ours() -> None:
    table = list(csv.reader(io.StringIO(render_csv(replace(full(), reader=Reader(language="fr"))).decode("utf-8-sig"))))
    columns = [COLUMNS.index(name) for name in ("precision", "year_inferred", "role")]
    assert {tuple(row[column] for column in columns) for row in table[1:]} == {
        ("année", "non", "contexte"),
        ("mois", "oui", "événement"),
        ("jour", "non", "événement"),
        ("au plus tard", "non", "événement"),
        ("jour", "non", "déclaration"),
        ("jour de publication", "non", "événement"),
        ("imprécis", "non", "événement"),
    }


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+44 rescued", "-3 degrees", "@everyone", "＝1", "  =HYPERLINK()", "\t=1", "\r\n=1", "\x00=1", "\u202e=1"],
)
def test_no_cell_is_a_formula(text: str) -> None:
    outlet = item(5, of=source(5, name=text))
    for cell in rows(exhibit(line(text, mentions=(mention(of=outlet),))))[0].values():
        assert cell.lstrip()[:1] not in {"=", "+", "@", "＝", "-"}


@pytest.mark.parametrize("text", ["Ferry aground;=HYPERLINK(A1)", "a;\u00a0=1+1", "\u00a0=1", "a; +44", "\ufeff@x"])
def test_nor_is_one_where_a_semicolon_begins_a_cell(text: str) -> None:
    """As it does where lists are separated by it: in French, Ukrainian and Russian."""
    written = table(["head"], [[text]]).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(written), delimiter=";"):
        assert not any(cell.strip().startswith(("=", "+", "-", "@")) for cell in row)


def test_what_is_no_formula_stays_as_it_is() -> None:
    assert rows(exhibit(line('He said: "no", twice; 3 = 3')))[0]["sentence"] == 'He said: "no", twice; 3 = 3'
