"""The joined document brought through openapi-python-client's parser."""
