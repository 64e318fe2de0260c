"""Reading a printed form back: its words, and whether anything is cut, overprinted or outside the margins."""

import re
import unicodedata
from collections.abc import Iterator

from pypdfium2 import raw

from desktop.leaflets.inspect import loose_fonts
from desktop.paper.pages import opened
from desktop.reports.blank_form import Head

MM = 25.4 / 72
HEAD = Head("Tổ công nghệ số cộng đồng thôn 3", "xã An Mẫu")


def squeezed(text: str) -> str:
    """Letters alone: where a line breaks does not matter."""
    return re.sub(r"\s|\u00ad|\ufffe|\x02", "", text)


def read(pdf: bytes, above: float = 285.0) -> str:
    """All text above so many mm of each page: without the foot, a paragraph runs on from page to page.

    ``above`` counts on an upright page; on one that lies on its side the foot is as high.
    """
    with opened(pdf) as document:
        bottom = (297 - above) / MM
        return "".join(squeezed(page.get_textpage().get_text_bounded(bottom=bottom)) for page in document)


def count(pdf: bytes) -> int:
    with opened(pdf) as document:
        return len(document)


Box = tuple[float, float, float, float]


def text_boxes(pdf: bytes) -> Iterator[list[Box]]:
    """Of each page, every run of text as left, top, right, bottom in mm."""
    with opened(pdf) as document:
        for page in document:
            high, text = page.get_height(), page.get_textpage()
            boxes = [text.get_rect(n) for n in range(text.count_rects())]
            yield [(x * MM, (high - t) * MM, r * MM, (high - b) * MM) for x, b, r, t in boxes]


def marks(pdf: bytes) -> Iterator[list[Box]]:
    """Of each page, every square, box and circle to write in."""
    with opened(pdf) as document:
        for page in document:
            high = page.get_height()
            bounds = [part.get_bounds() for part in page.get_objects() if part.type == raw.FPDF_PAGEOBJ_PATH]
            boxes = [(x * MM, (high - t) * MM, r * MM, (high - b) * MM) for x, b, r, t in bounds]
            yield [it for it in boxes if 3 < it[2] - it[0] < 24 and 3 < it[3] - it[1] < 9]


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height in mm of each page."""
    with opened(pdf) as document:
        return [(page.get_width() * MM, page.get_height() * MM) for page in document]


def check_page(pdf: bytes) -> None:
    """Text inside the margins, no two runs over each other, no words over a square, everything readable."""
    for page, squares, (wide, high) in zip(list(text_boxes(pdf)), list(marks(pdf)), sizes(pdf), strict=True):
        for box in page:
            for x, y, right, bottom in squares:
                across, down = min(box[2], right) - max(box[0], x), min(box[3], bottom) - max(box[1], y)
                inside = x < box[0] + 0.3 and box[2] < right + 0.3
                assert across < 0.5 or down < 0.5 or inside, (box, (x, y, right, bottom))
        for n, box in enumerate(page):
            assert box[0] > 11.3, box
            assert box[2] < wide - 11.2, box
            assert box[1] > 9, box
            assert box[3] < high - 6, box
            for other in page[n + 1 :]:
                across = min(box[2], other[2]) - max(box[0], other[0])
                down = min(box[3], other[3]) - max(box[1], other[1])
                assert across < 0.4 or down < 0.6, (box, other)
    with opened(pdf) as document:
        for page in document:
            wide, high = page.get_size()
            for part in page.get_objects():
                left, bottom, right, top = part.get_bounds()
                assert min(left, bottom) > 8 / MM / 1.1, (left, bottom)
                assert right < wide - 8 / MM / 1.1, right
                assert top < high - 8 / MM / 1.1, top
            text = page.get_textpage().get_text_range()
            assert text == unicodedata.normalize("NFC", text)
    assert loose_fonts(pdf) == ()
