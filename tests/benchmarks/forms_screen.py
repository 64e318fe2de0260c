"""A form of 200 questions and 300 expressions on the screen: opening it, answering it, opening a long list."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

from forms.definition import Choice, Form, Question
from tests.benchmarks.measure import percentile

_QUESTIONS, _SECTION, _CHOICES = 200, 20, 1_000
_ANSWERS = 600
_LATER = 5


def lines() -> Iterator[str]:
    """Measured in a process of its own: no other may own the screen."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    step = [sys.executable, "-m", "tests.benchmarks.forms_screen"]
    done = subprocess.run(step, env=environment, capture_output=True, text=True, check=True)
    yield from done.stdout.splitlines()


def big_form() -> Form:
    """Text, numbers, dates, lists and chips; every fifth depends on the one before, every third is checked."""
    lists = {"few": _choices(5), "some": _choices(40), "many": _choices(_CHOICES)}
    sections = []
    for start in range(0, _QUESTIONS, _SECTION):
        asked = tuple(_question(at) for at in range(start, start + _SECTION))
        sections.append(Question(f"g{start}", "group", {"vi": f"Phần {start}"}, children=asked))
    return Form("big", "1", {"vi": "Lớn"}, "vi", tuple(sections), lists)


def _choices(count: int) -> tuple[Choice, ...]:
    return tuple(Choice(f"c{at}", {"vi": f"Lựa chọn số {at} của Đặng Mẫu"}) for at in range(count))


_KINDS: tuple[dict[str, Any], ...] = (
    {"type": "text"},
    {"type": "integer", "constraint": ". >= 0 and . < 100000"},
    {"type": "select_one", "list_name": "few"},
    {"type": "select_multiple", "list_name": "few"},
    {"type": "date"},
    {"type": "select_one", "list_name": "some"},
    {"type": "text", "appearance": "multiline"},
    {"type": "select_one", "list_name": "few", "appearance": "likert"},
)


def _question(at: int) -> Question:
    more = dict(_KINDS[at % len(_KINDS)])
    if at % 5 == 4:
        more["relevant"] = f"${{q{at - 1}}} != 'không'"
    if at % 3 == 0:
        more["required"] = f"${{q{max(at - 2, 0)}}} != ''" if at else "true()"
    if more["type"] == "text" and at % 2 == 0:
        more["constraint"] = "string-length(.) < 500"
    return Question(
        name=f"q{at}",
        label={"vi": f"Câu hỏi số {at} về hộ gia đình"},
        hint={"vi": "gợi ý"} if at % 4 else {},
        **more,
    )


def _measure() -> Iterator[str]:
    from PySide6.QtWidgets import QApplication

    from desktop.ui.entry.offscreen import NoLanes
    from desktop.ui.entry.presenter import EntryPresenter
    from desktop.ui.entry.sheet import Extra
    from desktop.ui.entry.view import EntryView
    from desktop.ui.parts import theme, tokens
    from desktop.ui.parts.layouts import ScrollBody
    from desktop.work.desk import wall_clock
    from forms.entry import Entry

    app = QApplication([])
    theme.apply(app, tokens.LIGHT)
    form, today = big_form(), wall_clock().date()
    presenter = EntryPresenter(
        NoLanes(), show=lambda state: view.render_state(state), focus=lambda path: None, touched=lambda: None
    )
    view = EntryView(presenter, lambda: today)
    body = ScrollBody(view)
    body.resize(1366, 768)
    body.show()
    app.processEvents()

    def opened() -> None:
        view.restart()
        presenter.begin(Entry(form, today=today), Extra())
        body.grab()

    first = _timed(opened)
    later = []
    for _again in range(_LATER):
        app.processEvents()
        later.append(_timed(opened))
    yield _line(f"open a form of {_QUESTIONS} questions, first", first)
    yield _line(f"open a form of {_QUESTIONS} questions, later", max(later), "the worst of 5, painted")
    yield _line("the rest of it made while idle", _timed(view.finish))
    app.processEvents()
    taken = []
    for at in range(_ANSWERS):
        answer = _answer(view, f"q{at * 7 % _QUESTIONS}", at)
        taken.append(_timed(lambda act=answer: (act(), app.processEvents())))  # type: ignore[misc]
    yield _line("one answer, p50", percentile(taken, 50), "rules, screen and painting")
    yield _line("one answer, p95", percentile(taken, 95))
    yield from _list(presenter, view, app)


def _answer(view: Any, path: str, at: int) -> Callable[[], object]:
    """What a person does to this control."""
    control = view.answer(path).control
    match type(control).__name__:
        case "Line":
            return lambda: control.setText(str(at))
        case "Paragraph":
            return lambda: control.setPlainText(f"ghi chú {at}")
        case "Day":
            return lambda: control.line.setText(f"{1 + at % 28}/11/2026")
        case "Chooser":
            return lambda: control.picked.emit(f"c{at % 40}")
        case _:
            button = control.button(f"c{at % 5}")
            return lambda: button.click()


def _list(presenter: Any, view: Any, app: Any) -> Iterator[str]:
    from desktop.ui.entry.sheet import Extra
    from forms.entry import Entry

    asked = Question("q", "select_one", {"vi": "Chọn"}, list_name="many", appearance="search")
    form = Form("list", "1", {"vi": "Danh sách"}, "vi", (asked,), {"many": _choices(_CHOICES)})
    entry = Entry(form, today=presenter.entry.today)

    def opened() -> None:
        view.restart()
        presenter.begin(entry, Extra())
        view.answer("q").control.pick.open()
        app.processEvents()

    yield _line(f"open a list of {_CHOICES:,} choices", _timed(opened))
    box = view.answer("q").control.pick

    def typed() -> None:
        box.insert("dang mau")
        box.textEdited.emit(box.text())
        app.processEvents()

    yield _line("its first narrowing, diacritics folded", _timed(typed))


def _timed(step: Callable[[], object]) -> float:
    started = perf_counter()
    step()
    return (perf_counter() - started) * 1000


def _line(name: str, taken: float, note: str = "") -> str:
    return f"{name:<46} {taken:10.2f} {'':>10} {'ms':<8} {note}".rstrip()


if __name__ == "__main__":
    for line in _measure():
        sys.stdout.write(line + "\n")
