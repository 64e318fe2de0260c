"""The encrypted store: records, history, search, drafts, outbox. ``Store`` is the way in."""

from .consents import Consent
from .drafts import Draft
from .journal import Change
from .keys import Cost, DataKey, Slot
from .outbox import Batch, Stream
from .records import Filter, Key, New, Page, Saved
from .rows import Record
from .search import Hit
from .shelf import PrintRun, Unit
from .store import Store

__all__ = [
    "Batch",
    "Change",
    "Consent",
    "Cost",
    "DataKey",
    "Draft",
    "Filter",
    "Hit",
    "Key",
    "New",
    "Page",
    "PrintRun",
    "Record",
    "Saved",
    "Slot",
    "Store",
    "Stream",
    "Unit",
]
