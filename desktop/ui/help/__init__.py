"""Help: one short page a screen, bundled with the program."""
