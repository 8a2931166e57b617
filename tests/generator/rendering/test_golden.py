"""A small specification and, literally, what must come of it.

A change of the generator or a template shows here as a change of files that people can read. When
it is meant, write them again and look at the difference before committing it:

    python -m generator regenerate --spec tests/generator/golden/spec/openapi.yaml \
        --output tests/generator/golden/generated
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.generator.museum import GENERATED, SPECIFICATION, edited, regenerate, tree
from tests.generator.specs.edits import Edit

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate the golden specification."""
    output = tmp_path_factory.mktemp("golden") / "generated"
    assert regenerate(SPECIFICATION, output) == 0
    return output


def test_every_byte_is_as_it_was_seen(fresh: Path):
    """What is generated now is what was committed, file by file."""
    made, golden = tree(fresh), tree(GENERATED)
    assert list(made) == list(golden)
    for name, content in golden.items():
        assert made[name].decode() == content.decode(), name


def test_the_order_of_hashes_does_not_matter(tmp_path: Path, fresh: Path):
    """Another process with another hash seed writes the same bytes."""
    output = tmp_path / "generated"
    command = [sys.executable, "-m", "generator", "regenerate", "--spec", str(SPECIFICATION),
               "--output", str(output)]  # fmt: skip
    subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "1"}, check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    assert tree(output) == tree(fresh)


def test_where_the_specification_lies_does_not_matter(tmp_path: Path, fresh: Path):
    """No path of the machine gets into the code; a copy elsewhere makes the same bytes."""
    output = tmp_path / "generated"
    assert regenerate(edited(tmp_path), output) == 0
    assert tree(output) == tree(fresh)
    assert not [name for name, content in tree(output).items() if str(tmp_path).encode() in content]


def test_writing_again_changes_nothing(tmp_path: Path):
    """A second run over the first one's files leaves them as they are."""
    output = tmp_path / "generated"
    assert regenerate(SPECIFICATION, output) == 0
    before = tree(output)
    assert regenerate(SPECIFICATION, output) == 0
    assert tree(output) == before
    assert [path.name for path in output.iterdir() if path.name.startswith(".")] == []


def test_renaming_an_operation_changes_what_it_should(tmp_path: Path, fresh: Path):
    """A new operationId changes the module of its resource and the data package, nothing else."""
    rename = Edit("paths/exhibits.yaml", "operationId: b2b.exhibits.exportCsv",
                  "operationId: b2b.exhibits.renderCsv")  # fmt: skip
    output = tmp_path / "generated"
    assert regenerate(edited(tmp_path, rename), output) == 0
    before, after = tree(fresh), tree(output)
    assert before.keys() == after.keys()
    assert {name for name in before if before[name] != after[name]} == {
        "acme_ticketing/resources/b2b/exhibits.py",
        "acme_ticketing/spec/openapi.json",
        "acme_ticketing/spec/operations.json",
    }
    resource = "acme_ticketing/resources/b2b/exhibits.py"
    words = (("export_csv", "render_csv"), ("EXPORT_CSV", "RENDER_CSV"),
             ("exportCsv", "renderCsv"))  # fmt: skip
    expected = before[resource].decode()
    for old, new in words:
        expected = expected.replace(old, new)
    assert after[resource].decode().split() == expected.split()


def test_moving_an_operation_moves_its_method(tmp_path: Path, fresh: Path):
    """An operation of another resource leaves the first and appears in a module of the second."""
    move = (
        Edit("paths/exhibits.yaml", "operationId: b2b.exhibits.exportCsv\n    tags: [b2b.exhibits]",
             "operationId: b2b.inventory.exportCsv\n    tags: [b2b.inventory]"),
        Edit("openapi.yaml", "x-acme-path-files:",
             "  - {name: b2b.inventory, description: All there is.}\nx-acme-path-files:"),
    )  # fmt: skip
    output = tmp_path / "generated"
    assert regenerate(edited(tmp_path, *move), output) == 0
    before, after = tree(fresh), tree(output)
    assert after.keys() - before.keys() == {"acme_ticketing/resources/b2b/inventory.py"}
    assert {name for name in before if before[name] != after[name]} == {
        "acme_ticketing/resources/b2b/__init__.py",
        "acme_ticketing/resources/b2b/exhibits.py",
        "acme_ticketing/spec/openapi.json",
        "acme_ticketing/spec/operations.json",
    }


def test_a_new_description_changes_documentation_only(tmp_path: Path, fresh: Path):
    """Words change docstrings, never code."""
    words = Edit("schemas/rooms.yaml", "Name on the door.", "What the door says.")
    output = tmp_path / "generated"
    assert regenerate(edited(tmp_path, words), output) == 0
    before, after = tree(fresh), tree(output)
    assert {name for name in before if before[name] != after[name]} == {
        "acme_ticketing/models/rooms.py",
        "acme_ticketing/spec/openapi.json",
    }
    rooms = "acme_ticketing/models/rooms.py"
    was, is_ = before[rooms].decode(), after[rooms].decode()
    assert is_ == was.replace("Name on the door.", "What the door says.")
