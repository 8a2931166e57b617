"""`make learn`: what drift logs say, as edits of the specification and as questions."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.__main__ import main
from generator.authoring.learning import learn as learning
from generator.authoring.learning.learn import Learned, learn, told
from generator.checking.lint import lint
from tests.generator.authoring.things import FILES, line


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the root file of a small specification."""
    for name, text in FILES.items():
        file = tmp_path / f"spec/{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "spec/openapi.yaml"


Learn = Callable[..., Learned]


@pytest.fixture
def from_lines(root: Path, tmp_path: Path) -> Learn:
    """Return a function that learns from lines."""

    def run(*lines: Any) -> Learned:
        log = tmp_path / "drift.jsonl"
        log.write_text("".join(f"{json.dumps(each)}\n" for each in lines))
        return learn(root, [str(log)])

    return run


def schemas(learned: Learned) -> dict[str, Any]:
    """Return the schemas as they would be."""
    found: dict[str, Any] = learned.after.data["components"]["schemas"]
    return found


def thing(learned: Learned, field: str) -> dict[str, Any]:
    """Return what would be said of a field, but where that comes from."""
    said = dict(schemas(learned)["Thing"]["properties"][field])
    said.pop("x-acme-source", None)
    return said


def asked(learned: Learned) -> list[str]:
    """Return the questions."""
    return [each.asks for each in learned.questions]


def test_the_edit_is_small_and_keeps_what_people_wrote(from_lines: Learn) -> None:
    """Comments, order and quotes stay; what is said of the field too."""
    learned = from_lines(
        line("size", "null", "null"), line("label", "integer", answers=3),
        line("state", "string/text", "unknown value", value="SOLD_OUT"),
        line("list[].state", "string/text", "unknown value", value="SOLD_OUT", operation="things.list"),
        line("vendorAddition", {"since": "integer"}, "unknown field"),
    )  # fmt: skip
    meaning = "      description: Met in answers; no source tells its meaning."
    seen = "x-acme-source: {file: observed.md, support: observed, day: '2026-11-29', answers: "

    assert [
        each for each in learned.diff() if each[0] in "+-" and each[1:2] not in {"+", "-", ""}
    ] == [
        "-      type: string  # as people call it",
        "+      type: [string, integer] # as people call it",
        f"+      {seen}3}}",
        "-      type: integer",
        "+      type: [integer, 'null']",
        f"+      {seen}1}}",
        "+    vendorAddition:",
        "+      $ref: '#/VendorAddition'",
        f"+{meaning}",
        f"+      {seen}1}}",
        "-      enum: [NEW, 'OLD']",
        "+      enum: [NEW, 'OLD', SOLD_OUT]",
        "+VendorAddition:",
        "+  type: object",
        "+  description: Met in answers; no source tells its meaning.",
        "+  properties:",
        "+    since:",
        "+      type: integer",
        f"+{meaning}",
    ]
    assert len(learned.decided) == 5
    assert learned.questions == ()


@pytest.mark.parametrize(
    ("shapes", "schema"),
    [
        (["string/text", "string/empty"], {"type": "string"}),
        (["string/date"], {"type": "string", "format": "date"}),
        (["string/date-time"], {"type": "string", "format": "date-time"}),
        (["string/uuid"], {"type": "string", "format": "uuid"}),
        (["string/date", "string/date-time"], {"type": "string"}),
        (["string/text", "null"], {"type": ["string", "null"]}),
        (["negative integer", "number"], {"type": ["integer", "number"]}),
        (["boolean"], {"type": "boolean"}),
        (["null"], {"type": "null"}),
        ([[]], {"type": "array", "items": {}}),
        ([["integer", "string/text"]], {"type": "array", "items": {"type": ["string", "integer"]}}),
        ([{}], {"type": "object", "maxProperties": 0}),
    ],
)
def test_a_new_field_has_the_type_that_its_shapes_tell(
    from_lines: Learn, shapes: list[Any], schema: dict[str, Any]
) -> None:
    """Two forms at once are text of no form."""
    learned = from_lines(*(line("fresh", shape, "unknown field") for shape in shapes))

    assert thing(learned, "fresh") == {
        **schema,
        "description": "Met in answers; no source tells its meaning.",
    }
    assert asked(learned) == []


@pytest.mark.parametrize(
    ("path", "shapes", "schema"),
    [
        ("made", ["string/empty"], {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "maxLength": 0}]}),
        ("made", ["string/text", "string/empty"], {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string"}]}),
        ("maker", ["null"], {"anyOf": [{"$ref": "#/components/schemas/Maker"}, {"type": "null"}]}),
        ("colour", ["boolean"], {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "boolean"}]}),
        ("parts", ["string/empty", {}], {"anyOf": [
            {"type": "array", "items": {"$ref": "#/components/schemas/Maker"}},
            {"type": "object", "maxProperties": 0}, {"type": "string", "maxLength": 0},
        ]}),
        ("size", [{"value": "integer"}], {"anyOf": [{"type": "integer"}, {"$ref": "#/components/schemas/ThingSize"}]}),
    ],
)  # fmt: skip
def test_a_field_takes_what_was_seen_as_well(
    from_lines: Learn, path: str, shapes: list[Any], schema: dict[str, Any]
) -> None:
    """The first alternative is what the documents say."""
    learned = from_lines(*(line(path, shape) for shape in shapes))
    said = thing(learned, path)
    said.pop("description", None)

    assert said == schema
    assert asked(learned) == []


def test_a_field_inside_a_field_is_written_too(from_lines: Learn) -> None:
    """Also if both differ, and twice over."""
    learned = from_lines(line("parts[]", "integer"), line("parts", "null", "null"))
    learned.apply()
    again = from_lines(
        line("parts[]", "null"), line("parts", "string/empty"),
        line("list[].parts", "string/empty", operation="things.list"),
    )  # fmt: skip

    array, null, text = thing(again, "parts")["anyOf"]
    assert [each.get("type") for each in array["items"]["anyOf"]] == [None, "integer", "null"]
    assert (null, text) == ({"type": "null"}, {"type": "string", "maxLength": 0})


def test_an_object_of_which_nothing_was_known(from_lines: Learn) -> None:
    """Gets its first field, in the schema that has its name."""
    learned = from_lines(line("maker.name", "string/text", "unknown field", schema="Maker"))

    assert [*schemas(learned)["Maker"]["properties"]] == ["name"]


def test_new_objects_have_names_of_their_own(from_lines: Learn) -> None:
    """Equal ones share theirs; what is another gets a number."""
    learned = from_lines(
        *(
            line(f"{place}.extra", shape, "unknown field", schema="")
            for place, shape in (
                ("maker", {"a": "integer"}),
                ("input", {"a": "integer"}),
                ("input", {"a": "integer", "b": [{"c": "null"}]}),
            )
        ),
        line("list[].size", {"state": {"x": "boolean"}}, operation="things.list"),
        line("extra", {"a": "integer"}, "unknown field"),
    )
    new = {name for name in schemas(learned) if name.startswith(("Extra", "ThingSize"))}

    assert asked(learned) == []
    assert {"Extra", "Extra2", "ExtraB", "ThingSize", "ThingSizeState"} <= new
    made = schemas(learned)
    assert made["Maker"]["properties"]["extra"]["$ref"] == "#/components/schemas/Extra"
    assert made["Extra2"]["properties"]["a"]["type"] == "integer"
    # The example of the specification has it as text, too.
    assert thing(learned, "extra")["anyOf"][0] == {"type": "string", "format": "date"}


def test_a_field_that_never_came_as_documented_is_changed(from_lines: Learn, root: Path) -> None:
    """After enough answers, if no example and no request has it; the old claim stays in a comment."""
    always = {"answers": 20, "answers_in_all": 20, "times": 20}
    learned = from_lines(
        line("weight", "string/integer", **always),
        line("size", "string/integer", **always),  # the example has an integer
        line("input.code", "integer", **always),  # is sent
        line("made", "null", "null", **always),
        line("maker", "string/text", **always),
        line("colour", "boolean", **{**always, "as_specified": 1}),
        line("", "integer", operation="things.create", schema="", **always),  # an array there
    )
    answer = learned.after.data["paths"]["/things"]["post"]["responses"]["200"]["content"]
    learned.apply()

    assert thing(learned, "weight") == {"type": "string", "description": "How heavy it is."}
    assert (
        '    # Documented as {"type": "integer"}; in 20 answers it never came so.\n    weight:'
        in (root.parent / "schemas/things.yaml").read_text()
    )
    assert thing(learned, "size")["type"] == ["integer", "string"]
    assert schemas(learned)["ThingInput"]["properties"]["code"]["type"] == ["string", "integer"]
    assert thing(learned, "maker") == {"type": "string"}
    assert thing(learned, "made")["anyOf"][1] == {"type": "null"}
    assert thing(learned, "colour")["description"] == "What it looks like."
    assert answer["application/json"]["schema"]["anyOf"][0]["type"] == "array"


def test_a_status_and_an_absence(from_lines: Learn) -> None:
    """A success of another status answers the same; what may be absent is not required."""
    learned = from_lines(
        line("", None, "status", status=202), line("label", None, "missing"),
        line("list[].label", None, "missing", operation="things.list"),
        line("mark", None, "missing", operation="things.special", schema="Special"),
    )  # fmt: skip
    responses = learned.after.data["paths"]["/things/{id}"]["get"]["responses"]

    assert responses["202"] == responses["200"]
    assert "lists 200, 202" not in "".join(each.message for each in lint(learned.after))
    assert "required" not in schemas(learned)["Thing"]
    assert schemas(learned)["Special"]["required"] == ["other"]
    assert asked(learned) == []


@pytest.mark.parametrize(
    ("entry", "question"),
    [
        (line("", None, "content type", found="text/plain"), "is it JSON all the same"),
        (line("", None, "total"), "which is right"),
        (line("", None, "other form", operation="things.create"), "without the quotes"),
        (line("", "null", operation="things.gone"), "is it another"),
        (line("list", [], "unknown field"), "does it list"),
        (line("list", "null", "null", operation="things.list"), "is it so always"),
        (line("pagination.count", "null", "null", operation="things.list"), "is it so always"),
        (line("nowhere.x", "null"), "what is it"),
        (line("nowhere.x", "null", "unknown field"), "what is it"),
        (line("nowhere.x", None, "missing"), "what is it"),
        (line("size.x", "null", "unknown field"), "what is it"),
        (line("*", "null", "unknown field"), "what is it"),
        (line("state", "string/text", "unknown value"), "which is it"),
        (line("size", {"*": "integer"}), "is it a map"),
        (line("fresh", {"a": "object"}, "unknown field"), "too deep"),
        (line("[]", [{"a": "integer"}], operation="things.create", schema=""), "give it one"),
    ],
)
def test_what_cannot_be_decided_is_asked(
    from_lines: Learn, entry: dict[str, Any], question: str
) -> None:
    """One question, and nothing is written."""
    learned = from_lines(entry)

    assert [question in each for each in asked(learned)] == [True], asked(learned)
    assert learned.decided == ()


def test_what_the_edit_does_not_cover_is_asked(
    from_lines: Learn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever judges the edit is not who made it."""
    monkeypatch.setattr(learning, "edited", lambda *_: {})
    learned = from_lines(line("size", "null", "null"))

    assert asked(learned) == ["the edit does not cover it: what is it?"]
    assert learned.decided == ()


def test_what_is_known_by_now_is_no_question(from_lines: Learn) -> None:
    """The same log may be learned from again."""
    log = (line("size", "null", "null"), line("fresh", ["integer"], "unknown field"))
    from_lines(*log).apply()

    again = from_lines(*log)

    assert (again.decided, again.questions, again.texts) == ((), (), {})
    assert [*told(again, applied=False)] == ["", "Nothing to edit; 0 are questions."]


def test_the_command_shows_the_edit_and_makes_it(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The diff, what it means for consumers, the questions; written only if that is asked for."""
    log = tmp_path / "drift.jsonl"
    lines = (line("size", "null", "null"), line("", None, "total", found="# items"), 7)
    log.write_text("".join(f"{json.dumps(each)}\n" for each in lines))
    before = (root.parent / "schemas/things.yaml").read_text()

    assert main(["learn", str(log), "--spec", str(root)]) == 0
    shown = capsys.readouterr().out
    assert (root.parent / "schemas/things.yaml").read_text() == before
    assert main(["learn", str(log), "--spec", str(root), "--apply"]) == 0
    after = (root.parent / "schemas/things.yaml").read_text()

    assert "+++ b/spec/schemas/things.yaml" in shown
    assert "1 lines are none of a drift log" in shown
    assert "Thing.size may now be" in shown
    assert f"{root.parent}/schemas/things.yaml:" in shown
    assert "things.get the answer: total, # items (1 times): a list did not hold" in shown
    assert "APPLY=1 writes them" in shown
    assert "written; run `make regenerate`" in capsys.readouterr().out
    assert yaml.safe_load(after)["Thing"]["properties"]["size"]["type"] == ["integer", "null"]


def test_a_log_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """One line, status 2."""
    assert main(["learn", "nowhere.jsonl"]) == 2
    assert capsys.readouterr().err == "nowhere.jsonl: No such file or directory\n"


@pytest.mark.parametrize(
    ("entries", "question"),
    [
        ([line("Label", "integer", "unknown field")], "label and Label are both label in Python"),
        ([line("__", "integer", "unknown field")], "how is it called"),
        ([line("fresh", {"aB": "integer", "a_b": "null"}, "unknown field")], "both a_b in Python"),
        ([line("fresh", {"a": {"b": "null"}, "c": "object"}, "unknown field")], "too deep"),
        (
            [line("aB", "integer", "unknown field"), line("a_b", "integer", "unknown field")],
            "both a_b in Python",
        ),
    ],
)
def test_what_is_asked_leaves_nothing_in_the_specification(
    from_lines: Learn, entries: list[Any], question: str
) -> None:
    """No second field of one Python name, no schema that nothing refers to: lint refuses both."""
    learned = from_lines(*entries)

    assert question in asked(learned)[0]
    assert len(asked(learned)) == 1
    assert schemas(learned).keys() == schemas(from_lines()).keys()


def test_a_field_that_is_described_by_now_is_widened(from_lines: Learn) -> None:
    """An older client tells of it as unknown, and met it as something else."""
    learned = from_lines(line("size", "string/text", "unknown field"))

    assert thing(learned, "size")["type"] == ["integer", "string"]
    assert thing(learned, "size")["description"] == "How large it is."
