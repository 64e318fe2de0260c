"""The colours of a printed page, named by what they are for.

Blue, red and green print as one grey, so no meaning rests on colour alone: each has a word,
a pictogram or a frame beside it. The black-and-white set uses 0 and 100 % only.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Inks:
    """Hex colours by role, and the pen widths (pt) that replace a tint where there is none."""

    ink: str = "#14171C"
    mute: str = "#434C59"
    paper: str = "#FFFFFF"
    plate: str = "#0B3D91"
    on_plate: str = "#FFFFFF"
    masthead: str = "#0B3D91"
    on_masthead: str = "#FFFFFF"
    kicker: str = "#FFD34D"
    sky: str = "#E8F0FB"
    wall: str = "#C7D9F2"
    line: str = "#B9C4D4"
    lamp: str = "#FFD34D"
    knob: str = "#FFD34D"
    danger: str = "#B3141E"
    danger_tint: str = "#FDEBEB"
    warm: str = "#F1EEE6"
    amber: str = "#7A4A00"
    amber_tint: str = "#FBEECB"
    disc: str = "#0B3D91"
    on_disc: str = "#FFFFFF"
    panel_pen: float = 0.0
    danger_pen: float = 1.6
    outlined: bool = False


COLOUR = Inks()
BLACK_AND_WHITE = Inks(
    ink="#000000",
    mute="#000000",
    plate="#000000",
    masthead="#FFFFFF",
    on_masthead="#000000",
    kicker="#000000",
    sky="#FFFFFF",
    wall="#FFFFFF",
    line="#000000",
    lamp="#FFFFFF",
    knob="#FFFFFF",
    danger="#000000",
    danger_tint="#FFFFFF",
    warm="#FFFFFF",
    amber="#000000",
    amber_tint="#FFFFFF",
    disc="#FFFFFF",
    on_disc="#000000",
    panel_pen=1.2,
    danger_pen=2.4,
    outlined=True,
)


def inks(black_and_white: bool) -> Inks:
    """The set of colours for this printer."""
    return BLACK_AND_WHITE if black_and_white else COLOUR
