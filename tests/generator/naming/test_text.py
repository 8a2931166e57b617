"""Text of the document where code may stand."""

from __future__ import annotations

import ast
import textwrap
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acme_ticketing_sandbox.samples.expressions import literal
from generator.naming.text import paragraphs, sentence, visible, wrapped

# Every code point, surrogates included, and the ones that end strings and lines more often.
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=())),
    st.text(alphabet="\"'\\\n\r\t\0{}%#Nxu \u202e\u2028\ufeff\ud800"),
)


@given(TEXT)
@example('"""+__import__("os").system("x")+"""')
@example("\\N{DOLLAR SIGN}")
@example("\ud83c")
@example("\x85\u2028\u2029\x1c")
def test_a_literal_is_the_text_and_nothing_else(text: str):
    """Python reads back exactly the text, from one line without hidden characters."""
    written = literal(text)
    assert ast.literal_eval(written) == text
    assert len(written.splitlines()) == 1
    assert all(unicodedata.category(character)[0] != "C" for character in written)


@pytest.mark.parametrize(
    "value", [None, True, False, 0, -1, 1.5, "a", (), ("a",), ("a", "b"), (("a",), ("b", "c"))]
)
def test_literals_of_other_values(value: object):
    """Constants, numbers and tuples of literals are written so that Python reads them back."""
    assert ast.literal_eval(literal(value)) == value


@pytest.mark.parametrize("value", [[], {}, object(), b"bytes"])
def test_no_literal_of_anything_else(value: object):
    """What could hold more than it shows is no literal."""
    with pytest.raises(TypeError, match="no literal for"):
        literal(value)


@given(TEXT)
@example('ends with a quote"')
@example("ends with a backslash\\")
@example('"""')
@example("\\" * 7 + '"' * 7)
def test_a_sentence_stays_inside_its_docstring(text: str):
    """A docstring or comment made of a sentence holds the sentence; nothing of it is code."""
    made = sentence(text)
    assert "\n" not in made
    tree = ast.parse(f'def f():\n    """{made}"""\n    # {made}\n    return 1\n')
    (function,) = tree.body
    assert isinstance(function, ast.FunctionDef)
    assert [type(statement) for statement in function.body] == [ast.Expr, ast.Return]
    docstring = ast.get_docstring(function, clean=False)
    assert docstring == made.replace("\\\\", "\\")


@given(TEXT, st.integers(0, 12), st.integers(0, 4))
def test_wrapping_a_sentence_leaves_it_harmless(text: str, indent: int, hanging: int):
    """Wrapped lines of a sentence still end nowhere but at the end of the docstring."""
    made = wrapped(sentence(text), indent, hanging)
    source = f'def f():\n    """{made}"""\n    return 1\n'
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    assert len(function.body) == 2
    assert made.split() == sentence(text).split()


@given(TEXT)
def test_nothing_hidden_remains_visible(text: str):
    """Characters that control others (bidirectional marks, joiners, controls) become a mark."""
    made = visible(text)
    assert len(made) == len(text)
    assert all(unicodedata.category(character)[0] != "C" or character == "\n" for character in made)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two\n   lines", "two lines"),
        ('say "hello"', "say 'hello'"),
        ('a """quote"""', "a '''quote'''"),
        ("back\\slash", "back\\\\slash"),
        ("\u202eevil", "\N{REPLACEMENT CHARACTER}evil"),
        ("naïve café", "naïve café"),
        ("", ""),
        (" \n\t ", ""),
    ],
)
def test_sentences_by_example(text: str, expected: str):
    """Ordinary text reads on as it was, on one line."""
    assert sentence(text) == expected


def test_paragraphs_are_told_by_empty_lines():
    """Each paragraph is a sentence of its own; empty ones vanish."""
    assert paragraphs("One\nline.\n\n\n\nTwo.\n") == ["One line.", "Two."]
    assert paragraphs("  ") == []


def test_lines_are_as_long_as_the_layout_allows():
    """Lines fill up to the width, later lines are indented, long words stay whole."""
    made = wrapped(sentence("word " * 60 + "x" * 200), 8, 4)
    first, *rest = made.splitlines()
    assert len(" " * 8 + first) <= 92
    assert all(line.startswith(" " * 12) for line in rest)
    assert textwrap.dedent(rest[-1]) == "x" * 200
