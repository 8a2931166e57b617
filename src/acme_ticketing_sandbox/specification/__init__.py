"""The joined document: its operations, and whether a request or a reply is as it says."""
