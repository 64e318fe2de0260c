"""Make the bundled fonts anew: ``python -m resources.fonts.make TEXT SIGNS``.

``TEXT`` is the unpacked npm package ``@expo-google-fonts/noto-sans`` 0.4.2 (Noto Sans 2.015),
``SIGNS`` is ``@expo-google-fonts/noto-sans-math`` 0.4.2 (Noto Sans Math 3.000); both are under the
SIL Open Font License 1.1 without a reserved font name (``npm pack NAME@VERSION``, then ``tar xzf``).
Each weight is cut to what Vietnamese and the Latin scripts of the highlands need; hinting goes, for
the screen draws unhinted text and paper has no use for it. Noto Sans has no arrows or ticks, and a
PDF has no fallback font, so a few signs come from Noto Sans Math in its one weight.
"""

import sys
from pathlib import Path

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
FACES = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold", 800: "ExtraBold"}
RANGES = (
    (0x0020, 0x024F),  # Basic Latin to Latin Extended-B: ă đ ơ ư, ĕ ŏ ƀ č ñ
    (0x02B0, 0x036F),  # modifier letters (ʼ in highland spelling) and combining marks
    (
        0x1E00,
        0x1EFF,
    ),  # Latin Extended Additional: the Vietnamese letters with two marks
    (0x2000, 0x206F),  # general punctuation, ZWSP among it
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20AB, 0x20AC),  # ₫ €
    (0x2100, 0x218F),  # № ™ and number forms
    (0x2212, 0x2212),  # −
    (0xFFFD, 0xFFFD),
)
SIGNS = "←→↑↓↵⇧✓≤≥≈≠○●□■★"


def add_signs(font: TTFont, signs: TTFont) -> None:
    """Copy the glyphs of ``SIGNS`` from ``signs`` into ``font``; both draw on 1000 units per em."""
    names, glyphs = signs.getBestCmap(), signs.getGlyphSet()
    for sign in SIGNS:
        name = f"uni{ord(sign):04X}"
        outline, pen = DecomposingRecordingPen(glyphs), TTGlyphPen(None)
        glyphs[names[ord(sign)]].draw(outline)
        outline.replay(pen)
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = signs["hmtx"][names[ord(sign)]]
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[ord(sign)] = name


def subset(source: Path, signs: Path, target: Path) -> None:
    """Cut ``source`` to ``RANGES``, add ``SIGNS`` and write ``target``; same input, same bytes."""
    options = Options()
    options.hinting = False
    options.name_IDs = [*range(7), 13, 14, 16, 17]
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[c for first, last in RANGES for c in range(first, last + 1)])
    subsetter.subset(font)
    add_signs(font, TTFont(signs))
    font.save(target)


def main(text: Path, signs: Path) -> None:
    """Write every weight and the licence from the two unpacked packages."""
    for weight, face in FACES.items():
        source = text / f"{weight}{face}" / f"NotoSans_{weight}{face}.ttf"
        subset(
            source,
            signs / "400Regular/NotoSansMath_400Regular.ttf",
            HERE / f"NotoSans-{face}.ttf",
        )
    licence = (text / "LICENSE_FONT").read_text(encoding="utf-8")
    copyright_of_signs = (signs / "LICENSE_FONT").read_text(encoding="utf-8").splitlines()[0]
    (HERE / "OFL.txt").write_text(f"{copyright_of_signs}\n{licence}", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
