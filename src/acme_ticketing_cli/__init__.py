"""`acme`: the whole API from the shell (extra `cli`).

    acme b2b events list --start-time 2026-06-01T00:00:00-07:00 --all -o events.csv

Commands come from the operation table and are built when they are reached; click draws them,
rich shows tables to people and is imported when it does.
"""
