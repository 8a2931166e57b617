"""Reports, started, waited for and read (api-facts/reports.md)."""
