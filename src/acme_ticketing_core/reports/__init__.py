"""Reports: started, waited for, read as rows, data frames or files.

Facts: api-facts/reports.md. What is particular to the API's calls comes from `x-acme-polling` in
the spec (`polling`); how to wait is in `conversation`, once for threads and tasks (`resource`).
"""
