"""Coupons (page 33000283742, api-facts/pricing-addons.md)."""

from __future__ import annotations

from ...state import Record
from ..call import Call
from ..table import answers


@answers("b2b.coupons.list")
def list_coupons(call: Call) -> list[Record]:
    """List all coupons."""
    return list(call.state.coupons)


@answers("b2b.coupons.listByCategory")
def list_by_category(call: Call) -> list[Record]:
    """List the coupons of a category."""
    return [c for c in call.state.coupons if c.get("categoryId") == call.path["categoryId"]]


@answers("b2b.coupons.get")
def get(call: Call) -> Record:
    """Read one coupon."""
    return call.state.coupons.get(call.path["id"])


@answers("b2b.coupons.create")
def create(call: Call) -> Record:
    """Make a coupon; a reseller's has the reseller's name."""
    return call.state.coupons.add(_with_company(call, call.body))


@answers("b2b.coupons.replace")
def replace(call: Call) -> Record:
    """Replace the coupon whose id the body carries."""
    known = call.state.coupons.referred(call.body.get("id"), "body.id")
    return call.state.coupons.replace(known["id"], _with_company(call, call.body))


def _with_company(call: Call, coupon: Record) -> Record:
    reseller = call.state.organizations.find(coupon.get("resellerId"))
    return {**coupon, "companyName": reseller["name"]} if reseller else coupon
