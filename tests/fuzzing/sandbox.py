"""Property-based tests of the served sandbox: Schemathesis reads the specification and attacks.

`make fuzz-sandbox` runs it. Every operation gets its examples, the edges of each schema, and
random requests, valid and not; every answer is held against the specification, and the sandbox is
strict with itself besides. The seed is fixed, so a finding can be had again.

One of Schemathesis's checks is off, `positive_data_acceptance`: a request that a schema allows may
still name an order that does not exist, and the sandbox says so with a 400, which is documented.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import as_file, files
from pathlib import Path

from acme_ticketing_sandbox import (
    API_KEY,
    EMAIL,
    ORIGIN,
    PASSWORD,
    PUBLISHABLE_KEY,
    TENANT_ID,
    Limits,
    LocalAcme,
    served,
)

UNLIMITED = Limits(b2b=10**9, b2c=10**9, cors=10**9)
SEED = 20200106
CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
HEADERS = {
    "x-acme-api-key": API_KEY,
    "x-acme-pub-api-key": PUBLISHABLE_KEY,
    "x-b2c-tenant-id": str(TENANT_ID),
    "x-acme-email": EMAIL,
    "x-acme-password": PASSWORD,
    "origin": ORIGIN,
}


def main() -> int:
    """Serve a sandbox, run Schemathesis against it, and return its exit status."""
    schemathesis = Path(sys.executable).parent / "schemathesis"
    sandbox = LocalAcme(strict=True, limits=UNLIMITED)
    document = files("acme_ticketing.spec") / "openapi.json"
    with served(sandbox) as url, as_file(document) as path:
        return subprocess.run(
            [
                str(schemathesis), "--config-file", str(CONFIGURATION), "run", str(path), "--url", url,
                "--phases", "examples,coverage,fuzzing", "--max-examples", "8",
                "--seed", str(SEED), "--generation-deterministic", "--no-color",
                "--exclude-checks", "positive_data_acceptance",
                *(f"--header={name}: {value}" for name, value in HEADERS.items()),
            ],
            check=False,
        ).returncode  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
