"""The synchronous and the asynchronous client: settings, drivers, resources, raw answers."""
