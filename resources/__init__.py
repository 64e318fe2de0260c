"""What is read, not run: words, fonts, icons, units, the service catalogue, hotlines, leaflet packs."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent
