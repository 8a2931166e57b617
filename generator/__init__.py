"""From `spec/` and `templates/` to `generated/`.

Each module is one pure step, in the order of the pipeline:

`load` → `join` → `validate` → `lint` → `operation_table` → `render` → `write`.

Run it as `python -m generator <command>`; `python -m generator --help` lists the commands.
"""
