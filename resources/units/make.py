"""Make ``units.json`` anew: ``python -m resources.units.make PACKAGE``.

``PACKAGE`` is the unpacked PyPI package ``vietnamadminunits`` 1.0.4 (MIT, © 2025 Tran Ngoc Minh
Hieu): ``pip install --no-deps --target PACKAGE vietnamadminunits==1.0.4``. It lists the 63 former
and the 34 present provinces and which former ward went into which commune on 01/07/2025.
"""

import json
import sqlite3
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
MERGED_ON = "2025-07-01"

Link = tuple[
    str, bool, bool
]  # key of the former ward, whether only a part of it came, whether it is the main heir


def links(converter: dict[str, Any]) -> dict[tuple[str, str], list[Link]]:
    """The former wards of every commune, by (province key, commune key).

    The package matched divided wards by name within a new province, so it sends Phường 4 of Tân An
    also to Tân Ninh, which took Phường 4 of Tây Ninh 90 km away. A link that is not the ward's main
    one is dropped when a namesake of the ward has its own main link to the same commune, and so is any
    link from another former province than most of the commune's wards: no merger crossed those lines.
    """
    found: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, wards in communes.items():
            found[province, commune] += [(ward, False, True) for ward in wards]
    for province, wards in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for ward, heirs in wards.items():
            for heir in heirs:
                found[province, heir["newWardKey"]].append((ward, True, heir["isDefaultNewWard"]))
    kept = {}
    for commune_key, wards_in in found.items():
        names = {ward.rpartition("_")[2] for ward, _partial, is_main in wards_in if is_main}
        side = Counter(ward.partition("_")[0] for ward, _partial, _is_main in wards_in).most_common(1)[0][0]
        kept[commune_key] = [
            (ward, partial, is_main)
            for ward, partial, is_main in wards_in
            if ward.startswith(f"{side}_") and (is_main or ward.rpartition("_")[2] not in names)
        ]
    heirs_of: dict[str, int] = defaultdict(int)
    for wards_in in kept.values():
        for ward, _partial, _is_main in wards_in:
            heirs_of[ward] += 1
    return {
        commune_key: [(ward, partial and heirs_of[ward] > 1, is_main) for ward, partial, is_main in wards_in]
        for commune_key, wards_in in kept.items()
    }


def table(package: Path) -> dict[str, Any]:
    """Everything ``units.json`` holds; see ``_load`` in ``resources.units`` for its shape."""
    data = package / "vietnamadminunits" / "data"
    converter = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    came = links(converter)
    with sqlite3.connect(data / "dataset.db") as db:
        old = db.execute(
            "SELECT provinceKey || '_' || districtKey || '_' || coalesce(wardKey, ''),"
            " coalesce(wardCode, ''), coalesce(ward, district), district, provinceCode, province, provinceKey"
            " FROM admin_units_legacy"
        ).fetchall()
        new = db.execute(
            "SELECT provinceKey, wardKey, wardCode, ward, provinceCode, province FROM admin_units"
        ).fetchall()
    province_of = {row[0]: row[4] for row in new}
    became = {key: province_of[heir] for heir, keys in converter["DICT_PROVINCE"].items() for key in keys}
    districts: dict[tuple[str, str], int] = {}
    ward: dict[str, list[Any]] = {}
    for key, code, name, district, province, _province_name, _province_key in old:
        at = districts.setdefault((district, province), len(districts))
        ward[key] = [code, name, at]
    communes: dict[str, list[Any]] = defaultdict(list)
    for province_key, key, code, name, province, _province_name in new:
        former = sorted(ward[k] + [int(partial)] for k, partial, _main in came[province_key, key])
        communes[province].append([code, name, former])
    return {
        "source": "PyPI vietnamadminunits 1.0.4, MIT, (c) 2025 Tran Ngoc Minh Hieu; LICENSE.txt",
        "read_on": "2026-11-21",
        "valid_from": MERGED_ON,
        "provinces": sorted({(row[4], row[5]) for row in new}),
        "former": sorted({(row[4], row[5], became[row[6]]) for row in old}),
        "districts": list(districts),
        "communes": {code: sorted(rows) for code, rows in sorted(communes.items())},
    }


def main(package: Path) -> None:
    """Write ``units.json``, one commune a line so that a change of the source reads well."""
    parts = table(package)
    communes = parts.pop("communes")
    lines = [f"{json.dumps(name)}:{_compact(value)}" for name, value in parts.items()]
    groups = [
        f"{json.dumps(code)}:[\n" + ",\n".join(_compact(row) for row in rows) + "]"
        for code, rows in communes.items()
    ]
    lines.append('"communes":{' + ",\n".join(groups) + "}")
    (HERE / "units.json").write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")
    licence = next(package.glob("vietnamadminunits-*.dist-info/licenses/LICENSE"))
    (HERE / "LICENSE.txt").write_bytes(licence.read_bytes())


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
