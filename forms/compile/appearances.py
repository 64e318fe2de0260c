"""The appearances a form is drawn by, for each type of question; the importer notes all others.

What the screen makes of each is in ``desktop/ui/entry/kinds.py``; a test holds the two together.
"""

import re

_LAID = r"minimal|search(\(\))?|autocomplete|columns(-pack|-\d+)?|compact(-\d+)?|horizontal(-compact(-\d+)?)?"
_MATRIX = "label|list-nolabel"
DRAWN = {
    "text": r"multiline|numbers|masked|url|unit-hamlet|plan-task|records?-[\w-]+",
    "integer": "thousands-sep|counter|masked",
    "decimal": "thousands-sep|masked",
    "barcode": "masked",
    "date": "month-year|year|no-calendar",
    "range": "picker|rating|vertical|horizontal|no-ticks",
    "select_one": rf"{_LAID}|{_MATRIX}|list|likert|quick|quickcompact(-\d+)?",
    "select_multiple": rf"{_LAID}|{_MATRIX}",
    "group": "field-list|table-list",
    "repeat": "field-list|table-list",
}
_WORD = re.compile(r"[^\s,]+")


def undrawn(kind: str, appearance: str) -> list[str]:
    """The words of ``appearance`` that change nothing for a question of type ``kind``."""
    words = _WORD.findall(re.sub(r"\([^)]*\)", "", appearance))
    return [word for word in words if not re.fullmatch(DRAWN.get(kind, ""), word.lower())]
