"""The value of what was not given."""

from __future__ import annotations

import copy
import pickle

from acme_ticketing_core.runtime.unset import UNSET, Unset


def test_it_is_false_and_prints_as_its_name():
    """A field that was not given reads like nothing, in code and in text."""
    assert not UNSET
    assert (repr(UNSET), str(UNSET), f"{UNSET}") == ("UNSET", "UNSET", "UNSET")


def test_it_stays_itself_through_copies_and_pickles():
    """`is UNSET` still holds after a value went through copy, deepcopy and pickle."""
    assert copy.copy(UNSET) is UNSET
    assert copy.deepcopy([UNSET])[0] is UNSET
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(UNSET, protocol)) is UNSET


def test_there_is_only_one():
    """Its type has one value, which the name stands for."""
    assert list(Unset) == [UNSET]
    assert isinstance(UNSET, Unset)
