"""What the venue begins with: a seed file, read, checked and made into a state."""

from .populate import populate
from .seed import (
    API_KEY,
    EMAIL,
    ORIGIN,
    PASSWORD,
    PUBLISHABLE_KEY,
    TENANT_ID,
    USER_NAME,
    USERS,
    Seed,
    SeedError,
    environ,
)

__all__ = [
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
    "populate",
]
