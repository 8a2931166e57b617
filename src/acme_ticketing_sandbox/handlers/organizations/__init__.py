"""Organizations that buy from the venue, with addresses and contacts."""

from . import organization_addresses, organization_contacts, organizations

__all__ = ["organization_addresses", "organization_contacts", "organizations"]
