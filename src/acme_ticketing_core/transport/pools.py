"""Connection pools over the connections of httpcore and httpcore2.

The cores' own pools keep for ever what an interrupted call did not give back. Here a call holds
its connection in a list, from which it goes back, or is closed, whatever interrupts the call.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Awaitable, Callable
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from acme_ticketing_core.errors import ClientClosed, InvalidArgument
from acme_ticketing_core.runtime.clock import Clock
from acme_ticketing_core.runtime.semaphore import finished, move
from acme_ticketing_core.transport.deadlines import ClosingBackend, DeadlineBackend
from acme_ticketing_core.transport.libraries import (
    HttpLibrary,
    library_named,
    library_of,
    proxy_for,
    ssl_context,
)

if TYPE_CHECKING:
    import httpx

KEPT_ALIVE: Final = 5.0  # seconds idle; a server drops it unannounced some time later


class Connections(NamedTuple):
    """What a client's pool of connections holds.

    Attributes:
        open: connections, those that are just being made included.
        idle: those of them that no call uses.
        waiting: calls that wait until another gives its connection back.

    """

    open: int = 0
    idle: int = 0
    waiting: int = 0

    @property
    def in_use(self) -> int:
        return self.open - self.idle


class _Pool:
    """Threads may share connections that no call uses; the library comes with the first call.

    What a program gives to send requests through is used instead of connections.
    """

    _kind = ""
    _method = "handle_request"
    _new_network: type[DeadlineBackend | ClosingBackend]

    def __init__(
        self,
        base_url: str,
        clock: Clock,
        given: object,
        ca_file: str | None = None,
        http: str = "httpx",
    ) -> None:
        if given is not None and not callable(getattr(given, self._method, None)):
            raise InvalidArgument(
                f"transport: {self._kind}AcmeClient needs one such as "
                f"httpx.{self._kind}HTTPTransport, with {self._method}; "
                f"{type(given).__name__} has none"
            )
        self._base_url: Final = base_url
        self._clock: Final = clock
        self._given: Final[Any] = given
        self._ca_file: Final = ca_file
        self._http: Final = http if given is None else library_of(given, http)
        self._maker: Any = None  # the core's pool, which only makes connections here
        self._lock = threading.Lock()
        self._in_use: Final[set[object]] = set()  # an object for each call; add, discard are atomic
        self._idle: Final[deque[Any]] = deque()
        self._closed = False

    @property
    def connections(self) -> Connections:
        idle = len(self._idle)
        return Connections(idle + len(self._in_use), idle)

    def _take(self, held: list[Any], origin: Any) -> None:
        """Put what a call may use at the end of its list, before it what is to be closed."""
        if len(self._idle) > 1:  # the only one is looked at below
            self._expire(held)
        while _moved(self._idle.pop, held):
            connection = held[-1]
            if connection.can_handle_request(origin) and not connection.has_expired():
                return
        if self._closed:  # another thread's `close` has overtaken this call
            raise ClientClosed("the client was closed during the call")
        held.append((self._maker or self._open()).create_connection(origin))

    def _open(self) -> Any:
        with self._lock:
            if self._maker is None:
                library = library_named(self._http)
                self._network: Any = self._new_network(self._clock, library.core)
                # The client counts connections itself, so there is no limit.
                settings: dict[str, Any] = {
                    "ssl_context": ssl_context(self._http, self._ca_file),
                    "max_connections": None,
                    "max_keepalive_connections": None,
                    "keepalive_expiry": KEPT_ALIVE,
                    "network_backend": self._network,
                }
                kind = "ConnectionPool"
                if (proxy := proxy_for(self._base_url)) is not None:
                    kind = "SOCKSProxy" if proxy.lower().startswith("socks") else "HTTPProxy"
                    through = library.http.Proxy(proxy)
                    settings["proxy_url"] = _plain(library, through.url)
                    settings["proxy_auth"] = through.raw_auth
                self._maker = getattr(library.core, f"{self._kind}{kind}")(**settings)
            return self._maker

    def _put_back(self, held: list[Any]) -> None:
        if held[-1].is_idle():
            move(held.pop, self._idle.append)
            if self._closed:  # perhaps just now, by another thread
                self._empty(held)

    def _empty(self, held: list[Any]) -> None:
        self._closed = True
        while _moved(self._idle.pop, held):
            continue

    def _expire(self, held: list[Any]) -> None:
        while _moved(self._idle.popleft, held):
            if not held[-1].has_expired():
                move(held.pop, self._idle.appendleft)
                return


def _moved(take: Callable[[], Any], held: list[Any]) -> bool:
    try:
        move(take, held.append)
    except IndexError:
        return False
    return True


class Pool(_Pool):
    """A pool of threads."""

    _new_network = DeadlineBackend

    def exchange(
        self,
        request: httpx.Request,
        read: Callable[[httpx.Response], bool],
        ends_at: float | None,
    ) -> httpx.Response:
        library = library_named(self._http)
        sent = _for_core(library, request)
        call, held = object(), list[Any]()
        try:
            self._in_use.add(call)
            self._take(held, sent.url.origin)
            for each in held[:-1]:
                each.close()
            self._network.ends_at = ends_at
            answer = held[-1].handle_request(sent)
            response = _from_core(library, answer)
            again = read(response)
            answer.close()
            if again:
                self._put_back(held)
        except Exception as error:
            _raise_named(library, error, held)
            raise
        finally:
            self._in_use.discard(call)
            for each in held:
                each.close()
        return response

    def close(self) -> None:
        held: list[Any] = []
        self._empty(held)
        for each in held:
            each.close()


class AsyncPool(_Pool):
    """A pool of the tasks of a loop."""

    _kind = "Async"
    _method = "handle_async_request"
    _new_network = ClosingBackend

    async def exchange(
        self, request: httpx.Request, read: Callable[[httpx.Response], Awaitable[bool]]
    ) -> httpx.Response:
        library = library_named(self._http)
        sent = _for_core(library, request)
        call, held = object(), list[Any]()
        try:
            self._in_use.add(call)
            self._take(held, sent.url.origin)
            await _closed(held[:-1])
            answer = await held[-1].handle_async_request(sent)
            response = _from_core(library, answer)
            again = await read(response)
            await answer.aclose()
            if again:
                self._put_back(held)
        except Exception as error:
            _raise_named(library, error, held)
            raise
        finally:
            self._in_use.discard(call)
            if held:
                await finished(_closed(held))
        return response

    async def close(self) -> None:
        held: list[Any] = []
        self._empty(held)
        await finished(_closed(held))


async def _closed(held: list[Any]) -> None:
    for each in held:
        await each.aclose()


def _for_core(library: HttpLibrary, request: httpx.Request) -> Any:
    return library.core.Request(
        method=request.method,
        url=_plain(library, request.url),
        headers=request.headers.raw,
        content=request.stream,
        extensions=request.extensions,
    )


def _from_core(library: HttpLibrary, answer: Any) -> httpx.Response:
    response: httpx.Response = library.http.Response(
        answer.status,
        headers=answer.headers,
        stream=library.stream(answer.stream),
        extensions=answer.extensions,
    )
    return response


def _plain(library: HttpLibrary, url: httpx.URL) -> Any:
    return library.core.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )


def _raise_named(library: HttpLibrary, error: Exception, held: list[Any]) -> None:
    http, package = library.http, type(error).__module__.partition(".")[0]
    if package == "socksio":  # what the core lets through, and leaves the connection open
        frames = (frame.f_locals for frame, _ in walk_tb(error.__traceback__))
        held += [each["stream"] for each in frames if "stream" in each]
        raise http.ProxyError(str(error)) from error
    # An error of the core has the same name.
    kind = getattr(http, type(error).__name__, None)
    if kind is None or package != library.core.__name__:
        return
    # While its tunnel is made, a proxy is sent nothing of the request.
    broken = http.ReadError, http.ReadTimeout, http.RemoteProtocolError, http.WriteError
    if issubclass(kind, (*broken, http.WriteTimeout)) and _has_no_tunnel(held[-1]):
        kind = http.ProxyError
    raise kind(str(error)) from error


def _has_no_tunnel(connection: Any) -> bool:
    # Only private attributes tell. Where the core has none, the request may have been sent.
    if getattr(connection, "_connected", True) is False:  # an HTTP proxy's
        return True
    return getattr(connection, "_connection", connection) is None  # a SOCKS proxy's
