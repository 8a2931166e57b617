from acme_ticketing_core.auth.credentials import ApiKey as ApiKey
from acme_ticketing_core.auth.credentials import Credential as Credential
from acme_ticketing_core.auth.credentials import EmailLogin as EmailLogin
from acme_ticketing_core.auth.credentials import PublishableKey as PublishableKey
from acme_ticketing_core.auth.credentials import SessionToken as SessionToken
from acme_ticketing_core.auth.credentials import UserNameLogin as UserNameLogin
from acme_ticketing_core.changes.cursor import Batch as Batch
from acme_ticketing_core.changes.cursor import Cursor as Cursor
from acme_ticketing_core.changes.listing import Found as Found
from acme_ticketing_core.client.raw import Preview as Preview
from acme_ticketing_core.client.raw import RawAnswer as RawAnswer
from acme_ticketing_core.edits.journal import EditJournal as EditJournal
from acme_ticketing_core.edits.journal import JournalEntry as JournalEntry
from acme_ticketing_core.errors import AcmeError as AcmeError
from acme_ticketing_core.models.model import Model as Model
from acme_ticketing_core.observability.drift import Drift as Drift
from acme_ticketing_core.observability.hooks import Attempt as Attempt
from acme_ticketing_core.observability.hooks import Result as Result
from acme_ticketing_core.observability.hooks import Retrying as Retrying
from acme_ticketing_core.operations.options import CallOptions as CallOptions
from acme_ticketing_core.operations.options import Priority as Priority
from acme_ticketing_core.pagination.pages import AsyncItems as AsyncItems
from acme_ticketing_core.pagination.pages import AsyncListing as AsyncListing
from acme_ticketing_core.pagination.pages import AsyncPage as AsyncPage
from acme_ticketing_core.pagination.pages import Page as Page
from acme_ticketing_core.purchases.facts import Bought as Bought
from acme_ticketing_core.purchases.facts import NotFound as NotFound
from acme_ticketing_core.purchases.facts import Settled as Settled
from acme_ticketing_core.purchases.facts import Undecided as Undecided
from acme_ticketing_core.rate_limit.fallback import (
    StoreUnavailableWarning as StoreUnavailableWarning,
)
from acme_ticketing_core.rate_limit.gate import Budget as Budget
from acme_ticketing_core.rate_limit.gate import GateReading as GateReading
from acme_ticketing_core.rate_limit.gate import Waiting as Waiting
from acme_ticketing_core.rate_limit.gate import reopen_gates as reopen_gates
from acme_ticketing_core.rate_limit.memory import MemoryStore as MemoryStore
from acme_ticketing_core.rate_limit.redis import RedisStore as RedisStore
from acme_ticketing_core.rate_limit.sqlite import SqliteStore as SqliteStore
from acme_ticketing_core.rate_limit.store import Store as Store
from acme_ticketing_core.rate_limit.store import StoreUnavailableError as StoreUnavailableError
from acme_ticketing_core.reports.report import Report as Report
from acme_ticketing_core.reports.reports import AsyncPendingReport as AsyncPendingReport
from acme_ticketing_core.reports.reports import PendingReport as PendingReport
from acme_ticketing_core.runtime.clock import Clock as Clock
from acme_ticketing_core.runtime.clock import SystemClock as SystemClock
from acme_ticketing_core.runtime.unset import UNSET as UNSET
from acme_ticketing_core.runtime.unset import Unset as Unset
from acme_ticketing_core.settings.environments import BaseUrl as BaseUrl
from acme_ticketing_core.settings.environments import Environment as Environment
from acme_ticketing_core.settings.environments import Production as Production
from acme_ticketing_core.settings.environments import Sandbox as Sandbox

from . import errors as errors
from . import models as models
from . import resources as resources
from . import spec as spec
from .async_client import AsyncAcmeClient as AsyncAcmeClient
from .client import AcmeClient as AcmeClient
from .definition import __version__ as __version__

__all__ = [
    "__version__",
    "AcmeClient",
    "AcmeError",
    "ApiKey",
    "AsyncAcmeClient",
    "AsyncItems",
    "AsyncListing",
    "AsyncPage",
    "AsyncPendingReport",
    "Attempt",
    "BaseUrl",
    "Batch",
    "Bought",
    "Budget",
    "CallOptions",
    "Clock",
    "Credential",
    "Cursor",
    "Drift",
    "EditJournal",
    "EmailLogin",
    "Environment",
    "Found",
    "GateReading",
    "JournalEntry",
    "MemoryStore",
    "Model",
    "NotFound",
    "Page",
    "PendingReport",
    "Preview",
    "Priority",
    "Production",
    "PublishableKey",
    "RawAnswer",
    "RedisStore",
    "reopen_gates",
    "Report",
    "Result",
    "Retrying",
    "Sandbox",
    "SessionToken",
    "Settled",
    "SqliteStore",
    "Store",
    "StoreUnavailableError",
    "StoreUnavailableWarning",
    "SystemClock",
    "Undecided",
    "UNSET",
    "Unset",
    "UserNameLogin",
    "Waiting",
    "errors",
    "models",
    "resources",
    "spec",
]
