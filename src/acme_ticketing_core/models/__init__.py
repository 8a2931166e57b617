"""The base of every generated model, and how its values are read and written as JSON."""
