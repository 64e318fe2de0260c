"""Logging a visit: the screen used all day."""
