"""What the venue sells and at which price: price lists, discounts, coupons, add-ons, combinations."""

from . import add_ons, combo_templates, coupons, discounts, person_types, price_lists
