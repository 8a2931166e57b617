"""Names of the API as names of Python."""

from __future__ import annotations

import builtins
import keyword

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acme_ticketing_core.operations.names import snake_case
from generator.naming.names import (
    UnusableNameError,
    argument_name,
    argument_names,
    attribute_name,
    branch_name,
    class_name,
    constant_name,
    method_name,
    module_name,
)

HOSTILE = st.one_of(
    st.text(),
    st.sampled_from([*keyword.kwlist, *keyword.softkwlist, *dir(builtins)]),
    st.text(alphabet="\"'\\\n{}%#\u202e x1A_-"),
)


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ("startTime", "start_time"),
        ("ticketUUIDs", "ticket_uuids"),
        ("UUIDs", "uuids"),
        ("templateIDs", "template_ids"),
        ("billingAddress1", "billing_address1"),
        ("address2Line", "address2_line"),
        ("encTrack1", "enc_track1"),
        ("devSN", "dev_sn"),
        ("QBSyncToken", "qb_sync_token"),
        ("HTTPServer", "http_server"),
        ("parseURL", "parse_url"),
        ("ID", "id"),
        ("id", "id"),
        ("a", "a"),
        ("snake_case_already", "snake_case_already"),
        ("kebab-case", "kebab_case"),
        ("x.y", "x_y"),
        ("_private", "private"),
        ("__class__", "class"),
        ("with  spaces", "with_spaces"),
        ("größe", "gr_e"),
        ("日本", ""),
        ("", ""),
    ],
)
def test_words_are_split_at_case_changes(wire: str, expected: str):
    """Runs of capitals stay one word, digits stay with the word before them."""
    assert snake_case(wire) == expected


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ("class", "class_"),
        ("from", "from_"),
        ("None", "none"),
        ("list", "list_"),
        ("dict", "dict_"),
        ("str", "str_"),
        ("self", "self_"),
        ("field", "field_"),
        ("classmethod", "classmethod_"),
        ("unknownFields", "unknown_fields_"),
        ("rawFields", "raw_fields_"),
        ("isVoid", "is_void_"),
        ("built", "built_"),
        ("toDict", "to_dict_"),
        ("decode", "decode_"),
        ("body", "body_"),
        ("options", "options_"),
        ("dt", "dt_"),
        ("type", "type"),
        ("match", "match"),
        ("2ndOwner", "field_2nd_owner"),
        ("1", "field_1"),
        ("$ref", "ref"),
    ],
)
def test_attributes_hide_nothing(wire: str, expected: str):
    """Keywords and what generated models use themselves get an underscore, digits a prefix."""
    assert attribute_name(wire) == expected


@pytest.mark.parametrize(
    ("wire", "location", "expected"),
    [
        ("x-acme-request-uuid", "header", "request_uuid"),
        ("x-acme-browser-ip", "header", "browser_ip"),
        ("X-ACME-Locale", "header", "locale"),
        ("x-b2c-tenant-id", "header", "tenant_id"),
        ("x-rate-limit", "header", "rate_limit"),
        ("x-acme-", "header", "x_acme"),
        ("If-Match", "header", "if_match"),
        ("x-acme-request-uuid", "query", "x_acme_request_uuid"),
        ("pageSize", "query", "page_size"),
        ("list", "query", "list_"),
        ("id", "path", "id"),
    ],
)
def test_headers_lose_their_vendor_prefix(wire: str, location: str, expected: str):
    """Whose a header is does not matter in Python, what it means does."""
    assert argument_name(wire, location) == expected


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ("Event", "Event"),
        ("eventList", "EventList"),
        ("event-list", "EventList"),
        ("event_list", "EventList"),
        ("B2bCheckoutInput", "B2bCheckoutInput"),
        ("HTTPError", "HTTPError"),
        ("2FA", "Model2FA"),
        ("None", "None_"),
        ("Exception", "Exception_"),
        ("print", "Print"),
        ("Model", "Model_"),
        ("Any", "Any_"),
        ("Page", "Page_"),
        ("Operation", "Operation_"),
        ("UUID", "UUID_"),
        ("uuid", "Uuid"),
        ("ClassVariant", "ModelClassVariant"),
        ("classVar", "ModelClassVar"),
        ('x"+f()+"', "XF"),
    ],
)
def test_classes_hide_nothing(wire: str, expected: str):
    """A class is never called what generated modules import or Python has built in."""
    assert class_name(wire) == expected


@pytest.mark.parametrize("wire", ["日本", "", " ", "$", "__"])
def test_what_has_no_letter_has_no_name(wire: str):
    """Nothing is called after itself where nothing of it is left."""
    for make in (attribute_name, method_name, module_name, class_name):
        with pytest.raises(UnusableNameError) as caught:
            make(wire)
        assert caught.value.name == wire


def test_names_have_a_length():
    """A name that no file could have is refused, and told in part."""
    for make in (attribute_name, method_name, module_name, class_name):
        assert make("a" * 100)
        with pytest.raises(UnusableNameError, match=r"^'a{100}…' is longer in Python than 100"):
            make("a" * 10_000)


def test_a_class_keeps_its_name_when_named_again():
    """openapi-python-client names classes twice; the second time changes nothing."""
    for name in ("Model", "UUID", "2FA", "event-list", "ClassVar", "Exception"):
        assert class_name(class_name(name)) == class_name(name)


@pytest.mark.parametrize(
    ("segment", "expected"),
    [
        ("list", "list"),
        ("getCsv", "get_csv"),
        ("import", "import_"),
        ("str", "str_"),
        ("int", "int_"),
    ],
)
def test_methods_leave_annotations_readable(segment: str, expected: str):
    """A method may be called `list`, but not like a type that annotations mention bare."""
    assert method_name(segment) == expected


@pytest.mark.parametrize("segment", ["call", "page", "close", "aclose"])
def test_branches_leave_the_client_its_methods(segment: str):
    """A resource called like a method of the client gets an underscore."""
    assert branch_name(segment) == f"{segment}_"
    assert method_name(segment) == segment


def test_files_become_modules():
    """A file keeps its name as far as Python lets it."""
    assert module_name("event-templates") == "event_templates"
    assert module_name("import") == "import_"


@pytest.mark.parametrize(
    ("resource", "method", "constant"),
    [("price_lists", "list", "PRICE_LISTS_LIST"), ("at", "once", "AT_ONCE_")],
)
def test_constants_hide_no_import(resource: str, method: str, constant: str):
    """The constant of an operation is its resource and method, beside the module's imports."""
    assert constant_name(resource, method) == constant


@given(name=HOSTILE, location=st.sampled_from(["path", "query", "header", "cookie"]))
@example(name='x"""+__import__("os")', location="query")
@example(name="\N{FULLWIDTH DIGIT ONE}", location="query")
@example(name="\N{LATIN SMALL LIGATURE FI}", location="query")
@example(name="x-acme-é", location="header")
def test_every_name_is_an_identifier_or_refused(name: str, location: str):
    """Whatever a document calls a thing, in Python it is a plain name or an error."""
    for make in (
        attribute_name,
        method_name,
        branch_name,
        module_name,
        class_name,
        lambda name: argument_name(name, location),
    ):
        try:
            made = make(name)
        except UnusableNameError:
            continue
        assert made.isidentifier()
        assert made.isascii()
        assert not keyword.iskeyword(made)
        assert not made.startswith("_")


@pytest.mark.parametrize(
    ("parameters", "names"),
    [
        ([("ip", "query"), ("x-acme-ip", "header")], ["ip", "ip_header"]),
        ([("x-acme-ip", "header"), ("ip", "query")], ["ip_header", "ip"]),
        ([("a-b", "query"), ("aB", "query"), ("a b", "query")], ["a_b", "a_b_query", "a_b_2"]),
        ([("id", "path"), ("id", "cookie"), ("id_cookie", "query")], ["id", "id_cookie", "id_cookie_query"]),
    ],
)  # fmt: skip
def test_twins_are_kept_apart(parameters: list[tuple[str, str]], names: list[str]):
    """Who is spelled like the Python name keeps it; others get their place, or a number."""
    assert argument_names(parameters) == names
