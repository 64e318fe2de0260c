"""A plainly fictional commune, xã An Mẫu, to try things on: made from a seed, small or as large as one likes."""

from .fill import fill, leave_draft, move_in
from .generate import generate
from .made import Made
from .scale import COMMUNE, TEAM, Scale

__all__ = ["COMMUNE", "TEAM", "Made", "Scale", "fill", "generate", "leave_draft", "move_in"]
