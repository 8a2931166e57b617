"""Reports: started, waited for, read as rows, data frames or files (api-facts/reports.md)."""
