"""Customers, organizations, their contacts and their addresses."""

from __future__ import annotations

from acme_ticketing import AcmeClient, models

from .table import Arguments, arguments, example_body, first


def organization(client: AcmeClient) -> models.Organization:
    """Return an organization of the seed."""
    return first(client.b2b.organizations.list())


@arguments("b2b.customers.advancedSearch")
def _a_name(_client: AcmeClient) -> Arguments:
    return {"last_name": "a"}


@arguments("b2b.organizations.get")
@arguments("b2b.organizationContacts.list", "b2b.organizationContacts.getPrimary")
@arguments("b2b.organizationAddresses.list", "b2b.organizationAddresses.getPrimary")
def _an_organization(client: AcmeClient) -> Arguments:
    return {"id": organization(client).id}


@arguments("b2b.organizations.create")
def _a_new_organization(_client: AcmeClient) -> Arguments:
    return {"body": example_body("b2b.organizations.create")}


@arguments("b2b.organizations.replace")
def _a_changed_organization(client: AcmeClient) -> Arguments:
    changed = organization(client)
    changed.phone_number = "602-555-0188"
    return {"body": changed}


@arguments("b2b.organizationContacts.create")
def _a_new_contact(client: AcmeClient) -> Arguments:
    body = models.OrganizationContact(first_name="Carl", last_name="Contact", email="c@example.com")
    return {**_an_organization(client), "body": body}


@arguments("b2b.organizationContacts.get")
def _a_contact(client: AcmeClient) -> Arguments:
    where = _an_organization(client)
    return {**where, "contact_id": first(client.b2b.organization_contacts.list(**where)).id}


@arguments("b2b.organizationContacts.replace")
def _a_changed_contact(client: AcmeClient) -> Arguments:
    where = _an_organization(client)
    changed = first(client.b2b.organization_contacts.list(**where))
    changed.title = "Head of visits"
    return {**where, "body": changed}


@arguments("b2b.organizationContacts.delete")
def _a_contact_to_delete(client: AcmeClient) -> Arguments:
    new = _a_new_contact(client)
    return {"id": new["id"], "contact_id": client.b2b.organization_contacts.create(**new).id}


@arguments("b2b.organizationAddresses.create")
def _a_new_address(client: AcmeClient) -> Arguments:
    body = models.OrganizationAddress(street_address1="1 Side Street", city="Phoenix", state="AZ")
    return {**_an_organization(client), "body": body}


@arguments("b2b.organizationAddresses.get", "b2b.organizationContacts.listByAddress")
def _an_address(client: AcmeClient) -> Arguments:
    where = _an_organization(client)
    return {**where, "address_id": first(client.b2b.organization_addresses.list(**where)).id}


@arguments("b2b.organizationAddresses.replace")
def _a_changed_address(client: AcmeClient) -> Arguments:
    where = _an_organization(client)
    changed = first(client.b2b.organization_addresses.list(**where))
    changed.suburb = "Midtown"
    return {**where, "body": changed}


@arguments("b2b.organizationAddresses.delete")
def _an_address_to_delete(client: AcmeClient) -> Arguments:
    new = _a_new_address(client)
    return {"id": new["id"], "address_id": client.b2b.organization_addresses.create(**new).id}


def _customer(client: AcmeClient) -> models.Customer:
    return first(client.b2b.customers.list(include_address=True))


@arguments("b2b.customers.get")
def _a_customer(client: AcmeClient) -> Arguments:
    return {"id": _customer(client).id}


@arguments("b2b.customers.replace")
def _a_changed_customer(client: AcmeClient) -> Arguments:
    changed = _customer(client)
    changed.address = [models.Address(state="ND", zip_code="58503", country="United States")]
    return {"body": changed}
