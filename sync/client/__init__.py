"""The laptop's side of NGO-1: ``enrol`` once, then ``send``. Runs in the slow lane; knows the store as ``Outbox``."""

from .enrol import enrol
from .forms import fetch, published
from .outbox import Job, Outbox, Sent
from .send import send
from .settings import Settings

__all__ = ["Job", "Outbox", "Sent", "Settings", "enrol", "fetch", "published", "send"]
