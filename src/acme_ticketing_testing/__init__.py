"""A test kit for programs that call ACME (extra `sandbox`): the pytest fixture `acme_sandbox`.

    def test_checkout_survives_a_lost_answer(acme_sandbox):
        acme_sandbox.fault("closed", "b2c.checkout.create")
        client = acme_sandbox.client()
        ...
        assert [call.status for call in client.calls] == [200, 0, 409]

pytest loads `plugin` in every run in which this distribution is installed, so nothing here
imports the sandbox before the fixture is asked for.
"""
