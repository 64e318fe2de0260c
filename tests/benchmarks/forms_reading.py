"""What importing a form costs: an .xlsx with a long list of choices, and forms of many questions."""

from collections.abc import Iterator

from forms.compile import inspect
from forms.compile.workbook import book_of
from forms.compile.workbook_excel import write_xlsx
from tests.benchmarks.measure import milliseconds

Grid = list[list[str]]


def lines() -> Iterator[str]:
    """One line for each workbook, in milliseconds, with the bound it is to stay under."""
    _line("", _survey(1), _choices(1), 0)  # the first reading imports what all need
    yield _line("importing a list of 1,000 choices, .xlsx", _survey(1), _choices(1_000), 1_000)
    yield _line("importing 200 questions, .xlsx", _survey(200), _choices(10), 1_000)
    yield _line("importing 3,000 questions, .xlsx", _survey(3_000), _choices(10), 15_000)


_HEADS = ["type", "name", "label", "relevant", "constraint", "calculation"]


def _survey(questions: int) -> Grid:
    """Questions in repeats of fifty; each asks for the one before, every tenth adds up or chooses from the list."""
    rows = [_HEADS, ["select_one units", "unit", "Thôn"]]
    for number in range(questions - 1):
        if number % 50 == 0:
            rows += [["end_repeat"]] * (number > 0) + [["begin_repeat", f"part_{number // 50}", "Phần"]]
        before = f"${{q{number - 1}}} > 5" if number % 50 else ""
        kind = ("integer", "text", "select_one units")[number % 3]
        row = [kind, f"q{number}", f"Câu hỏi {number}", before, "string-length(.) < 20", ""]
        rows.append(row if number % 10 else ["calculate", f"q{number}", "", "", "", "1 + 1"])
    return rows + [["end_repeat"]] * (questions > 1)


def _choices(count: int) -> Grid:
    rows = [["units", f"u{number}", f"Thôn {number}", f"p{number % 34}"] for number in range(count)]
    return [["list_name", "name", "label", "province"], *rows]


def _line(name: str, survey: Grid, choices: Grid, bound: int) -> str:
    data = write_xlsx(book_of([("survey", survey), ("choices", choices)], "bench"))
    taken = milliseconds(lambda: _read(data))
    return f"{name:<46} {taken:10.2f} ms   bound {bound:g}"


def _read(data: bytes) -> None:
    compiled = inspect(data, name="bench.xlsx")
    assert compiled.form is not None, compiled.faults[0].text
