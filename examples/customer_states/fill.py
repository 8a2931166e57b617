"""Give customers without an address the state that their ZIP code lies in.

    pip install 'acme-ticketing[cli]'
    python fill.py 2026-10-01 2026-10-31    # whoever bought something then
    acme edits undo filled.jsonl            # take it all back, but for what was changed since

`filled.jsonl` keeps each customer before and after: personal data; delete it when it is of no use.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import datetime

from acme_ticketing import AcmeClient, EditJournal
from acme_ticketing.models import Address

# First three digits of a ZIP code → state; add those that your visitors come from.
STATES = {"041": "ME", "100": "NY", "554": "MN", "585": "ND", "591": "MT"}
FIELDS = "CustomerId", "ZipCode", "CustomerAddressState"
DEFINITION = {
    "queryExpression": {
        "collectionName": "Transactions",
        "groupFields": [{"fieldName": name} for name in FIELDS],
        "limit": 0,  # all of them
    }
}


def customers(client: AcmeClient, first: str, last: str) -> Iterator[tuple[int, str]]:
    """Give who bought something in a period and has no state: the id, and the ZIP code."""
    start, end = (datetime.fromisoformat(each).astimezone() for each in (first, f"{last}T23:59:59"))
    report = client.b2b.reports.run_chunked(  # by months, as heavy reports end in a 504
        DEFINITION, start=start, end=end, by="month", date_range_field="TransactionDate"
    )
    for number, zip_code, state in map(dict.values, report):
        if number and zip_code and not state:
            # What reports call CustomerId is not the id; a search finds it, and perhaps others.
            found = list(client.b2b.customers.list(search=number))
            if len(found) == 1 and found[0].id:
                yield found[0].id, zip_code


def main(first: str, last: str) -> None:
    """Write one customer after the other; the first surprise is an error, and ends the program."""
    journal = EditJournal("filled.jsonl")
    with AcmeClient(priority="bulk") as client:  # whoever sells tickets goes first
        for customer_id, zip_code in customers(client, first, last):
            usual = re.fullmatch(r"\d{5}(-\d{4})?", zip_code)  # people type anything
            if usual and (state := STATES.get(zip_code[:3])):
                filled = Address(state=state, zip_code=zip_code, country="United States")
                with client.b2b.customers.edit(id=customer_id, journal=journal) as customer:
                    if not customer.address:  # else nothing is changed, so nothing is sent
                        customer.address = [filled]


main(*sys.argv[1:])
