"""The administrative units since 01/07/2025: 34 provinces, 3,321 communes, and what they were before.

A code means one unit only together with the day it holds from: 80 was Long An and is Tây Ninh,
82 was Tiền Giang and is Đồng Tháp. ``units.json`` was made by ``make.py`` from a published table (MIT);
it rests on secondary sources, and changes after the merger are not in it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Province:
    """A province (``Tỉnh``) or centrally run city (``Thành phố``).

    ``valid_to`` is the last day it held, or ``None``; ``became`` is the code of the present province
    that took in a former one, else empty.
    """

    code: str
    name: str
    valid_from: date | None
    valid_to: date | None = None
    became: str = ""

    @property
    def short(self) -> str:
        """The name without its kind: ``Tây Ninh``."""
        return _short(self.name)


@dataclass(frozen=True, slots=True)
class Former:
    """A ward or commune that went into a present commune; ``partial`` when only a part of it did.

    ``code`` and ``district`` are those before 01/07/2025, ``province`` is the former province's code.
    """

    code: str
    name: str
    district: str
    province: str
    partial: bool


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune (``Xã``), ward (``Phường``) or special zone (``Đặc khu``); ``province`` is a present code."""

    code: str
    name: str
    province: str
    valid_from: date
    former: tuple[Former, ...]

    @property
    def kind(self) -> str:
        """``Xã``, ``Phường`` or ``Đặc khu``."""
        return self.name.removesuffix(self.short).strip()

    @property
    def short(self) -> str:
        """The name without its kind: ``Tân Ninh``."""
        return _short(self.name)

    @property
    def former_provinces(self) -> tuple[str, ...]:
        """Codes of the former provinces its land lay in, most wards first: whose plan it inherits."""
        codes = [ward.province for ward in self.former]
        return tuple(sorted(set(codes), key=lambda code: (-codes.count(code), code)))


@dataclass(frozen=True, slots=True)
class Hit:
    """A commune found by its present name (``old`` is ``None``) or by the ward that went into it."""

    commune: Commune
    old: Former | None = None


def _short(name: str) -> str:
    for kind in ("Tỉnh ", "Thành phố ", "Đặc khu ", "Phường ", "Xã "):
        if name.startswith(kind):
            return name.removeprefix(kind)
    return name


@cache
def _load() -> dict[str, Any]:
    """``provinces`` [code, name]; ``former`` [code, name, present code]; ``districts`` [name, former code];
    ``communes`` by province: [code, name, [[old code, old name, index of its district, partial 0 or 1]]]."""
    loaded: dict[str, Any] = json.loads((HERE / "units.json").read_text(encoding="utf-8"))
    return loaded


@cache
def provinces() -> tuple[Province, ...]:
    """The 34 present provinces, by code."""
    since = date.fromisoformat(_load()["valid_from"])
    return tuple(Province(code, name, since) for code, name in _load()["provinces"])


@cache
def former_provinces() -> tuple[Province, ...]:
    """The 63 provinces up to 30/06/2025, by code; since when each held is not recorded."""
    until = date.fromordinal(date.fromisoformat(_load()["valid_from"]).toordinal() - 1)
    return tuple(Province(code, name, None, until, became) for code, name, became in _load()["former"])


def province(code: str, on: date) -> Province | None:
    """The province that ``code`` meant on the day ``on``; ``None`` when it meant none."""
    held = provinces() if on >= date.fromisoformat(_load()["valid_from"]) else former_provinces()
    return next((found for found in held if found.code == code), None)


@cache
def communes(province_code: str) -> tuple[Commune, ...]:
    """The communes of a present province, by code; ``KeyError`` for a code no present province has."""
    data = _load()
    since = date.fromisoformat(data["valid_from"])
    districts = data["districts"]
    return tuple(
        Commune(
            code,
            name,
            province_code,
            since,
            tuple(Former(c, n, districts[at][0], districts[at][1], bool(part)) for c, n, at, part in former),
        )
        for code, name, former in data["communes"][province_code]
    )


@cache
def _by_code() -> dict[str, Commune]:
    return {commune.code: commune for held in provinces() for commune in communes(held.code)}


def commune(code: str) -> Commune | None:
    """The present commune with this five-digit code; for a code from before the merger use ``heirs``."""
    return _by_code().get(code)


def heirs(old_code: str) -> tuple[Commune, ...]:
    """The present communes that took in the former ward ``old_code``; several when it was divided."""
    return tuple(c for c in _by_code().values() if any(old.code == old_code for old in c.former))


@cache
def _index(fold: Callable[[str], str]) -> tuple[tuple[str, str, Hit], ...]:
    """(folded full name, all folded words a query may name, hit): present names first, then former wards."""
    present, before = [], []
    short = {held.code: f" {fold(held.short)}" for held in provinces()}
    old_short = {held.code: f" {fold(held.short)}" for held in former_provinces()}
    place = {(name, code): f" {fold(name)}{old_short[code]}" for name, code in _load()["districts"]}
    for found in _by_code().values():
        name = fold(found.name)
        present.append((name, f" {name}{short[found.province]}", Hit(found)))
        for old in found.former:
            if old.name != found.name:
                name = fold(old.name)
                words = f" {name}{place[old.district, old.province]}{short[found.province]}"
                before.append((name, words, Hit(found, old)))
    return (*present, *before)


def _rank(name: str, query: str) -> int:
    """0 when the query is the folded ``name``, with or without kind; 1 when one begins the other; else 2."""
    forms = (name, *(name.removeprefix(kind) for kind in ("phuong ", "xa ", "thi tran ", "dac khu ")))
    if query in forms:
        return 0
    return 1 if any(f.startswith(query) or query.startswith(f"{f} ") for f in forms) else 2


def search(
    text: str, limit: int = 20, *, fold: Callable[[str], str], province_code: str = ""
) -> tuple[Hit, ...]:
    """Communes whose present or former name has every word of ``text`` (province and old district count too).

    ``fold`` strips marks and case (``forms.text.fold``). Whole names come first, then names that begin
    so, then the rest; present names before former ones. With ``province_code`` only that province's.
    """
    query = fold(text)
    if not query:
        return ()
    words = [f" {word}" for word in query.split()]
    found = [
        (_rank(name, query), hit.old is not None, at)
        for at, (name, hay, hit) in enumerate(_index(fold))
        if (not province_code or hit.commune.province == province_code) and all(w in hay for w in words)
    ]
    hits: dict[str, Hit] = {}
    for _first, _second, at in sorted(found):
        hit = _index(fold)[at][2]
        hits.setdefault(hit.commune.code, hit)
    return tuple(hits.values())[:limit]
