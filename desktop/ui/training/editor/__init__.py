"""Planning a class: what, when, where, and who is expected."""
