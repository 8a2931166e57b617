"""What generated models do: read, write, keep, refuse, copy, pickle, load when they are needed."""

from __future__ import annotations

import copy
import datetime as dt
import importlib
import json
import os
import pickle
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acme_ticketing_core.errors import DecodeError, InvalidArgument
from acme_ticketing_core.runtime.unset import UNSET
from tests.generator.museum import GENERATED, SPECIFICATION

ROOT = Path(__file__).parents[3]
EXAMPLES = SPECIFICATION.parent / "examples"


@pytest.fixture
def orrery() -> dict[str, Any]:
    """Return the example of an exhibit with everything that the specification knows, and more."""
    loaded: dict[str, Any] = json.loads((EXAMPLES / "b2b.exhibits.get.response.json").read_text())
    return loaded


def test_an_exhibit_is_read(museum: ModuleType, orrery: dict[str, Any]):
    """Every kind of value has its Python type."""
    exhibit = museum.models.Exhibit.from_dict(orrery)
    assert exhibit.id == "E-1"
    assert exhibit.kind == "machine"
    assert exhibit.provenance == {"from": ["Leiden", 1781]}
    assert exhibit.floor == 0
    assert exhibit.value == Decimal("1200.50")
    assert str(exhibit.value) == "1200.50"
    assert exhibit.weight == Decimal("12.5")
    assert exhibit.made == dt.date(1781, 3, 1)
    assert exhibit.shown_since == dt.datetime(2024, 5, 29, 17, tzinfo=dt.UTC)
    assert exhibit.label_uuids == [UUID("8270b929-44ea-46fc-b399-cfe6fa960f24")]
    assert exhibit.on_loan is None
    assert exhibit.returned_at is None
    assert exhibit.position == [[[0, 0], [1.5, 2]]]
    assert exhibit.restored == [[dt.date(2020, 2, 29)], []]
    assert isinstance(exhibit.place, museum.models.Room)
    assert exhibit.inspections == [dt.date(2024, 1, 1), None]
    assert [type(part) for part in exhibit.parts] == [museum.models.Exhibit]
    assert exhibit.parts[0].place == 17
    assert exhibit.number == "12a"
    assert exhibit.class_ == "A"
    assert exhibit.field_2nd_owner == "nobody"
    assert exhibit.field_ == "science"
    assert exhibit.secret_note is UNSET


def test_what_was_read_is_written(museum: ModuleType, orrery: dict[str, Any]):
    """JSON to model to JSON is the same JSON, from values and from bytes."""
    before = copy.deepcopy(orrery)
    assert museum.models.Exhibit.from_dict(orrery).to_dict() == before
    assert orrery == before
    content = json.dumps(before).encode()
    assert json.loads(museum.models.Exhibit.from_json(content).to_json()) == before


@pytest.mark.parametrize("number", [float("nan"), float("inf"), "1.5", None])
def test_what_is_no_number_is_not_sent_as_null(
    museum: ModuleType, orrery: dict[str, Any], number: Any
):
    """JSON knows neither NaN nor infinity, and would say that there is nothing."""
    exhibit = museum.models.Exhibit.from_dict(orrery)
    exhibit.position = [[[0.5, number]]]
    for write in (exhibit.to_json, exhibit.to_dict):
        with pytest.raises(InvalidArgument, match="finite number"):
            write()


def test_unknown_fields_are_kept(museum: ModuleType, orrery: dict[str, Any]):
    """What the specification does not know is there, at every depth, and is written back."""
    exhibit = museum.models.Exhibit.from_dict(orrery)
    assert exhibit.unknown_fields == {"vendorAddition": {"kept": True}}
    assert exhibit.place.unknown_fields == {"curator": "unknown to the spec"}
    exhibit.unknown_fields["more"] = 1
    assert exhibit.to_dict()["more"] == 1


def test_unknown_values_of_enums_are_kept(museum: ModuleType, orrery: dict[str, Any]):
    """A kind or floor that nobody knows yet is a value like others."""
    exhibit = museum.models.Exhibit.from_dict(orrery | {"kind": "hologram", "floor": 9})
    assert (exhibit.kind, exhibit.floor) == ("hologram", 9)


@pytest.mark.parametrize("name", ["name", "value", "position", "place", "parts", "made"])
def test_null_is_absent_and_comes_back(museum: ModuleType, orrery: dict[str, Any], name: str):
    """JSON null in an optional field that is not nullable reads as absent, and is written back."""
    exhibit = museum.models.Exhibit.from_dict(orrery | {name: None})
    assert getattr(exhibit, name) is UNSET
    assert exhibit.to_dict() == orrery | {name: None}
    setattr(exhibit, name, museum.models.Exhibit.from_dict(orrery).__getattribute__(name))
    assert exhibit.to_dict() == orrery


@pytest.mark.parametrize(
    ("change", "path", "says"),
    [
        ({"kind": 1}, "$.kind", "expected string, found integer"),
        ({"kind": None}, "$.kind", "expected string, found null"),
        ({"floor": "0"}, "$.floor", "expected integer, found string"),
        ({"floor": True}, "$.floor", "expected integer, found boolean"),
        ({"value": 1200.5}, "$.value", "expected decimal string, found number"),
        ({"weight": "12"}, "$.weight", "expected number, found string"),
        ({"shownSince": "2024-05-29T10:00:00"}, "$.shownSince", "with an offset"),
        ({"labelUUIDs": ["x"]}, "$.labelUUIDs[0]", "expected uuid"),
        ({"onLoan": 0}, "$.onLoan", "expected boolean, found integer"),
        ({"returnedAt": 0}, "$.returnedAt", "expected date-time"),
        ({"position": [[[0, "0"]]]}, "$.position[0][0][1]", "expected number, found string"),
        ({"restored": [[], ["2020-02-30"]]}, "$.restored[1][0]", "expected date"),
        ({"place": "East"}, "$.place", "expected object or integer, found string"),
        ({"parts": [{"id": "E-2", "kind": "gear"}]}, "$.parts[0].provenance", "required"),
        ({"parts": {}}, "$.parts", "expected array, found object"),
        ({"number": []}, "$.number", "expected integer or string, found array"),
    ],
)
def test_wrong_types_are_refused_where_they_are(
    museum: ModuleType, orrery: dict[str, Any], change: dict[str, Any], path: str, says: str
):
    """A value of another type is an error with the way to it where reading is strict, else kept."""
    with pytest.raises(DecodeError, match=says) as caught:
        museum.models.Exhibit.from_dict(orrery | change, strict=True)
    assert caught.value.path == path
    assert museum.models.Exhibit.from_dict(orrery | change).to_dict() == orrery | change


@pytest.mark.parametrize("name", ["id", "kind", "provenance"])
def test_what_is_required_must_be_there(museum: ModuleType, orrery: dict[str, Any], name: str):
    """A required field that is absent is an error where reading is strict, else absent."""
    del orrery[name]
    with pytest.raises(DecodeError, match="required, and absent") as caught:
        museum.models.Exhibit.from_dict(orrery, strict=True)
    assert caught.value.path == f"$.{name}"
    assert museum.models.Exhibit.from_dict(orrery).to_dict() == orrery
    with pytest.raises(TypeError, match=name):
        museum.models.Exhibit(**dict.fromkeys({"id", "kind", "provenance"} - {name}, "x"))


@pytest.mark.parametrize("data", [[], "text", 1, None, True])
def test_only_an_object_is_a_model(museum: ModuleType, data: Any):
    """Any other JSON value is refused."""
    with pytest.raises(DecodeError, match="expected object"):
        museum.models.Room.from_dict(data)


def test_models_are_made_by_hand(museum: ModuleType):
    """Required fields are keyword arguments, the rest may be left out."""
    new = museum.models.NewExhibit(name="Orrery", kind="machine")
    assert new.to_dict() == {"name": "Orrery", "kind": "machine"}
    new.value = Decimal("1200.50")
    assert new.to_dict()["value"] == "1200.50"
    with pytest.raises(TypeError):
        museum.models.NewExhibit("Orrery", "machine")
    with pytest.raises(AttributeError):
        new.vlaue = Decimal(1)


def test_copies_are_equal_and_apart(museum: ModuleType, orrery: dict[str, Any]):
    """Copies, deep copies and pickles equal the original, keep UNSET, and write the same JSON."""
    exhibit = museum.models.Exhibit.from_dict(orrery)
    others = [copy.deepcopy(exhibit)]
    others += [pickle.loads(pickle.dumps(exhibit, protocol)) for protocol in range(2, 6)]
    for other in (copy.copy(exhibit), *others):
        assert other == exhibit
        assert other.secret_note is UNSET
        assert other.to_dict() == orrery
    for other in others:
        other.place.name = "West"
        other.unknown_fields["vendorAddition"]["kept"] = False
        assert exhibit.to_dict() == orrery
        assert other != exhibit
    assert exhibit != orrery
    with pytest.raises(TypeError):
        hash(exhibit)


def test_secrets_are_not_shown(museum: ModuleType):
    """Sensitive fields, inherited ones too, are hidden in `repr`; absent ones are left out."""
    purchase = museum.models.Purchase(exhibit_id="E-1", card_number="4111111111111111")
    assert repr(purchase) == "Purchase(exhibit_id='E-1', card_number=***)"
    exhibit = museum.models.Exhibit(id="1", kind="gear", provenance=None, secret_note="hush")
    assert "hush" not in repr(exhibit)
    assert "secret_note=***" in repr(exhibit)


def test_attributes_are_typed(museum: ModuleType):
    """The classes are slotted; the annotations say what the specification says."""
    annotations = museum.models.Exhibit.__annotations__
    assert annotations["kind"] == "Kind"
    assert annotations["place"] == "Room | int | Unset"
    assert annotations["on_loan"] == "bool | None | Unset"
    assert annotations["label_uuids"] == "Annotated[list[UUID] | Unset, 'labelUUIDs']"
    assert "__dict__" not in dir(museum.models.Room())


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    ),
    st.sampled_from(["id", "value", "weight", "made", "shownSince", "labelUUIDs", "onLoan",
                     "returnedAt", "position", "restored", "place", "inspections", "parts", "x"]),
)  # fmt: skip
def test_any_json_is_read_and_written_back(museum: ModuleType, value: Any, name: str):
    """Whatever stands in a field, the object is read, and written back as it was."""
    data = {"id": "E-1", "kind": "gear", "provenance": value, name: value}
    exhibit = museum.models.Exhibit.from_dict(data)

    assert exhibit.to_dict() == data
    assert json.loads(json.dumps(data)) == data == museum.models.Exhibit.from_dict(data).to_dict()


# Modules


@pytest.mark.parametrize("first", ["exhibits", "rooms", "event_exhibits", "common"])
def test_modules_that_need_each_other_load_in_any_order(first: str):
    """Whichever module of a circle is imported first, all of it works."""
    _run(f"""
        from acme_ticketing.models.{first} import *
        from acme_ticketing.models import Exhibit, ExhibitPage, Room
        data = {{"list": [{{"id": "1", "kind": "x", "provenance": 0,
                            "place": {{"name": "East"}}}}]}}
        assert ExhibitPage.from_dict(data).list_[0].place == Room(name="East")
    """)


def test_importing_the_package_loads_next_to_nothing():
    """Neither HTTP library, attrs, models nor resources are loaded before they are touched."""
    _run("""
        import sys
        before = set(sys.modules)
        import acme_ticketing, acme_ticketing.models
        assert "Room" in dir(acme_ticketing.models) and "AcmeClient" in dir(acme_ticketing)
        heavy = [name for name in set(sys.modules) - before if name.partition(".")[0] in
                 {"httpx", "attrs", "attr", "pydantic", "orjson", "decimal", "uuid", "ssl"}]
        assert not heavy, heavy
        loaded = [name for name in sys.modules if name.startswith("acme_ticketing.models.")]
        assert not loaded, loaded
        acme_ticketing.models.Pagination
        loaded = [name for name in sys.modules if name.startswith("acme_ticketing.models.")]
        assert loaded == ["acme_ticketing.models.common"], loaded
        from acme_ticketing import AcmeClient, ApiKey
        client = AcmeClient(ApiKey("k" * 32))
        client.b2b
        loaded = [name for name in sys.modules if name.startswith("acme_ticketing.resources.")]
        assert loaded == ["acme_ticketing.resources.b2b"], loaded
        client.close()
        try:
            acme_ticketing.models.Missing
        except AttributeError as error:
            assert str(error) == "module 'acme_ticketing.models' has no attribute 'Missing'"
    """)


def test_every_module_imports(museum: ModuleType):
    """No module of the package is broken, and `__all__` promises nothing that is not there."""
    folder = Path(str(museum.__file__)).parent
    for path in sorted(folder.rglob("*.py")):
        name = ".".join((museum.__name__, *path.relative_to(folder).with_suffix("").parts))
        module = importlib.import_module(name.removesuffix(".__init__"))
        for offered in getattr(module, "__all__", ()):
            assert getattr(module, offered) is not None


def test_the_document_travels_along():
    """The data package holds the joined document and the operation table."""
    _run("""
        from acme_ticketing.spec import document, operations
        assert document()["info"]["title"] == "Museum" and document() is document()
        assert len(operations()) == 11 and operations()[0]["id"] == "sessions.create"
    """)


def test_the_second_edition_reads_the_same(orrery: dict[str, Any]):
    """The pydantic edition reads and writes the example too."""
    _run(f"""
        import json
        from acme_ticketing.pydantic import Exhibit
        text = {json.dumps(json.dumps(orrery))}
        exhibit = Exhibit.model_validate_json(text)
        assert exhibit.place.exhibits == [] and exhibit.parts[0].kind == "gear"
        written = exhibit.model_dump(mode="json", by_alias=True, exclude_unset=True)
        assert written["vendorAddition"] == {{"kept": True}} and written["id"] == "E-1"
    """)


def _run(code: str) -> None:
    """Run `code` in a process that finds the golden packages first."""
    lines = code.strip("\n").splitlines()
    indent = len(lines[0]) - len(lines[0].lstrip())
    subprocess.run(
        [sys.executable, "-W", "error", "-c", "\n".join(line[indent:] for line in lines)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (GENERATED, ROOT / "src")))},
        check=True,
    )


# Types


def test_mypy_is_content():
    """The golden packages pass `mypy --strict`."""
    _check(
        "mypy", "--strict", f"--cache-dir={ROOT / '.mypy_cache' / 'golden'}",
        "--follow-imports=silent", str(GENERATED / "acme_ticketing"),
    )  # fmt: skip


def test_pyright_is_content(tmp_path: Path):
    """The golden packages pass pyright in its strict mode."""
    package = os.path.relpath(GENERATED / "acme_ticketing", tmp_path)
    settings = {
        "include": [package],
        "strict": [package],
        "extraPaths": [os.path.relpath(folder, tmp_path) for folder in (GENERATED, ROOT / "src")],
        "pythonVersion": "3.11",
    }
    project = tmp_path / "pyrightconfig.json"
    project.write_text(json.dumps(settings))
    told = _check(
        "pyright", "--outputjson", "--pythonpath", sys.executable, "--project", str(project)
    )
    assert json.loads(told)["summary"]["filesAnalyzed"] >= len(list(GENERATED.rglob("models/*.py")))


def _check(*command: str) -> str:
    tool, *arguments = command
    done = subprocess.run(
        [str(Path(sys.executable).parent / tool), *arguments],
        env={**os.environ, "MYPYPATH": f"{GENERATED}:{ROOT / 'src'}"},
        cwd=GENERATED, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout
