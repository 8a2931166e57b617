"""A signal handler that raises in the main thread, when another thread wants it to.

Two things keep Python from raising at once, or at all, and neither is ours:

- A signal that arrives after the interpreter has last looked for one, and before a system call has
  begun, does not end that call. A server of the same process that interrupts its client meets this
  moment once in some hundred times on a busy machine. So it is sent until the handler has run.
- What a handler raises while a callback of the garbage collector runs is dropped, as everything
  that such a callback raises; Hypothesis has one. So there is no collection meanwhile.
"""

from __future__ import annotations

import gc
import signal
import threading
from types import TracebackType
from typing import Final, Self


class Interrupts:
    """Raises in the main thread, for the length of a block.

    Args:
        raised: what the handler raises.
        number: by which signal.

    """

    def __init__(
        self, raised: type[BaseException] = KeyboardInterrupt, number: int = signal.SIGINT
    ) -> None:
        self._raised: Final = raised
        self._number: Final = number
        self._wanted = False
        self._ran = threading.Event()
        self._main = threading.main_thread().ident

    def interrupt(self) -> None:
        """Have the handler raise once; called in another thread."""
        assert self._main is not None
        self._ran.clear()
        self._wanted = True
        while not self._ran.is_set():
            signal.pthread_kill(self._main, self._number)
            self._ran.wait(0.1)

    def __enter__(self) -> Self:
        gc.disable()
        self._before = signal.signal(self._number, self._handle)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        signal.signal(self._number, self._before)
        gc.enable()

    def _handle(self, *_: object) -> None:
        wanted, self._wanted = self._wanted, False
        self._ran.set()
        if wanted:  # and not sent once too often
            raise self._raised
