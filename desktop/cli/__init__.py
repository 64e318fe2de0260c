"""The command line: the window's work without the window (and without Qt)."""

from .main import main

__all__ = ["main"]
