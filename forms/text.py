"""Vietnamese text: NFC, folding for search, the order of names.

Sources of the rules: Unicode TR15 (NFC/NFD); Vietnamese names sort by given name (the last word),
then by the whole name; đ has no decomposition, so no normalisation form folds it.
"""

import re
import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng
_FOLD_MORE = str.maketrans({"đ": "d", "ƀ": "b", "ı": "i"})
_SPACE = re.compile(r"[^\S\n]+")


def nfc(text: str) -> str:
    """``text`` composed (NFC), control characters dropped, runs of blanks inside a line made one."""
    return "\n".join(_SPACE.sub(" ", line).strip() for line in composed(text).split("\n")).strip()


def composed(text: str) -> str:
    """``text`` composed (NFC), control characters dropped, blanks as they are."""
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", "".join(kept))


def fold(text: str) -> str:
    """``text`` as search compares it: no marks, đ as d, lower case, NFC or NFD alike."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.translate(_FOLD_MORE).split())


NameKey = tuple[list[int], list[int], list[list[int]], list[list[int]]]


def _weigh(word: str) -> tuple[list[int], list[int]]:
    """Letters first, tones only where all letters agree, as ICU's Vietnamese collation does."""
    letters: list[int] = []
    tones: list[int] = []
    for sign in unicodedata.normalize("NFC", word.casefold()):
        parts = unicodedata.normalize("NFD", sign)
        letter = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
        letters.extend(_RANK.get(c, ord(c) + (-1_000 if c < "a" else 1_000)) for c in letter)
        tones.append(sum(_TONES.get(c, 0) for c in parts))
    return letters, tones


def name_key(name: str) -> NameKey:
    """Sort key of a person's name: given name (last word) first, then family and middle names; Đ after D."""
    words = nfc(name).split()
    weights = [_weigh(word) for word in words]
    given = weights[-1] if weights else ([], [])
    return (*given, [letters for letters, _ in weights], [tones for _, tones in weights])


def looks_like_tcvn3(text: str) -> bool:
    """Whether ``text`` was most likely typed in a TCVN3 font: several of its odd signs, no Unicode Vietnamese."""
    if any("\u1ea0" <= c <= "\u1ef9" or c in "ăđơưĂĐƠƯ" for c in unicodedata.normalize("NFC", text)):
        return False
    inside = re.findall(r"(?<=[A-Za-z])[µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉËÎÌÏÑªÒÕÓÔÖ×ÝØÜÞß«®¬§]|[®§¸µ¶]", text)
    return len(inside) >= 2
