"""What becomes of a cart: orders, tickets, refunds, rebookings."""
