"""Photos and files on their way into the store: photos made small and bare, files as they are."""

import io
from dataclasses import dataclass
from pathlib import Path

from desktop.work.desk import Desk
from forms.problem import Problem

MOST_PIXELS = 1600  # of the longer side, where the form says nothing
MOST_MB = 10
MOST_PHOTO_MB = 50  # before it is made small
_QUALITY = 82
_KINDS = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """What will be kept: the bytes and their kind (MIME)."""

    data: bytes
    mime: str


def prepare(path: Path, *, photo: bool, pixels: int = MOST_PIXELS) -> Prepared:
    """Read a file. A photo becomes an upright JPEG of at most ``pixels``, without EXIF (place, device, time).

    Raises ``file.unreadable`` and ``file.too_large``. Slow: for the slow lane.
    """
    try:
        size = path.stat().st_size
        limit = MOST_PHOTO_MB if photo else MOST_MB
        if size > limit * 1024 * 1024:
            raise Problem("file.too_large", name=path.name, size=size // 1024 // 1024, limit=limit)
        data = path.read_bytes()
    except OSError:
        raise Problem("file.unreadable", name=path.name) from None
    small = _photo(data, pixels)
    if small is not None:
        return Prepared(small, "image/jpeg")
    if photo:
        raise Problem("file.unreadable", name=path.name)
    return Prepared(data, _KINDS.get(path.suffix.lower(), "application/octet-stream"))


def keep(desk: Desk, prepared: Prepared) -> str:
    """Put it into the store; returns its name, 64 hex digits."""
    return desk.store.attachments.put(prepared.data, prepared.mime)


def _photo(data: bytes, pixels: int) -> bytes | None:
    """The image as a small JPEG; None if it is none."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            image.draft("RGB", (pixels, pixels))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None
    upright.thumbnail((pixels, pixels))
    kept = io.BytesIO()
    # A new picture from the pixels alone: nothing of the original's description comes along.
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    bare.save(kept, "JPEG", quality=_QUALITY, optimize=True)
    return kept.getvalue()
