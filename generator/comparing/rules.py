"""Which changes of the specification there are, and what each costs those who use the client.

A rule has one level for what consumers send and one for what they are given: a field that becomes
optional is a relief in a request and a break in an answer. Rules about operations have one level.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """What a change costs, as the part of a version that it moves."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    def __str__(self) -> str:
        return self.name.lower()


PATCH, MINOR, MAJOR = Level.PATCH, Level.MINOR, Level.MAJOR


@dataclass(frozen=True)
class Rule:
    """One kind of change."""

    name: str  # its kebab-case name
    sent: Level  # what it costs in what consumers send
    given: Level  # what it costs in what consumers are given
    text: str  # what happened; `{subject}`, `{old}` and `{new}` stand for the particulars
    to_send: str = ""  # what those who send it have to do, or empty
    to_read: str = ""  # what those who read it have to do, or empty


def _call(name: str, level: Level, text: str, advice: str = "") -> Rule:
    return Rule(name, level, level, text, advice)


_RULES = (
    # Of operations.
    _call("operation-added", MINOR, "{subject} is new: {new}"),
    _call("operation-removed", MAJOR, "{subject} is gone", "calls of it must go"),
    _call("operation-renamed", MAJOR, "{old} is now {subject}", "every call must use the new name"),
    _call("operation-moved", MAJOR, "{subject} is now {new} (was {old})",
          "older versions of this package call a place that is gone"),
    _call("operation-deprecated", MINOR, "{subject} is deprecated", "plan to leave it"),
    _call("operation-restored", PATCH, "{subject} is no longer deprecated"),
    _call("parameter-added", MINOR, "{subject} is new and may be left out"),
    _call("parameter-added-required", MAJOR, "{subject} is new and required",
          "every call must give it"),
    _call("parameter-added-supplied", MINOR, "{subject} is new; the client supplies it"),
    _call("parameter-removed", MAJOR, "{subject} is gone", "calls that give it must drop it"),
    _call("parameter-became-required", MAJOR, "{subject} is now required",
          "every call must give it"),
    _call("parameter-became-optional", MINOR, "{subject} may now be left out"),
    _call("parameter-style-changed", MAJOR, "{subject} is written in another way: {new}",
          "older versions of this package write it wrongly"),
    _call("parameter-role-changed", MINOR, "{subject} has another role: {new}"),
    _call("idempotency-key-removed", MAJOR, "{subject} no longer guards the call",
          "an attempt whose answer is lost raises OutcomeUnknown"),
    _call("body-added", MINOR, "{subject} now takes a body, which may be left out"),
    _call("body-added-required", MAJOR, "{subject} now needs a body", "every call must give it"),
    _call("body-removed", MAJOR, "{subject} no longer takes a body", "calls must drop it"),
    _call("body-became-required", MAJOR, "the body of {subject} is now required",
          "every call must give it"),
    _call("body-became-optional", MINOR, "the body of {subject} may now be left out"),
    _call("body-media-type-changed", MAJOR, "{subject} takes {new} (was {old})",
          "older versions of this package send the wrong form"),
    _call("answer-added", MAJOR, "{subject} may also answer {new}",
          "code that uses its result must expect that"),
    _call("answer-removed", MAJOR, "{subject} no longer answers {old}",
          "code that waits for that answer waits in vain"),
    _call("answer-media-type-changed", MAJOR, "{subject} answers {new} (was {old})",
          "code that uses its result must be changed"),
    _call("answer-content-added", MINOR, "{subject} now returns something"),
    _call("answer-content-removed", MAJOR, "{subject} no longer returns anything",
          "code that uses its result must be changed"),
    _call("answer-may-be-empty", MAJOR, "{subject} may now return None",
          "code that uses its result must handle None"),
    _call("answer-never-empty", MINOR, "{subject} no longer returns None"),
    _call("error-added", MINOR, "{subject} may fail with {new}"),
    _call("error-removed", MINOR, "{subject} no longer names the failure {old}"),
    _call("answer-header-added", MINOR, "answers of {subject} carry the header {new}"),
    _call("answer-header-removed", MAJOR, "answers of {subject} lose the header {old}",
          "code that reads it reads nothing"),
    _call("credentials-added", MINOR, "{subject} can also be called with {new}"),
    _call("credentials-removed", MAJOR, "{subject} can no longer be called with {old}",
          "clients that have nothing else get MissingCredentials"),
    _call("credentials-reordered", MINOR, "{subject} prefers other credentials: {new}"),
    _call("pagination-added", MAJOR, "{subject} now returns pages",
          "code that uses its result must iterate over it"),
    _call("pagination-removed", MAJOR, "{subject} no longer returns pages",
          "code that iterates over its result must be changed"),
    _call("pagination-changed", MAJOR, "{subject} is paged in another way: {new} (was {old})",
          "older versions of this package miss pages"),
    _call("total-added", MINOR, "pages of {subject} now tell their total"),
    _call("total-removed", MAJOR, "pages of {subject} no longer tell their total",
          "code that reads it must handle None"),
    _call("polling-added", MINOR, "{subject} can now be waited for"),
    _call("polling-removed", MAJOR, "{subject} can no longer be waited for",
          "code that waits must ask by itself"),
    _call("polling-changed", MINOR, "{subject} is waited for in another way: {new}"),
    _call("session-opening-changed", MAJOR, "{subject} opens sessions in another way: {new}",
          "older versions of this package cannot log in"),
    _call("limit-changed", MINOR, "{subject} counts against the limit {new} (was {old})"),
    _call("replay-weakened", MAJOR, "{subject} is no longer repeated safely: {new} (was {old})",
          "an attempt whose answer is lost raises OutcomeUnknown"),
    _call("replay-strengthened", MINOR, "{subject} is now repeated safely: {new} (was {old})"),
    # Of the document.
    _call("server-added", MINOR, "there is a new server: {new}"),
    _call("server-removed", MAJOR, "a server is gone: {old}", "clients of it must move"),
    _call("server-changed", MAJOR, "{subject} is now {new} (was {old})",
          "older versions of this package call the old one"),
    _call("scheme-added", MINOR, "there is a new credential: `{new}`"),
    _call("scheme-removed", MAJOR, "a credential is gone: `{old}`", "clients need another one"),
    _call("scheme-changed", MAJOR, "the credential {subject} travels as {new} (was {old})",
          "older versions of this package send it where nobody looks"),
    # Of schemas.
    Rule("model-added", MINOR, MINOR, "{subject} is new"),
    Rule("model-removed", MAJOR, MAJOR, "{subject} is gone",
         "code that makes it must be changed", "code that names it must be changed"),
    Rule("property-added", MINOR, MINOR, "{subject} is new"),
    Rule("property-added-required", MAJOR, MINOR, "{subject} is new and required",
         "code that makes {owner} must give it"),
    Rule("property-removed", MAJOR, MAJOR, "{subject} is gone",
         "code that sets it must drop it", "code that reads it must be changed"),
    Rule("property-renamed", MAJOR, MAJOR, "{old} is now {subject}",
         "code that sets it must use the new name", "code that reads it must use the new name"),
    Rule("property-became-required", MAJOR, MINOR, "{subject} is now required",
         "code that makes {owner} must give it"),
    Rule("property-became-optional", MINOR, MAJOR, "{subject} is now optional",
         to_read="code that {use} it must handle UNSET"),
    Rule("property-deprecated", MINOR, MINOR, "{subject} is deprecated"),
    Rule("sensitivity-changed", MINOR, MINOR, "{subject} is {new} in logs and errors"),
    Rule("type-changed", MAJOR, MAJOR, "{subject} is {new} (was {old})",
         "code that gives it must give the other type", "code that {use} it must be changed"),
    Rule("type-widened", MINOR, MAJOR, "{subject} may now be {new} (was {old})",
         to_read="code that {use} it must expect both"),
    Rule("type-narrowed", MAJOR, MINOR, "{subject} is only {new} now (was {old})",
         "code that gives it must give what is left"),
    Rule("format-changed", MAJOR, MAJOR, "{subject} is {new} (was {old})",
         "code that gives it must give the other form", "code that {use} it must be changed"),
    Rule("format-hint-changed", MINOR, MINOR, "{subject} has the form {new} (was {old})"),
    Rule("became-nullable", MINOR, MAJOR, "{subject} may now be None",
         to_read="code that {use} it must handle None"),
    Rule("no-longer-nullable", MAJOR, MINOR, "{subject} is never None now",
         "code that sets it to None must leave it out"),
    Rule("enum-introduced", MAJOR, MINOR, "{subject} takes only {new} now",
         "code that gives anything else is refused"),
    Rule("enum-dropped", MAJOR, MAJOR, "{subject} may now be any value (was {old})",
         "code that names the type of its values must be changed",
         "code that knows every value must expect others"),
    Rule("enum-value-added", MINOR, MAJOR, "{subject} may now be {new}",
         to_read="code that knows every value must expect it"),
    Rule("enum-value-removed", MAJOR, MINOR, "{subject} is never {old} now",
         "code that gives it is refused"),
    Rule("known-value-added", MINOR, MINOR, "{subject} has the new known value {new}"),
    Rule("known-value-removed", MAJOR, MINOR, "{subject} no longer knows {old}",
         "code that gives it should expect a refusal"),
    Rule("enum-opened", MINOR, MAJOR, "{subject} may now be other values than the known ones",
         to_read="code that knows every value must expect others"),
    Rule("enum-closed", MAJOR, MINOR, "{subject} takes only the known values now",
         "code that gives anything else is refused"),
    Rule("bound-tightened", MAJOR, PATCH, "{subject} is held to {new} (was {old})",
         "code that goes beyond is refused"),
    Rule("bound-loosened", MINOR, MINOR, "{subject} is held to {new} (was {old})"),
    Rule("pattern-changed", MAJOR, MINOR, "{subject} has to match {new} (was {old})",
         "code that gives anything else is refused"),
    Rule("pattern-removed", MINOR, MINOR, "{subject} no longer has to match {old}"),
    Rule("default-changed", MINOR, PATCH, "{subject} left out means {new} (was {old})"),
    Rule("extra-fields-refused", MAJOR, MINOR, "{subject} takes no fields beyond the known ones",
         "code that adds fields is refused"),
    Rule("extra-fields-allowed", MINOR, MINOR, "{subject} may hold fields beyond the known ones"),
    Rule("alternative-added", MINOR, MAJOR, "{subject} may now also be {new}",
         to_read="code that {use} it must expect that"),
    Rule("alternative-removed", MAJOR, MINOR, "{subject} is never {old} now",
         "code that gives that is refused"),
    Rule("discriminator-changed", MAJOR, MAJOR, "{subject} is told apart by {new} (was {old})",
         "older versions of this package send the wrong mark",
         "older versions of this package read the wrong type"),
    Rule("keyword-changed", MAJOR, MAJOR, "{subject} has another rule: {new} (was {old})",
         "what is sent may be refused", "what is answered may be of another form"),
)  # fmt: skip

RULES: dict[str, Rule] = {rule.name: rule for rule in _RULES}
"""Every rule by name."""
