"""The door: who is at work, and the three steps of a machine's first day."""

from desktop.ui.gate.screen import Gate

__all__ = ["Gate"]
