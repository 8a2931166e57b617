"""A local ACME: stateful, strict about headers, and ready to fail on demand.

    from acme_ticketing_sandbox import API_KEY, LocalAcme, Request

    acme = LocalAcme()
    headers = {"x-acme-api-key": API_KEY}
    reply = acme.handle(Request.of("GET", "/v2/b2b/event/instances", headers=headers))

Requests reach it by `LocalAcme.handle` itself, by `SandboxTransport` from httpx clients in the same
process, and by HTTP on loopback: `served` in a program, `python -m acme_ticketing_sandbox` in a
shell. With pytest, the fixture `acme_sandbox` gives each test an `AcmeSandbox` of its own:

    def test_checkout_survives_a_lost_answer(acme_sandbox):
        acme_sandbox.fault("closed", "b2c.checkout.create")
        client = acme_sandbox.client()
        ...
        assert [call.status for call in client.calls] == [200, 0, 409]
"""

from acme_ticketing_core.runtime.lazy import lazy_exports

# pytest imports this package in every run in which it is installed: it must cost next to nothing.
__getattr__, __dir__, __all__ = lazy_exports(
    __name__,
    {
        ".access.authentication": ["User"],
        ".access.rate_limits": ["Limits"],
        ".clock": ["AdjustableClock", "Clock", "VirtualClock"],
        ".faults": ["Fault"],
        ".http.messages": ["RecordedCall", "Reply", "Request"],
        ".local_acme": ["LocalAcme"],
        ".state.behaviour": ["Behaviour", "Duplicates"],
        ".seed.seed": [
            "API_KEY",
            "EMAIL",
            "ORIGIN",
            "PASSWORD",
            "PUBLISHABLE_KEY",
            "TENANT_ID",
            "USERS",
            "USER_NAME",
            "Seed",
            "SeedError",
            "environ",
        ],
        ".specification.validation": ["SpecificationDeviation"],
        ".testing.acme_sandbox": ["AcmeSandbox"],
        ".testing.recording": ["AsyncRecordingClient", "RecordingClient", "SentCall"],
        ".transports.in_process": ["SandboxTransport"],
        ".transports.server": ["ServerError", "serve", "served"],
        ".unlike": ["Difference", "Unlike"],
    },
)
