"""Training classes: the list, planning one, taking attendance."""
