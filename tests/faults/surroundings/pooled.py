"""`ProcessPoolExecutor`: a client of the module, and one that is handed over.

python -m tests.faults.surroundings.pooled URL spawn|fork
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

from acme_ticketing import AcmeClient, ApiKey, BaseUrl

URL = os.environ.setdefault("ACME_TEST_URL", sys.argv[1] if len(sys.argv) > 1 else "")
CLIENT = AcmeClient(ApiKey("k" * 32), environment=BaseUrl(URL))


def work(_number: int) -> int:
    """Call with the client of the module, in whatever process."""
    return len(CLIENT.b2b.price_lists.list())


if __name__ == "__main__":
    CLIENT.b2b.price_lists.list()
    context = multiprocessing.get_context(sys.argv[2])
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        print(*pool.map(work, range(6)))  # noqa: T201
        try:
            pool.submit(CLIENT.b2b.price_lists.list).result()
        except TypeError as error:
            print(error)  # noqa: T201
