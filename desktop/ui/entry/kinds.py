"""Which control answers a question, from its type and its appearance. Pure."""

import re
from collections.abc import Sequence

from desktop.ui.entry.state import Kind, Span
from forms.answers import range_of
from forms.definition import Question

MOST_TILES = 8  # more choices than this make a list to search
MOST_CHIPS = 16
MOST_ABREAST = 11  # 0 to 10
MOST_ROWS = 200  # a drop-down list longer than this gets a box to type in
MOST_COLUMNS = 8  # of a matrix
MOST_PICKED = 1_000  # numbers of a range in a drop-down list
MOST_STARS = 12

_TILES, _COLUMN_HEADS = (690, 8, 20), (560, 7, 8)  # px of a line, of a letter, of one beside its words
_COLUMNS = re.compile(r"(?:columns|compact|horizontal-compact|quickcompact)-(\d{1,2})")
_PACKED = {"columns-pack", "compact", "quickcompact", "horizontal", "horizontal-compact"}
_QUICK = {"quick", "quickcompact"}


def words_of(question: Question) -> frozenset[str]:
    """The words of an appearance; what stands in brackets belongs to the word before it."""
    bare = re.sub(r"\([^)]*\)", "()", question.appearance)
    return frozenset(word.lower() for word in bare.split())


def kind_of(question: Question, options: int) -> Kind:
    """Which control answers a question with so many choices."""
    words = words_of(question)
    if question.refers_to or "unit-hamlet" in words:
        return _reference(question)
    by_type: dict[str, Kind] = {
        "note": "told",
        "calculate": "told",
        "acknowledge": "tick",
        "image": "file",
        "file": "file",
        "date": "date",
        "time": "time",
        "datetime": "moment",
        "rank": "rank",
    }
    if question.type == "date" and words & {"month-year", "year"}:
        return "line"
    if question.type in by_type:
        return by_type[question.type]
    if question.type == "range":
        return _range(question, words)
    if question.type == "select_one":
        return _one(words, options)
    if question.holds_list:
        return _many(words, options)
    return "area" if "multiline" in words else "line"


def apart(options: int) -> Kind:
    """The control for one of so many choices that the form wants in no particular way."""
    if options <= MOST_TILES:
        return "radios"
    return "combo" if options <= MOST_ROWS else "search"


def fit_abreast(labels: Sequence[str], *, columns: bool = False) -> bool:
    """Whether the longest word finds room if all stand in one line of the smallest window, as tiles or as the
    columns of a matrix.
    """
    longest = max((len(word) for label in labels for word in label.split()), default=0)
    line, letter, edges = _COLUMN_HEADS if columns else _TILES
    return len(labels) * (longest * letter + edges) <= line


def look_of(question: Question) -> frozenset[str]:
    """How its control is drawn: ``masked url counter grouped barcode quick month year bare upright no-ticks``."""
    words = words_of(question)
    found = words & {"masked", "url", "counter"}
    number = question.type in ("integer", "decimal")
    if words & _QUICK and question.type == "select_one":
        found |= {"quick"}
    if "thousands-sep" in words and number:
        found |= {"grouped"}
    if question.type == "barcode":
        found |= {"barcode"}
    if question.type == "date":
        found |= {"year"} if "year" in words else {"month"} if "month-year" in words else frozenset()
        found |= {"bare"} if "no-calendar" in words else frozenset()
    if question.type == "range":
        found |= {"upright"} if "vertical" in words else frozenset()
        found |= {"no-ticks"} if "no-ticks" in words else frozenset()
    return found - ({"counter"} if question.type != "integer" else set())


def columns_of(question: Question) -> int:
    """How many choices stand beside each other: 0 as many as fit, -1 one after the other."""
    for word in words_of(question):
        if found := _COLUMNS.fullmatch(word):
            return max(1, min(int(found[1]), 12))
    return -1 if words_of(question) & _PACKED else 0


def span_of(question: Question) -> Span | None:
    """The numbers of a range, from its start to its end; None if they are too many to draw."""
    if question.type != "range":
        return None
    numbers = range_of(question)
    if abs(numbers.high - numbers.low) / numbers.step >= 1e6:
        return None
    ends = (question.parameters.get("start", ""), question.parameters.get("end", ""))
    try:
        falls = float(ends[0] or 1) > float(ends[1] or 10)
    except ValueError:
        falls = False
    low, high = (numbers.high, numbers.low) if falls else (numbers.low, numbers.high)
    return Span(low, high, numbers.step)


def matrices(questions: Sequence[Question], table: bool) -> list[Question | tuple[Question, ...]]:
    """Neighbours that share one list and are drawn without its labels become one matrix, with or without its head.

    ``table``: the group is a ``table-list``, all neighbours with one list belong together.
    """
    made: list[Question | tuple[Question, ...]] = []
    run: list[Question] = []

    def close() -> None:
        rows = [it for it in run if "label" not in words_of(it)]
        if len(rows) > 1 or (rows and len(run) > 1):
            made.append(tuple(run))
        else:
            made.extend(run)
        run.clear()

    for question in questions:
        fits = _in_matrix(question, table)
        head = run[0] if run else None
        other = head and (question.list_name, question.type) != (head.list_name, head.type)
        if not fits or other or "label" in words_of(question):
            close()
        if fits:
            run.append(question)
        else:
            made.append(question)
    close()
    return made


def _in_matrix(question: Question, table: bool) -> bool:
    if question.type not in ("select_one", "select_multiple") or question.refers_to:
        return False
    if question.choice_filter or question.parameters.get("randomize"):
        return False  # each row could have other choices
    return table or bool(words_of(question) & {"label", "list-nolabel"})


def _reference(question: Question) -> Kind:
    if question.refers_to == "consent":
        return "consent"
    if question.refers_to == "member":
        return "chips" if question.holds_list else "combo"
    return "record" if question.refers_to else "combo"


def _range(question: Question, words: frozenset[str]) -> Kind:
    span = span_of(question)
    if span is None or span.high == span.low:
        return "line"
    steps = abs(span.high - span.low) / span.step
    if "picker" in words and steps < MOST_PICKED:
        return "combo"
    if "rating" in words and span.low in (0, 1) and span.step == 1 and span.high <= MOST_STARS:
        return "stars"
    return "slider"


def _one(words: frozenset[str], options: int) -> Kind:
    if words & {"search", "autocomplete", "search()"}:
        return "search"
    if "minimal" in words:
        return "combo" if options <= MOST_ROWS else "search"
    if words & {"likert", "list", "label", "list-nolabel"} and options <= MOST_ABREAST:
        return "likert"
    laid = any(word.startswith(("columns", "compact", "horizontal", "quick")) for word in words)
    return "radios" if laid and options <= 4 * MOST_TILES else apart(options)


def _many(words: frozenset[str], options: int) -> Kind:
    if "minimal" in words:
        return "search"
    if words & {"search", "autocomplete", "search()"}:
        return "ticks"
    laid = any(word.startswith(("columns", "compact", "horizontal")) for word in words)
    return "chips" if options <= (2 * MOST_CHIPS if laid else MOST_CHIPS) else "ticks"
