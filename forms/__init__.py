"""What is recorded: form definitions and the pure rules that check an entry (no Qt, no SQL, no network)."""
