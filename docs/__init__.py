"""The documentation: guides written by hand, reference pages made from the specification.

`make docs` builds the site into `.build/site`. Once the packages it needs are on the machine, no
request leaves it, neither while building nor while reading.
"""
