"""Draw the mark of Ngõ Số as PNGs: ``python packaging/icons.py FOLDER`` writes 16.png … 256.png."""

import sys
from pathlib import Path

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from resources.icons import mark

SIZES = (16, 24, 32, 48, 64, 128, 256)


def draw(pixels: int, path: Path) -> None:
    """Write the mark, ``pixels`` square on nothing, to ``path``. Raises ``OSError`` when it cannot."""
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(mark(pixels))).render(painter)
    painter.end()
    if not image.save(str(path)):
        raise OSError(path.name)


def main(folder: Path) -> None:
    """Write every size into ``folder``."""
    application = QGuiApplication(["icons", "-platform", "offscreen"])
    folder.mkdir(parents=True, exist_ok=True)
    for pixels in SIZES:
        draw(pixels, folder / f"{pixels}.png")
    application.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
