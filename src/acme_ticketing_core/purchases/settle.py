"""Finding out what became of a purchase, without input or output."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Final, final

from acme_ticketing_core import errors
from acme_ticketing_core.models import json
from acme_ticketing_core.models.values import time_of_header, value_at, write_uuid
from acme_ticketing_core.operations.operation import (
    Ask,
    AsyncClient,
    Client,
    Conversation,
    Operation,
    Pause,
    SettledBy,
    as_data,
)
from acme_ticketing_core.operations.options import NO_OPTIONS, CallOptions
from acme_ticketing_core.purchases.facts import (
    Bought,
    Facts,
    NotFound,
    Settled,
    Undecided,
    body_data,
    moment,
    order_id,
    orders_at,
)
from acme_ticketing_core.runtime.clock import growing_pauses
from acme_ticketing_core.runtime.unset import UNSET

# Seconds of looking before nothing found means anything: a membership takes 10 to 15
# (api-facts/checkout.md, "Duration"), and what is stamped shows up later (observed.md).
WORKING_FOR: Final = 60.0
MOST_BLOCKED: Final = 300.0  # seconds of blocks that do not count, unless there is a deadline
LONG_AGO: Final = timedelta(minutes=10)  # no attempt is being worked on: one look is enough
CLOCKS_DIFFER_BY: Final = timedelta(minutes=5)  # an order so early may be the purchase's own
_FIRST_YEAR: Final = 1970
_SAME_PURCHASE: Final = timedelta(hours=1)  # a later order may be another, after one was lost
_SAME_TIME: Final = 2.0  # seconds between clocks: headers tell whole ones
_NO_TIME: Final = 0.001  # perhaps less than a clock of floats counts
_CART: Final = "shoppingCart"  # where a purchase's body has the cart, if it does not name it
_PERHAPS, _WELL, _CERTAINLY = 1, 2, 3
_LAST_LOOK: Final = 5.0
_PAGE: Final = 100
_MOST_PAGES: Final = 50


@final
class Purchase:
    """A purchase to look for, by the content of its request; it keeps no card."""

    def __init__(
        self,
        client: Client | AsyncClient,
        operation: Operation[Any],
        content: bytes | None,
        uuid: object,
        since: datetime,
        *,
        known: Iterable[Any] = (),
    ) -> None:
        if operation.settled_by is None:
            raise errors.InvalidArgument(
                f"{operation.id} is no purchase that the API can find again"
            )
        time: Any = since  # whatever their annotations promised
        orders: Any = known
        if not isinstance(time, datetime):
            raise errors.InvalidArgument(f"since: expected a datetime, not {type(time).__name__}")
        if not isinstance(orders, Iterable) or isinstance(orders, (str, bytes, Mapping)):
            raise errors.InvalidArgument("known_orders: expected a list of orders, or of their ids")
        if since.utcoffset() is None:
            raise errors.InvalidArgument(
                f"since: a datetime without a time zone names no moment: {since}; "
                "write datetime.now(UTC) when the purchase is first sent"
            )
        if since.year < _FIRST_YEAR:
            raise errors.InvalidArgument(f"since: nothing was sent in the year {since.year}")
        self._client: Final = client
        self._clock: Final = client.clock
        if since.timestamp() - self._clock.now() > CLOCKS_DIFFER_BY.total_seconds():
            raise errors.InvalidArgument(f"since: {since} lies ahead, so nothing was sent then")
        self._way: Final[SettledBy] = operation.settled_by
        self._facts: Final = Facts(body_data(content), self._way.purchase)
        self._cart = "" if self._facts.lines else self._facts.cart
        self._uuid: Final = "" if uuid is None else _as_uuid(uuid)
        self._told: Final = since.astimezone(UTC).replace(microsecond=0)
        self._since = self._told
        self._zone: tzinfo | None = None
        self._known: Final = frozenset(
            order_id(order) if isinstance(order, dict) else str(getattr(order, "id", order))
            for order in known
        )
        # What a look has found so far, if the rate limit ends it: orders, whether these are all,
        # and those that were read by their id.
        self._listed: tuple[list[Any], bool] | None = None
        self._read: dict[str, Any] = {}
        self._looked_at = since
        self._options = NO_OPTIONS
        if not (self._facts.emails or self._facts.telephones or self._facts.customers):
            raise errors.InvalidArgument(
                "body: nothing to search by; the purchase needs an e-mail address, a telephone "
                "number or a customer's last name"
            )

    def settle(self) -> Any:
        """Look for it; an asynchronous client's is awaited."""
        return self._client.hold(self.look_for())

    def _follow(self, server: datetime | None) -> None:
        """Follow the server's clock: it stamps orders, and `since` is by ours."""
        apart = 0.0 if server is None else server.timestamp() - self._clock.now()
        if abs(apart) > _SAME_TIME:
            self._since = self._told + timedelta(seconds=int(apart - _SAME_TIME))

    def _query(self) -> Mapping[str, Any]:
        """By contact, known to sort by `createdOn`; else all, which sort by `updatedOn`."""
        by = {"email": self._facts.email}
        if not self._facts.emails and self._facts.telephones:
            by = {"phone_number": self._facts.telephone}
        field = "createdOn" if any(by.values()) else "updatedOn"
        return {**by, "sort_field": field, "sort_direction": "desc", "page_size": _PAGE}

    def _judge(self, order: Any) -> int:
        """How an order fits: not (0), perhaps, well, certainly."""
        if order_id(order) in self._known:
            return 0
        facts = Facts(order, self._way.order, self._zone)
        if self._uuid and all(self._uuid in each.notes.lower() for each in (self._facts, facts)):
            return _CERTAINLY
        surely, perhaps = self._facts.differences(facts, self._uuid)
        if surely or (facts.time and facts.time < self._since - CLOCKS_DIFFER_BY):
            return 0
        in_time = facts.time and self._since <= facts.time <= self._since + _SAME_PURCHASE
        return _WELL if in_time and not perhaps else _PERHAPS

    def look_for(self, options: CallOptions | None = None) -> Conversation[Settled[Any]]:
        """Until exactly one order fits, or the server can no longer be working on it."""
        options, clock = options or NO_OPTIONS, self._clock
        given, blocks = WORKING_FOR, MOST_BLOCKED
        if isinstance(options.deadline, (int, float)):
            given, blocks = options.deadline, 0.0
        began = clock.monotonic()

        def left() -> float:
            return given - (clock.monotonic() - began)

        at_once = clock.now() - self._since.timestamp() > LONG_AGO.total_seconds()
        pauses = growing_pauses()
        pause = next(pauses)
        self._listed, self._read = None, {}
        while True:
            self._options = options.overridden_by(CallOptions(deadline=max(left(), _LAST_LOOK)))
            try:
                fits, perhaps, whole = yield from self._look()
            except (errors.Unauthorized, errors.Forbidden, errors.ConfigurationError) as error:
                return Undecided((), f"the orders cannot be searched: {error}", error)
            except errors.AcmeError as error:
                failed = f"the search failed: {error}"
                open_question: Undecided | None = Undecided((), failed, error)
                blocked = error.retry_at.timestamp() - clock.now() if error.retry_at else 0.0
                more = max(blocked, pause)
                may_pass = isinstance(error, errors.ServerError) or not isinstance(
                    error, (errors.StatusError, errors.DecodeError)
                )
                if blocked <= 0:
                    self._listed = None
                if more <= blocks and (blocked > 0 or (left() <= _NO_TIME and may_pass)):
                    # Time in which nothing could be seen does not count: a block of the rate limit,
                    # or a last look that failed.
                    yield Pause(more)
                    given, blocks = given + more, blocks - more
                    continue
            else:
                if len(fits) > 1:
                    return Undecided(
                        tuple(fits), f"{len(fits)} orders fit; name those that are known"
                    )
                if fits and whole:
                    answer = next(iter(self._way.read.answers.values()))
                    return Bought(answer.of.from_dict(fits[0], time_zone=self._zone))
                why = "an order fits, except in its time, contact, amount or tickets"
                if not whole:
                    why = (
                        "the search does not sort by time, and has too many pages to read them all"
                    )
                open_question = Undecided((*fits, *perhaps), why) if perhaps or not whole else None
            rest = left()
            if rest <= _NO_TIME or (at_once and open_question is None):
                break
            yield Pause(min(pause, rest))
            pause = next(pauses)
        if open_question is None and given < WORKING_FOR and not at_once:
            why = f"no order was found in {given:g} s, and the server may still be working on it"
            return Undecided((), why)
        return open_question or NotFound(self._looked_at)

    def _look(self) -> Conversation[tuple[list[Any], list[Any], bool]]:
        """Give orders that fit, that perhaps do, and whether these are all."""
        perhaps: list[Any] = []
        fits: list[Any] = []
        if self._listed is None:
            self._looked_at = datetime.fromtimestamp(self._clock.now(), UTC)
            self._listed = yield from self._search()
        orders, whole = self._listed
        for found in orders:
            if not self._judge(found):
                continue
            name = order_id(found)
            if name not in self._read:
                read = as_data(self._way.read)
                self._read[name] = yield Ask(read, {"id": name}, UNSET, self._options)
            order = self._read[name] if isinstance(self._read[name], dict) else found
            yield from self._read_cart()
            fit = self._judge(order)
            if fit == _CERTAINLY:
                return [order], [], True
            if fit:
                (fits if fit == _WELL else perhaps).append(order)
        self._listed = None
        return fits, perhaps, whole

    def _read_cart(self) -> Conversation[None]:
        """Once, and if it is still there."""
        if self._way.cart is None or not self._cart:
            return
        try:
            cart = yield Ask(as_data(self._way.cart), {"id": self._cart}, UNSET, self._options)
        except errors.RateLimited:
            raise
        except (errors.StatusError, errors.DecodeError, errors.UnexpectedAnswer):
            cart = None  # gone, as one is that was bought; that tells nothing
        self._cart = ""
        self._facts.read_lines({_CART: cart}, self._way.purchase)
        self._facts.unsure_lines = True

    def _search(self) -> Conversation[tuple[list[Any], bool]]:
        """Look whether the answer is sorted; one that is not is read to its end."""
        query, search = self._query(), as_data(self._way.search)
        orders: dict[str, Any] = {}
        before = datetime.max.replace(tzinfo=UTC)
        is_sorted, count = True, None
        for page in range(1, _MOST_PAGES + 1):
            try:
                came = yield Ask(search, {**query, "page": page}, UNSET, self._options, raw=True)
            except errors.NotFound:
                if page == 1 or isinstance(count, int):
                    raise
                break
            answer = came.value
            self._follow(time_of_header(came.headers.get("date")))
            self._zone = came.time_zone
            rows = orders_at(answer, self._way.items)
            new = {order_id(row): row for row in rows if order_id(row) not in orders}
            orders |= new
            count = value_at(answer, self._way.count)
            for row in rows:
                time = moment(row.get(query["sort_field"]), self._zone)
                is_sorted = is_sorted and time is not None and time <= before
                before = time or before
            too_old = is_sorted and before < self._since - CLOCKS_DIFFER_BY
            if not new or count == len(orders) or too_old:
                break
        else:
            return list(orders.values()), False
        return list(orders.values()), True


def settle(
    client: Client | AsyncClient,
    operation: Operation[Any],
    body: Any,
    *,
    request_uuid: object,
    since: datetime,
    known_orders: Iterable[Any] = (),
    options: CallOptions | None = None,
) -> Conversation[Settled[Any]]:
    content, uuid = json.dumps(body), _as_uuid(request_uuid)
    purchase = Purchase(client, operation, content, uuid, since, known=known_orders)
    return (yield from purchase.look_for(options))


def _as_uuid(uuid: Any) -> str:
    try:
        return write_uuid(uuid)
    except errors.InvalidArgument as error:
        raise errors.InvalidArgument(f"request_uuid: {error.message}") from None


def can_be_settled(
    client: Client | AsyncClient,
    doubt: errors.PurchaseInDoubt,
    operation: Operation[Any],
    content: bytes | None,
) -> None:
    """Keep for `settle` what the call knew, but no card."""
    if operation.settled_by is None or doubt.first_sent_at is None:
        return
    with suppress(errors.InvalidArgument):
        purchase = Purchase(client, operation, content, doubt.request_uuid, doubt.first_sent_at)
        doubt.settle_by(purchase.settle)
