"""Coverage: the operations of a specification against an index of endpoints."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.__main__ import main
from generator.checking.coverage import Report, coverage
from generator.reading.join import join
from generator.reading.problem import SpecificationError
from tests.generator.specs.edits import MINIMAL, Edit, edited

_INDEX = """# Facts

| subject | one source |
|---|---|
| dates | odd |

## Endpoint index

| # | method | path | area | group | support |
|---|---|---|---|---|---|
| 1 | GET | `/v2/b2b/session` | b2b | sessions | A |
| 2 | GET | `/v2/b2b/events/` | b2b | events | A |
| 3 | GET | `/v2/b2b/events/{eventId}` | b2b | events | B |
| 4 | GET | `/v1/b2b/events/{id}` | b2b | events | C (older alias) |
| 5 | POST | `/v2/b2b/reports` | b2b | analytics | A |
| 6 | GET | `/v2/b2b/reports/{id}` | b2b | reports | A |
| 7 | POST | `/v2/b2c/checkout` | b2c | checkout | A (older) |
| 8 | GET | `/v2/b2c/carts/{id}` | b2c | carts | A |

| # | method | path |
|---|---|---|
| 9 | GET | `/v9/another/table` |
"""


def _report(folder: Path, *edits: Edit, index: str = _INDEX) -> Report:
    file = folder / "index.md"
    file.write_text(index, encoding="utf-8")
    return coverage(join(edited(folder, *edits)), file)


def test_rows_are_covered_whatever_parameters_are_called(tmp_path: Path):
    """Paths are compared without the names of parameters and without a slash at the end."""
    first, *others = _report(tmp_path).lines
    assert first == "7 of 8 rows covered."
    assert [line.split(" (")[0] for line in others] == [
        "missing: #8 GET /v2/b2c/carts/{id}",
        "extra: b2b.reports.getResult",
    ]


def test_missing_and_extra_are_told(tmp_path: Path):
    """A row without operation is missing, an operation without row needs a reason."""
    report = _report(tmp_path)
    assert not report.complete
    text = report.lines
    assert text[0] == "7 of 8 rows covered."
    assert text[1].startswith("missing: #8 GET /v2/b2c/carts/{id} (")
    assert text[1].endswith("index.md:18)")
    assert text[2].startswith(
        "extra: b2b.reports.getResult (GET /v2/b2b/reports/{id}/result): with"
    )


def test_a_note_is_a_reason(tmp_path: Path):
    """With every row covered and every extra operation explained, the report is complete."""
    note = Edit(
        "paths/reports.yaml",
        "    description: Every column is a list.",
        "    description: Every column is a list.\n    x-acme-note: Seen in a program.",
    )
    index = "\n".join(line for line in _INDEX.splitlines() if "carts" not in line)
    report = _report(tmp_path, note, index=index)
    assert report.complete
    assert (
        "extra: b2b.reports.getResult (GET /v2/b2b/reports/{id}/result): Seen in a program."
        in report.lines
    )


def test_an_index_may_have_three_columns(tmp_path: Path):
    """Number, method and path are enough."""
    index = "| # | method | path |\n|--|--|--|\n| 1 | get | /v2/b2b/events |\n"
    assert _report(tmp_path, index=index).lines[0] == "1 of 1 rows covered."


@pytest.mark.parametrize(
    ("index", "line", "says"),
    [
        ("# Nothing\n", 1, "holds no table"),
        ("| # | method | path |\n|---|---|---|\n", 1, "holds no table"),
        (
            "| # | method | path |\n|---|---|---|\n| 1 | GET | /a/{b} |\n| 2 | get | /a/{c}/ |\n",
            4,
            "#2 GET /a/{c}/ stands in the table already, as #1",
        ),
    ],
)
def test_a_useless_index_is_refused(tmp_path: Path, index: str, line: int, says: str):
    """An index without endpoints, or with one twice, is a problem with its line."""
    with pytest.raises(SpecificationError) as caught:
        _report(tmp_path, index=index)
    (problem,) = caught.value.problems
    assert problem.location.line == line
    assert says in problem.message


def test_a_missing_index_is_refused(tmp_path: Path):
    """The file that cannot be read is named."""
    with pytest.raises(SpecificationError, match="endpoint-index: the index cannot be read"):
        coverage(join(MINIMAL / "openapi.yaml"), tmp_path / "nothing.md")


def test_the_command_prints_the_report_and_fails_where_something_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """It exits with 1 as long as the index has an endpoint that no operation is."""
    specification = MINIMAL / "openapi.yaml"
    index = tmp_path / "index.md"
    index.write_text(_INDEX)

    assert main(["coverage", str(index), "--spec", str(specification)]) == 1
    assert capsys.readouterr().out == "".join(
        f"{line}\n" for line in coverage(join(specification), index).lines
    )

    rows = "".join(
        f"| {number} | {method} | {path} |\n"
        for number, (path, item) in enumerate(join(specification).data["paths"].items(), 1)
        for method in item
        if method in {"get", "post"}
    )
    index.write_text(f"| # | method | path |\n|--|--|--|\n{rows}")
    assert main(["coverage", str(index), "--spec", str(specification)]) == 0
