"""What stands between client and server: connections, proxies, TLS, and how a process ends."""
