"""A short run of `make fuzz`, and that it would find what it looks for."""

from __future__ import annotations

import pytest

from acme_ticketing import models
from acme_ticketing_core.models.codec import read_any
from tests.fuzzing import codec, documents


def test_damaged_documents_are_refused_or_read_as_they_are(capsys: pytest.CaptureFixture[str]):
    """Forty documents for every model."""
    assert codec.main(cases=40, seed=1) == 0
    assert "documents for" in capsys.readouterr().out


def test_hostile_texts_do_nothing(capsys: pytest.CaptureFixture[str]):
    """Twenty specifications; one that is generated is imported."""
    assert documents.main(documents=20, seed=1) == 0
    assert "of which 1 packages were imported" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b'{"id": 7}', "is not of type 'string'"),
        (b'{"startTime": 7}', "startTime"),
    ],
)
def test_a_model_that_took_anything_would_be_found(content: bytes, complaint: str):
    """The oracle knows the types that the specification gives."""

    class Event(models.Event):
        """A model that believes everything."""

        @classmethod
        def decode(cls, data: dict[str, object], /) -> Event:
            event = cls()
            event.unknown_fields = read_any(data)
            return event

    result, wrong = codec.check(Event, content, codec.Oracle())

    assert result == "read"
    assert complaint in " ".join(wrong)
