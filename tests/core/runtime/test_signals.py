"""What a signal handler raises is told from what the system says."""

from __future__ import annotations

import signal
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from acme_ticketing_core.runtime.process import raised_by_handler


def handler(*_: object) -> None:
    """Raise what the network raises, too."""
    raise TimeoutError


def deeper(*_: object) -> None:
    """Raise by way of another function."""
    handler()


class Alarm:
    """Handlers may be methods, and things that are called."""

    def ring(self, *_: object) -> None:
        """Raise."""
        raise TimeoutError

    def __call__(self, *_: object) -> None:
        """Raise as well."""
        raise TimeoutError


@pytest.mark.parametrize(
    "how", [handler, deeper, partial(handler, 1), Alarm().ring, Alarm(), partial(Alarm(), 1)]
)
def test_an_error_of_a_handler_is_known(how: Callable[..., Any]) -> None:
    """However it is written."""
    before = signal.signal(signal.SIGUSR1, how)
    try:
        with pytest.raises(TimeoutError) as raised:
            signal.raise_signal(signal.SIGUSR1)
        assert raised_by_handler(raised.value)
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert not raised_by_handler(raised.value)


def test_another_error_is_none() -> None:
    """Nor is one that was never raised."""
    with pytest.raises(TimeoutError) as raised:
        handler()

    assert not raised_by_handler(raised.value)
    assert not raised_by_handler(TimeoutError())
