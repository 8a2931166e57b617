"""Reading one file: YAML 1.2 without surprises, strict JSON, a line for every value."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.load import SourceFile, load
from generator.reading.problem import Location, Problem, SpecificationError


def _load(folder: Path, text: str, name: str = "file.yaml") -> SourceFile:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return load(file)


def _problem(folder: Path, text: str, name: str = "file.yaml") -> Problem:
    with pytest.raises(SpecificationError) as caught:
        _load(folder, text, name)
    (problem,) = caught.value.problems
    assert problem.location.file == folder / name
    return problem


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("Off", "Off"),
        ("y", "y"),
        ("2024-05-29", "2024-05-29"),
        ("2024-05-29T00:00:00Z", "2024-05-29T00:00:00Z"),
        ("12:30:45", "12:30:45"),
        ("1_000", "1_000"),
        ("3.1.0", "3.1.0"),
        ("=", "="),
        ("'1'", "1"),
        ('"true"', "true"),
        ("null", None),
        ("~", None),
        ("", None),
        ("true", True),
        ("FALSE", False),
        ("0", 0),
        ("-17", -17),
        ("+3", 3),
        ("1.50", 1.5),
        ("1e3", 1000.0),
        (".5", 0.5),
    ],
)
def test_scalars_follow_yaml_1_2(tmp_path: Path, written: str, meant: object):
    """What YAML 1.1 takes for booleans, dates and base-60 numbers is text."""
    value = _load(tmp_path, f"value: {written}\n").data["value"]
    assert value == meant
    assert type(value) is type(meant)


@pytest.mark.parametrize("text", ["|\n  5\n", ">\n  true\n", "'no'\n", '"null"\n'])
def test_quoted_and_block_scalars_are_text(tmp_path: Path, text: str):
    """Quotes and block styles make text of anything."""
    assert isinstance(_load(tmp_path, f"value: {text}").data["value"], str)


@pytest.mark.parametrize(
    "number", ["0928", "-007", "0x1F", "0o17", ".inf", "-.INF", ".nan", "1e999"]
)
def test_numbers_that_json_cannot_write_are_refused(tmp_path: Path, number: str):
    """A card's expiry 0928 never turns silently into the number 928."""
    problem = _problem(tmp_path, f"a: 1\nexpiry: {number}\n")
    assert (problem.location.line, problem.rule) == (2, "yaml-number")
    assert number in problem.message


def test_keys_are_always_text(tmp_path: Path):
    """Statuses and words of YAML 1.1 are usable as keys without quotes."""
    assert _load(tmp_path, "200: a\nno: b\n2024-01-01: c\n").data == {
        "200": "a",
        "no": "b",
        "2024-01-01": "c",
    }


def test_every_value_has_its_line(tmp_path: Path):
    """Keys, nested values and list items are found where they are written."""
    file = _load(tmp_path, "a: 1\nb:\n  - x\n  -\n    c: y\n")
    assert file.lines == {
        (): 1,
        ("a",): 1,
        ("b",): 2,
        ("b", 0): 3,
        ("b", 1): 5,
        ("b", 1, "c"): 5,
    }
    assert file.locate(("b", 1, "unknown", "deeper")) == Location(tmp_path / "file.yaml", 5)


def test_json_values_have_lines_too(tmp_path: Path):
    """A problem in an example file points into that file."""
    file = _load(tmp_path, '{\n  "a": [\n    1,\n    {"b": 2}\n  ]\n}\n', "file.json")
    assert file.locate(("a", 1, "b")).line == 4


def test_json_that_is_no_yaml_keeps_its_values(tmp_path: Path):
    """Surrogate escapes are JSON but not YAML: the values count, the lines may be lost."""
    file = _load(tmp_path, '{\n"a":\n"\\ud83c\\udfab"}', "file.json")
    assert file.data == {"a": "🎫"}
    assert file.locate(("a",)).line == 1


@pytest.mark.parametrize(
    ("name", "text", "line", "rule"),
    [
        ("file.yaml", "a: 1\nb: 2\na: 3\n", 3, "unique-keys"),
        ("file.yaml", "a:\n  b: {c: 1, c: 2}\n", 2, "unique-keys"),
        ("file.json", '{\n"a": 1,\n"a": 2}', 3, "unique-keys"),
        ("file.json", '{"a": "\\ud83c\\udfab", "a": 2}', 1, "unique-keys"),
        ("file.yaml", "a: [1\nb: 2\n", 2, "yaml-syntax"),
        ("file.yaml", "a: 1\n---\nb: 2\n", 2, "yaml-syntax"),
        ("file.yaml", "a: *nothing\n", 1, "yaml-syntax"),
        ("file.yaml", "a: \x07\n", 1, "yaml-syntax"),
        ("file.yaml", "a: 1\nb: &b [*b]\n", 2, "yaml-alias"),
        ("file.yaml", "a: 1\nb: !thing {}\n", 2, "yaml-tag"),
        ("file.yaml", "a: 1\nb: !!str 5\n", 2, "yaml-tag"),
        ("file.yaml", "a: 1\nb: !!int '5'\n", 2, "yaml-tag"),
        ("file.yaml", "a: 1\nb: !!set {a, b}\n", 2, "yaml-tag"),
        ("file.yaml", "a: 1\n[b]: 2\n", 2, "yaml-key"),
        ("file.yaml", "a: &a {b: 1}\nc:\n  <<: *a\n", 3, "yaml-merge-key"),
        ("file.yaml", "[" * 3000 + "]" * 3000, 1, "file-depth"),
        ("file.json", "[" * 100_000, 1, "file-depth"),
        ("file.json", "{\n'a': 1}", 2, "json-syntax"),
        ("file.json", "", 1, "json-syntax"),
        ("file.json", "[NaN]", 1, "json-syntax"),
        ("file.json", "[1e999]", 1, "json-syntax"),
    ],
)
def test_malformed_files_are_one_problem(
    tmp_path: Path, name: str, text: str, line: int, rule: str
):
    """What cannot be read without loss is refused, with its line."""
    problem = _problem(tmp_path, text, name)
    assert (problem.location.line, problem.rule) == (line, rule)
    assert "\n" not in str(problem)


def test_a_missing_file_is_a_problem(tmp_path: Path):
    """A file that is not there, a folder and a file that is no UTF-8 are named."""
    (tmp_path / "latin.yaml").write_bytes(b"a: caf\xe9\n")
    (tmp_path / "folder.yaml").mkdir()
    for name in ("missing.yaml", "latin.yaml", "folder.yaml"):
        with pytest.raises(SpecificationError, match=rf"{name}:1: file-readable"):
            load(tmp_path / name)


def test_an_empty_file_holds_nothing(tmp_path: Path):
    """An empty YAML file is no error: what needs a mapping says so itself."""
    assert _load(tmp_path, "").data is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(value=_JSON)
def test_json_is_read_as_python_reads_it(tmp_path_factory: pytest.TempPathFactory, value: Any):
    """Every JSON text means what `json.loads` says, and every value has a line."""
    text = json.dumps(value, indent=1, ensure_ascii=False)
    file = _load(tmp_path_factory.mktemp("json"), text, "file.json")
    assert file.data == value
    assert file.locate(()).line == 1


@given(text=st.text(alphabet="ab01-:{}[],&*!|>'\"#%@ \n\t", max_size=40))
def test_no_text_makes_a_traceback(tmp_path_factory: pytest.TempPathFactory, text: str):
    """Whatever stands in a YAML file is read or refused."""
    with suppress(SpecificationError):
        json.dumps(_load(tmp_path_factory.mktemp("yaml"), text).data, allow_nan=False)
