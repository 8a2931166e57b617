"""Names and texts of the API made fit for Python code."""
