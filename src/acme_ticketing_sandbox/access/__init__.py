"""Who may ask: credentials and sessions, the rate limit, a browser's origin."""
