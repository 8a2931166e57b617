"""The rules of `generator.checking.lint`: each passes what is sound and finds what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.__main__ import main
from generator.checking.lint import RULES, lint
from generator.checking.lint.rule import rule
from generator.checking.validate import validate
from generator.reading.join import join
from generator.reading.problem import Problem, SpecificationError
from generator.reading.specification import Specification, property_at
from tests.generator.documents import document
from tests.generator.specs.broken import CASES
from tests.generator.specs.edits import MINIMAL, Broken, edited
from tests.generator.specs.sound import SOUND, Sound

FACTS = MINIMAL.parent / "facts"


def _lint(root: Path) -> list[Problem]:
    return lint(join(root), FACTS)


def _line(problem: Problem) -> str:
    lines = problem.location.file.read_text(encoding="utf-8").splitlines()
    return lines[problem.location.line - 1]


def test_the_minimal_specification_has_no_problem():
    """Every rule passes the specification that all other tests edit."""
    assert _lint(MINIMAL / "openapi.yaml") == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.says or case.at}")
def test_a_broken_rule_is_found_where_it_is_broken(case: Broken, tmp_path: Path):
    """An edit that breaks one rule is reported by that rule, at the line of the edit."""
    problems = _lint(edited(tmp_path, *case.edits))
    assert {problem.rule for problem in problems} == {case.rule, *case.also}
    found = [problem for problem in problems if problem.rule == case.rule]
    assert any(case.at in _line(problem) and case.says in problem.message for problem in found), [
        f"{problem} | {_line(problem)}" for problem in found
    ]
    assert all(problem.remedy.endswith((".", ").")) for problem in found)


@pytest.mark.parametrize("case", SOUND, ids=lambda case: case.why)
def test_what_only_looks_broken_passes(case: Sound, tmp_path: Path):
    """An edit that comes close to a rule without breaking it is not reported."""
    document = join(edited(tmp_path, *case.edits))
    assert [*validate(document), *lint(document, FACTS)] == []


def test_every_rule_has_a_failing_fixture():
    """No rule exists without a specification that breaks it."""
    assert set(RULES) == {case.rule for case in CASES}


@pytest.mark.parametrize("name", RULES)
def test_every_rule_is_one_sentence(name: str):
    """The docstring of a rule is the rule, in one line."""
    text = RULES[name].__doc__ or ""
    assert text.startswith(("Require", "Refuse"))
    assert text.endswith(".")
    assert "\n" not in text


def test_no_two_rules_share_a_name():
    """The second would silence the first."""
    with pytest.raises(ValueError, match="two rules are called sensitive"):
        rule()(RULES["sensitive"])


def test_a_folder_of_facts_that_is_none_is_refused(tmp_path: Path):
    """A misspelt folder must not pass as one without copied sentences."""
    with pytest.raises(SpecificationError, match=r"nowhere:1: facts: .* is no folder"):
        lint(join(MINIMAL / "openapi.yaml"), tmp_path / "nowhere")


def test_without_facts_sources_are_only_names():
    """The rules run where the fact files are not at hand."""
    assert lint(join(MINIMAL / "openapi.yaml")) == []


def test_a_property_is_found_through_what_a_schema_is_made_of():
    """At any depth, past parts that lead back; or not at all."""
    inner = {"type": "object", "properties": {"b": {"type": "string"}}}
    given = document(
        {
            "Thing": {"allOf": [{"$ref": "#/components/schemas/Loop"}, {"type": "object"}, inner]},
            "Loop": {"allOf": [{"$ref": "#/components/schemas/Loop"}]},
        }
    )
    thing = Specification(given).root["components"]["schemas"]["Thing"]
    assert property_at(thing, "b").exists
    assert not property_at(thing, "c").exists
    assert not property_at(thing, "b.c").exists


def test_the_command_says_how_many_paths_are_sound(capsys: pytest.CaptureFixture[str]):
    """One line, with the document's name."""
    specification = MINIMAL / "openapi.yaml"

    assert main(["lint", "--spec", str(specification), "--facts", str(FACTS)]) == 0
    count = len(join(specification).data["paths"])
    assert capsys.readouterr().out == f"{specification}: {count} paths, no problem\n"
