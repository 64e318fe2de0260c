"""One search for everything: over the window (Ctrl+K), and as a page with the books."""
