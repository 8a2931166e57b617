"""Where a client's settings come from: argument, else environment, else profile.

A profile that is named as an argument goes before the environment. A client that was given
credentials reads the file only if a profile is named, so that no home directory leads it elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from os import PathLike
from typing import Any, Final, NamedTuple, TypeVar

from acme_ticketing_core.auth.credentials import (
    ApiKey,
    Credential,
    EmailLogin,
    PublishableKey,
    SessionToken,
    UserNameLogin,
)
from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.models.reading import Tolerance
from acme_ticketing_core.operations.options import checked_truth
from acme_ticketing_core.redaction import frameless
from acme_ticketing_core.settings import environments
from acme_ticketing_core.settings.profiles import Profile, config_file, read_profile, shown
from acme_ticketing_core.transport.libraries import checked_http

T = TypeVar("T")


class Configuration(NamedTuple):
    """What was found for a client."""

    credentials: tuple[Credential, ...] | None  # in the order of trying; None: it was given its own
    environment: environments.Environment
    tenant_id: int | str | None
    tolerance: Tolerance
    drift_log: str | None
    http: str
    sources: Mapping[str, str]  # setting → where it was found, for people; never a value
    looked_in: str  # the places, in words, for the error that nothing fits

    def __repr__(self) -> str:
        return f"<Configuration {dict(self.sources)!r}>"


@frameless
def configuration(
    *,
    environment: environments.Environment | None = None,
    tenant_id: int | str | None = None,
    strict: bool | None = None,
    time_zone: tzinfo | str | None = None,
    drift_log: str | PathLike[str] | None = None,
    http: str | None = None,
    profile: str | None = None,
    with_credentials: bool = False,
    environ: Mapping[str, str] | None = None,
) -> Configuration:
    environ = os.environ if environ is None else environ
    if environment is not None:
        kinds = "Production(), Sandbox(10) or BaseUrl(…)"
        environments.checked_kind("environment", environment, environments.Environment, kinds)
    if profile is not None:
        environments.checked_text("profile", profile)
    named = profile or environ.get("ACME_PROFILE") or None
    if with_credentials and named is None:
        chosen = Profile("", config_file(environ), {})
    else:
        chosen = read_profile(named, environ)
    places = _Places(environ, chosen, profile_first=profile is not None)
    environment = places.find("environment", environment_named, environment)
    tenant_id = places.find("tenant_id", str, tenant_id)
    strict = places.find("strict", truth, strict)
    zone = places.find("time_zone", environments.checked_zone, time_zone)
    drift_log = places.find("drift_log", os.path.expanduser, drift_log)
    http = places.find("http", checked_http, http)
    return Configuration(
        credentials=None if with_credentials else places.credentials(tenant_id),
        environment=environment or environments.Production(),
        tenant_id=tenant_id,
        tolerance=Tolerance(
            strict=strict is not None and checked_truth("strict", strict),
            zone=environments.checked_zone(zone),
        ),
        drift_log=None if drift_log is None else environments.file_name("drift_log", drift_log),
        http=checked_http("httpx" if http is None else http),
        sources=places.found,
        looked_in=(
            "looked in the arguments, the environment variables (ACME_API_KEY, …) and "
            f"{chosen if chosen.name else shown(chosen.file) + ', no profile of which was named'}"
        ),
    )


@frameless
def environment_named(text: str) -> environments.Environment:
    name = text.strip()
    if name == "production":
        return environments.Production()
    kind, _, number = name.partition("-")
    if kind == "sandbox" and number.isascii() and number.isdecimal():
        return environments.Sandbox(int(number))
    if "://" in name:
        return environments.BaseUrl(name)
    if kind == "sandbox":
        raise InvalidArgument("a sandbox is named with its number, such as sandbox-10")
    raise InvalidArgument(f"{name!r} is no environment: it is production, sandbox-10 or https://…")


def truth(text: str) -> bool:
    if (found := _TRUTHS.get(text.strip().lower())) is None:
        raise InvalidArgument(f"strict is 1 or 0, not {text!r}")
    return found


_TRUTHS: Final = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


class _Places:
    """Looks a setting up, and notes where it was."""

    def __init__(
        self, environ: Mapping[str, str], profile: Profile, *, profile_first: bool
    ) -> None:
        self._environ = environ
        self._profile = profile
        self._from_profile = (True, False) if profile_first else (False, True)
        self.found: dict[str, str] = {}

    def find(self, setting: str, read: Callable[[str], T], given: Any = None) -> T | None:
        """Give what the first text that is found says, unless the setting was given."""
        value: T | None = given
        # When a session ends is said in a profile only.
        variable = "" if setting == "session_expires_at" else f"ACME_{setting.upper()}"
        for from_profile in self._from_profile if given is None else ():
            text = self._profile.get(setting) if from_profile else self._environ.get(variable)
            if text in (None, ""):
                continue
            where = f"{setting} in {self._profile}" if from_profile else variable
            self.found[setting] = where
            try:
                return read(str(text))
            except InvalidArgument as error:
                raise InvalidArgument(f"{where}: {error.message}") from None
        return value

    def credentials(self, tenant_id: int | str | None) -> tuple[Credential, ...]:
        """Give those of which all parts are found, in the order of trying."""
        found: list[Credential | None] = [
            self.find("api_key", ApiKey),
            self.find("publishable_key", PublishableKey),
        ]
        email, user_name = self.find("email", str), self.find("user_name", str)
        password = self.find("password", str) if email or user_name else None
        if password and email:
            found.append(self.find("email", lambda name: EmailLogin(name, password)))
        elif password and tenant_id is not None:
            found.append(
                self.find("user_name", lambda name: UserNameLogin(name, password, tenant_id))
            )
        else:
            ends = self.find("session_expires_at", _time)
            found.append(self.find("session_token", lambda token: SessionToken(token, ends)))
        return tuple(each for each in found if each is not None)


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise InvalidArgument("it is no time") from None
