"""What the sandbox is filled with, and the credentials that everybody may know."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..access.authentication import User
from ..specification.schemas import Schemas

TENANT_ID = 999
API_KEY = "demo-api-key-0000000000000000"
PUBLISHABLE_KEY = "demo-publishable-key-0000000000"
ORIGIN = "https://tickets.example.com"
EMAIL = "ops@example.com"
USER_NAME = "box-office"
PASSWORD = "demo-password"  # noqa: S105 - a demonstration's password is no secret

_user = partial(User, tenant_id=TENANT_ID, password=PASSWORD)
_SUPERUSER = ("user", "Superuser")
USERS = (
    _user(id=575, email=EMAIL, first_name="Olive", last_name="Operations", roles=_SUPERUSER),
    _user(id=576, user_name=USER_NAME, first_name="Bo", last_name="Office"),
)


def environ(url: str) -> dict[str, str]:
    """Give environment variables with which `AcmeClient()` and `acme` call a served sandbox.

    Args:
        url: where it is, as `served` gives it.

    """
    return {
        "ACME_API_KEY": API_KEY,
        "ACME_EMAIL": EMAIL,
        "ACME_ENVIRONMENT": url,
        "ACME_PASSWORD": PASSWORD,
        "ACME_PUBLISHABLE_KEY": PUBLISHABLE_KEY,
        "ACME_TENANT_ID": str(TENANT_ID),
    }


class SeedError(ValueError):
    """A seed cannot be used; the message says which, where and why in one line."""


@dataclass(frozen=True, slots=True)
class Seed:
    """What a venue begins with.

    Attributes:
        data: the content of a seed file; `seed.schema.json` in this package describes it.
        name: how errors call it.

    """

    data: dict[str, Any]
    name: str = "the built-in seed"

    @classmethod
    @cache
    def built_in(cls) -> Seed:
        """Return the seed that comes with the package: a museum in a harbour town."""
        return cls(_data("seed.json"))

    @classmethod
    def read(cls, path: Path | str) -> Seed:
        """Read a seed file: JSON, in the form of this package's `seed.json`.

        Raises:
            SeedError: it cannot be read, is no JSON, or has another form.

        """
        try:
            data = json.loads(Path(path).read_text(encoding="utf-8"))
        except OSError as error:
            raise SeedError(f"cannot read the seed file {path}: {error.strerror}") from error
        except ValueError as error:
            raise SeedError(f"the seed file {path} is no JSON: {error}") from error
        seed = cls(data, f"the seed file {path}")
        seed.check()
        return seed

    def check(self) -> None:
        """Hold the content against `seed.schema.json`; another form is a `SeedError`."""
        schema = _data("seed.schema.json")
        problems = Schemas(schema).problems(schema, self.data, "$")
        if problems:
            raise SeedError(f"{self.name} cannot be used: {'; '.join(problems[:3])}")


def entries(seed: Seed, section: str) -> list[dict[str, Any]]:
    """Return a section's entries, each with the defaults of what it leaves out."""
    return [{**defaults(section), **entry} for entry in seed.data.get(section, ())]


def defaults(kind: str) -> Any:
    """Return what holds where a seed says nothing of it, anew each time."""
    return _copied(_data("defaults.json")[kind])


def _copied(value: Any) -> Any:
    """Return a copy that has the same texts: `copy.deepcopy` takes far longer."""
    if isinstance(value, dict):
        return {name: _copied(each) for name, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value


@cache
def _data(name: str) -> dict[str, Any]:
    content = (files(__name__.rpartition(".")[0]) / name).read_bytes()
    loaded: dict[str, Any] = json.loads(content)
    return loaded
