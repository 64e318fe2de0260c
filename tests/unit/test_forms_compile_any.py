"""Whatever becomes of a form on its way through many hands: it works, or every fault has its place."""

import json
from dataclasses import astuple
from functools import cache
from typing import Any
from xml.etree import ElementTree

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.compile import inspect_source, xform
from forms.compile.workbook import book_of
from tests.helpers import corpus

JUNK = (
    "", "x", "1", "${", "${a}", "}", "{0}", "%s", "true()", "begin_group", "end_group", "begin repeat", "end_repeat",
    "select_one x", "select_multiple ${a}", "rank", "note", "calculate", "osm x", "audit", "today", "geopoint",
    "select_one_from_file f.csv", "*", "'", '"', "<&>", "]]>", "::", "type", "name", "meta", "data", "-1", "1e400",
    "${last-saved#a}", "instance('x')/root/item", "//", "1 div 0", "table-list", "start=1", "list_name", "label::x",
    "bind::x", "bind::a:b", "media::image", "(" * 150, "ế", "a" * 200,
)  # fmt: skip
CELLS = st.tuples(st.integers(0, 60), st.integers(0, 12))
CHANGES = st.one_of(
    st.tuples(st.just("write"), CELLS, st.one_of(st.sampled_from(JUNK), st.text(max_size=8))),
    st.tuples(st.just("insert"), CELLS, st.sampled_from("${}()[]'\"/., <>=&:")),
    st.tuples(st.just("swap"), CELLS, CELLS),
    st.tuples(st.just("double"), CELLS, st.none()),
    st.tuples(st.just("drop"), CELLS, st.none()),
)


@cache
def sources() -> list[str]:
    found = [corpus.compiled(path).source for path in corpus.WORKING if path.suffix == ".md"]
    return [source for source in found if len(source) < 6_000]


def changed(grid: list[list[str]], kind: str, cell: tuple[int, int], with_: Any) -> None:
    row, column = cell[0] % len(grid), cell[1] % max(1, len(grid[0]))
    if kind == "double":
        grid.insert(row, list(grid[row]))
    elif kind == "drop":
        grid.pop(row)
    else:
        grid[row].extend("" for _blank in range(column + 1 - len(grid[row])))
        text = grid[row][column]
        if kind == "write":
            grid[row][column] = with_
        elif kind == "insert":
            at = cell[1] % (len(text) + 1)
            grid[row][column] = text[:at] + with_ + text[at:]
        else:
            other = grid[with_[0] % len(grid)]
            other.extend("" for _blank in range(column + 1 - len(other)))
            grid[row][column], other[column] = other[column], grid[row][column]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), st.lists(st.tuples(st.integers(0, 3), CHANGES), min_size=1, max_size=4))
def test_a_changed_form_works_or_is_refused_with_its_places(data: st.DataObject, changes: list[Any]) -> None:
    kept = json.loads(data.draw(st.sampled_from(sources())))
    for sheet, (kind, cell, with_) in changes:
        name = list(kept["sheets"])[sheet % len(kept["sheets"])]
        if kept["sheets"][name]:
            changed(kept["sheets"][name], kind, cell, with_)
    book = book_of(kept["sheets"].items(), kept["stem"])
    kept["sheets"] = {name: sheet.grid() for name, sheet in book.sheets.items()}
    kept["faults"] = [astuple(place) for place in book.faults]
    text = json.dumps(kept)
    compiled = inspect_source(text)
    assert not compiled.failed
    for place in compiled.faults:
        assert "[row" not in place.text
        assert place.sheet
    if compiled.form is not None:
        ElementTree.fromstring(xform(text))
    else:
        assert compiled.faults
