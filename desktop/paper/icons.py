"""The bundled pictograms for ``Sheet.pictogram``, which gives them colour and stroke itself."""

from functools import cache

from resources import icons


@cache
def svg(name: str) -> bytes:
    """The Lucide picture ``name``. Raises ``FileNotFoundError`` for a name that has no file."""
    return icons.svg(name, "#000000", 2.0)
