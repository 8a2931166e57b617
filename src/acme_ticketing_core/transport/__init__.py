"""The network: requests and responses, httpx, deadlines, answers that go to a file."""
