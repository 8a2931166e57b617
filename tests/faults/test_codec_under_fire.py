"""A short run of `make fuzz`, and that it would find what it looks for."""

from __future__ import annotations

import pytest

from acme_ticketing import models
from tests.fuzzing import codec, documents


def test_damaged_documents_are_refused_or_read_as_they_are(capsys: pytest.CaptureFixture[str]):
    """Forty documents for every model."""
    assert codec.main(cases=40, seed=1) == 0
    assert "documents for" in capsys.readouterr().out


def test_hostile_texts_do_nothing(capsys: pytest.CaptureFixture[str]):
    """Twenty specifications; one that is generated is imported."""
    assert documents.main(documents=20, seed=1) == 0
    assert "of which 1 packages were imported" in capsys.readouterr().out


def test_a_model_that_loses_something_would_be_found():
    """What is written back is held against what came."""

    class Event(models.Event):
        """A model that forgets what it does not know."""

        def to_dict(self) -> dict[str, object]:
            """Leave out what the specification does not say."""
            self.unknown_fields.clear()
            return super().to_dict()

    assert codec.check(Event, b'{"name": "A"}') == ("read strictly", [])
    result, wrong = codec.check(Event, b'{"name": "A", "vendorAddition": 1}')

    assert result == "read strictly"
    assert "what was read is not written back" in wrong
