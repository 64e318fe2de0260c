"""The list of guidance sessions, with one open beside it."""
