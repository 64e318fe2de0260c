"""The window around the screens: frame, rail, top bar, status bar, notices, lanes."""
