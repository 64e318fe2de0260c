"""The province's reference server: ``Province(home).start()``, or ``python -m sync.server --home DIR``."""

from .province import Province, serve

__all__ = ["Province", "serve"]
