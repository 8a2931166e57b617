"""Events, their templates, and how many places are left."""
