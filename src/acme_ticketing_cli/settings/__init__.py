"""Who calls, where to, and what is asked before production is changed."""
