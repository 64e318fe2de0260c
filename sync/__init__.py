"""How records travel: wire format, client, and the province's reference server."""
