"""Organizations that buy from the venue, with addresses and contacts."""

from . import organization_addresses, organization_contacts, organizations
