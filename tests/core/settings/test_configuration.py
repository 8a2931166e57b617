"""Argument before environment before profile."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from acme_ticketing_core.auth.credentials import ApiKey, EmailLogin, SessionToken, UserNameLogin
from acme_ticketing_core.errors import InvalidArgument, KeyFileReadable, MissingCredentials
from acme_ticketing_core.settings.configuration import (
    Configuration,
    configuration,
    environment_named,
)
from acme_ticketing_core.settings.environments import BaseUrl, Production, Sandbox
from acme_ticketing_core.settings.profiles import config_file, read_profiles
from tests.core.world import GET_EVENT, Client

FILE = """
[profiles.default]
environment = "sandbox-10"
tenant_id = 999
api_key = "key-of-default"

[profiles.staging]
environment = "https://acme.example.com/api"
email = "ops@example.com"
password = "pw"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file with two profiles, that only its owner can read."""
    return written(tmp_path / "config.toml", FILE)


def written(file: Path, text: str) -> Path:
    """Write a file for its owner alone."""
    file.touch(mode=0o600)
    file.write_text(text, encoding="utf-8")
    return file


def found(file: Path, *, profile: str | None = None, **environ: str) -> Configuration:
    """Look for everything, with these variables and that file."""
    return configuration(profile=profile, environ={"ACME_CONFIG_FILE": str(file), **environ})


def keys(configuration: Configuration) -> list[str]:
    """Return every secret that was found."""
    credentials = configuration.credentials or ()
    return [secret.reveal() for each in credentials for secret in each.supplies.values()]


def test_the_default_profile_is_read(file: Path):
    """It needs no naming."""
    chosen = found(file)

    assert keys(chosen) == ["key-of-default"]
    assert repr(chosen.environment) == "Sandbox(10)"
    assert chosen.tenant_id == "999"
    assert chosen.sources["api_key"] == f"api_key in profile 'default' of {file}"


def test_each_setting_of_the_environment_goes_before_the_profile(file: Path):
    """What the environment leaves open the profile fills."""
    chosen = found(file, ACME_API_KEY="key-of-environment", ACME_TENANT_ID="7")

    assert keys(chosen) == ["key-of-environment"]
    assert chosen.tenant_id == "7"
    assert repr(chosen.environment) == "Sandbox(10)"
    assert chosen.sources["api_key"] == "ACME_API_KEY"


def test_a_profile_is_chosen_by_variable_or_argument(file: Path):
    """Named as an argument it goes before the environment's settings."""
    by_variable = found(file, ACME_PROFILE="staging", ACME_API_KEY="key-of-environment")
    by_argument = found(file, profile="default", ACME_API_KEY="key-of-environment")

    assert isinstance((by_variable.credentials or ())[1], EmailLogin)
    assert repr(by_variable.environment) == "BaseUrl('https://acme.example.com/api')"
    assert keys(by_argument) == ["key-of-default"]


def test_who_brings_credentials_is_not_led_elsewhere(file: Path):
    """The default profile of a home directory does not move a program that has its own key."""
    environ = {"ACME_CONFIG_FILE": str(file)}
    chosen = configuration(with_credentials=True, environ=environ)
    named = configuration(with_credentials=True, profile="default", environ=environ)

    assert (chosen.credentials, repr(chosen.environment)) == (None, "Production()")
    assert repr(named.environment) == "Sandbox(10)"


def test_arguments_go_first(file: Path):
    """Nothing overrides what the program says."""
    chosen = configuration(
        environment=Production(), tenant_id=1, environ={"ACME_CONFIG_FILE": str(file)}
    )

    assert repr(chosen.environment) == "Production()"
    assert chosen.tenant_id == 1


def test_logins_and_sessions_are_put_together(tmp_path: Path):
    """A user name needs a tenant; a kept session is used where no login could renew one."""
    nothing = tmp_path / "none.toml"
    by_name = found(nothing, ACME_USER_NAME="ops", ACME_PASSWORD="pw", ACME_TENANT_ID="9")
    by_token = found(nothing, ACME_SESSION_TOKEN="t")
    both = found(nothing, ACME_SESSION_TOKEN="t", ACME_EMAIL="a@example.com", ACME_PASSWORD="p")

    assert [type(each) for each in by_name.credentials or ()] == [UserNameLogin]
    assert [type(each) for each in by_token.credentials or ()] == [SessionToken]
    assert [type(each) for each in both.credentials or ()] == [EmailLogin]


def test_a_kept_session_belongs_to_its_profile(file: Path):
    """`acme login` writes it beside the profiles."""
    written(
        file.with_name("sessions.toml"),
        '[sessions.kiosk]\nsession_token = "t1"\nsession_expires_at = 2030-01-01T00:00:00Z\n',
    )
    chosen = found(file, profile="kiosk")

    assert keys(chosen) == ["t1"]


def test_a_command_gives_the_key(tmp_path: Path):
    """Its first line is the key; it runs only where the key is looked for."""
    program = f"{sys.executable} -c \"print('from-the-vault')\""
    file = written(tmp_path / "c.toml", f"[profiles.default]\napi_key_command = '''{program}'''\n")

    assert keys(found(file)) == ["from-the-vault"]
    assert keys(found(file, ACME_API_KEY="k")) == ["k"]


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ('["no-such-program-here"]', "there is no program"),
        (f'["{sys.executable}", "-c", "raise SystemExit(3)"]', "failed with exit status 3"),
        (f'["{sys.executable}", "-c", ""]', "printed nothing"),
        ("7", "is a command line"),
    ],
)
def test_a_command_that_fails_says_so(tmp_path: Path, command: str, reason: str):
    """The message names profile and setting, never output."""
    file = written(tmp_path / "c.toml", f"[profiles.default]\napi_key_command = {command}\n")

    with pytest.raises(InvalidArgument, match=f"profile 'default'.*api_key_command.*{reason}"):
        found(file)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[profiles.default\n", "is no TOML"),
        ('[profiles.default]\napi-key = "k"\n', r"\[profiles.default\] has api-key; a profile may"),
        ('api_key = "k"\n', r"everything stands under \[profiles.NAME\]"),
        ("[profiles]\ndefault = 1\n", r"\[profiles.default\] is no table"),
        ('[profiles.default]\nenvironment = "moon"\n', "it is production, sandbox-10"),
        ('[profiles.default]\nsession_token = "t"\nsession_expires_at = "soon"\n', "is no time"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(tmp_path: Path, text: str, reason: str):
    """File and place are named in one line."""
    with pytest.raises(InvalidArgument, match=reason):
        found(written(tmp_path / "c.toml", text))


def test_a_profile_that_is_missing_is_told_with_those_there_are(file: Path):
    """A typo is seen at a glance."""
    with pytest.raises(InvalidArgument, match=r"no profile 'stagging'.*there is default, staging"):
        found(file, ACME_PROFILE="stagging")


def test_a_secret_that_others_can_read_warns(file: Path):
    """The remedy is in the warning; a file without secrets may be open."""
    file.chmod(0o644)

    with pytest.warns(KeyFileReadable, match="chmod 600"):
        found(file)

    file.write_text('[profiles.default]\napi_key_command = "false"\n')
    assert found(file, ACME_API_KEY="k").sources["api_key"] == "ACME_API_KEY"


@pytest.mark.parametrize(
    ("text", "environment"),
    [
        ("production", Production()),
        ("sandbox-10", Sandbox(10)),
        (" https://acme.example.com ", BaseUrl("https://acme.example.com")),
    ],
)
def test_an_environment_has_a_name(text: str, environment: object):
    """One word, as variables and profiles have it."""
    assert repr(environment_named(text)) == repr(environment)


@pytest.mark.parametrize("text", ["", "sandbox", "sandbox-x", "Sandbox(10)", "sand10", "sandbox-٣"])
def test_what_is_no_environment_is_refused(text: str):
    """So is a sandbox without a number."""
    with pytest.raises(InvalidArgument):
        environment_named(text)


def test_a_client_finds_its_credentials(file: Path, monkeypatch: pytest.MonkeyPatch):
    """`Client()` is enough."""
    monkeypatch.setenv("ACME_CONFIG_FILE", str(file))

    assert repr(Client()) == "<Client Sandbox(10) with ApiKey>"
    assert repr(Client(profile="staging")).endswith("with EmailLogin>")
    assert repr(Client(ApiKey("k"))) == "<Client Production() with ApiKey>"
    assert repr(Client(())) == "<Client Production() with no credentials>"


def test_nothing_anywhere_names_all_three_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The error tells where the key was looked for."""
    monkeypatch.setenv("ACME_CONFIG_FILE", str(tmp_path / "config.toml"))

    with pytest.raises(MissingCredentials) as caught:
        Client().call(GET_EVENT, {"id": "1"})

    assert "x-acme-api-key (from credentials=ApiKey(…))" in caught.value.message
    assert "the environment variables (ACME_API_KEY, …)" in caught.value.message
    assert f"profile 'default' of {tmp_path / 'config.toml'}" in caught.value.message


def test_a_user_name_without_its_tenant_logs_nobody_in(tmp_path: Path):
    """The vendor knows user names within a tenant only."""
    file = written(tmp_path / "none.toml", "")
    login = {"ACME_USER_NAME": "ops", "ACME_PASSWORD": "pw"}

    assert found(file, **login).credentials == ()
    assert len(found(file, **login, ACME_TENANT_ID="999").credentials or ()) == 1


def test_what_was_found_prints_its_places_and_no_value(file: Path):
    """For `acme doctor` and debuggers."""
    chosen = found(file, ACME_TENANT_ID="7", ACME_API_KEY="hunter2")
    profiles = read_profiles({"ACME_CONFIG_FILE": str(file)})

    assert repr(chosen) == (
        f"<Configuration {{'environment': \"environment in profile 'default' of {file}\", "
        "'tenant_id': 'ACME_TENANT_ID', 'api_key': 'ACME_API_KEY'}>"
    )
    assert repr(profiles["staging"]) == "<Profile 'staging' with environment, email, password>"


def test_the_file_stands_where_the_system_keeps_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """`XDG_CONFIG_HOME`, else `.config` at home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for environ, folder in (({}, ".config"), ({"XDG_CONFIG_HOME": str(tmp_path / "x")}, "x")):
        place = tmp_path / folder / "acme"
        place.mkdir(parents=True)
        written(place / "config.toml", FILE)

        assert configuration(environ=environ).tenant_id == "999"
        assert config_file(environ) == place / "config.toml"


def test_a_command_that_cannot_run_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A folder is no program, and a program may take too long."""
    folder = f'[profiles.default]\napi_key_command = ["{tmp_path}"]\n'
    with pytest.raises(InvalidArgument, match="api_key_command failed: PermissionError"):
        found(written(tmp_path / "a.toml", folder))

    monkeypatch.setattr("acme_ticketing_core.settings.profiles._PATIENCE", 0.01)
    sleeping = f'["{sys.executable}", "-c", "import time; time.sleep(60)"]'
    with pytest.raises(InvalidArgument, match="api_key_command failed: TimeoutExpired"):
        found(written(tmp_path / "b.toml", f"[profiles.default]\napi_key_command = {sleeping}\n"))


def test_a_file_that_is_no_text_or_no_file_is_told(tmp_path: Path):
    """By its name; what is in it is not repeated."""
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xff\xfe")
    for unreadable in (file, tmp_path):
        with pytest.raises(InvalidArgument, match=f"cannot read {unreadable}"):
            found(unreadable)


def test_the_http_library_is_chosen_like_any_other_setting(tmp_path: Path) -> None:
    """Argument, environment, profile; httpx if nothing says otherwise."""
    file = tmp_path / "config.toml"
    file.write_text('[profiles.default]\nhttp = "httpx2"\n', encoding="utf-8")
    places = {"ACME_CONFIG_FILE": str(file)}

    assert configuration(environ={}).http == "httpx"
    assert configuration(environ=places).http == "httpx2"
    assert configuration(environ={**places, "ACME_HTTP": "httpx"}).http == "httpx"
    assert configuration(environ=places, http="auto").http == "httpx2"


def test_a_library_that_cannot_be_used_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first call, with what to do."""
    with pytest.raises(InvalidArgument, match=r"one of httpx, httpx2, auto, not 'requests'"):
        configuration(environ={}, http="requests")
    with pytest.raises(InvalidArgument, match="ACME_HTTP"):
        configuration(environ={"ACME_HTTP": "requests"})
    monkeypatch.setattr("acme_ticketing_core.transport.libraries.find_spec", lambda _: None)
    with pytest.raises(InvalidArgument, match=r"pip install 'acme-ticketing\[httpx2\]'"):
        configuration(environ={}, http="httpx2")
    assert configuration(environ={}, http="auto").http == "httpx"
