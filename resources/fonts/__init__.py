"""The bundled typeface: Noto Sans 2.015, cut to Latin with full Vietnamese (SIL OFL 1.1, ``OFL.txt``).

The screen uses 400, 500, 600 and 700; paper 400, 600, 700 and 800. Every file carries the family
name "Noto Sans", so ``QFont("Noto Sans")`` with ``setWeight`` picks among them. ``make.py`` made them.
"""

from pathlib import Path

HERE = Path(__file__).resolve().parent
FAMILY = "Noto Sans"
_FACES = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold", 800: "ExtraBold"}


def paths() -> dict[int, Path]:
    """The TTF file of each weight, lightest first."""
    return {weight: HERE / f"NotoSans-{face}.ttf" for weight, face in _FACES.items()}
