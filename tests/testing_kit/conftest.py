"""pytest within pytest."""

pytest_plugins = ["pytester"]
