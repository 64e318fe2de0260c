"""A form drawn in a window of its own, without a desk: what a person does to it and what it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.entry.offscreen import NoLanes
from desktop.ui.entry.presenter import EntryPresenter
from desktop.ui.entry.sheet import Extra
from desktop.ui.entry.state import EntryState
from desktop.ui.entry.view import EntryView
from desktop.ui.parts.layouts import ScrollBody
from forms.definition import Choice, Form, Question
from forms.entry import Entry

TODAY = date(2026, 11, 21)


def ask(kind: str, name: str, label: str = "", **more: Any) -> Question:
    """A question labelled in Vietnamese, and in English after ``en:``."""
    return Question(name=name, type=kind, label=words(label or f"Câu {name}"), **more)


def words(text: str) -> dict[str, str]:
    return {"vi": text, "en": f"en: {text}"}


def listed(*labels: str) -> tuple[Choice, ...]:
    """Choices ``c1``, ``c2`` …"""
    return tuple(Choice(f"c{at}", words(label)) for at, label in enumerate(labels, 1))


def form_of(*questions: Question, several: bool = False, **lists: tuple[Choice, ...]) -> Form:
    languages = {"vi": "Tiếng Việt", "en": "English"} if several else {}
    return Form("f", "1", words("Phiếu"), "vi", questions, lists, languages)


@dataclass
class Drawn:
    """The window and what stands behind it."""

    entry: Entry
    presenter: EntryPresenter
    view: EntryView
    body: ScrollBody
    states: list[EntryState]

    def control(self, path: str) -> Any:
        return self.view.answer(path).control

    def fault(self, path: str) -> str:
        return str(self.view.answer(path).fault())

    def get(self, path: str) -> Any:
        return self.entry.get(path)


def drawn(form: Form, qtbot: Any, values: Mapping[str, Any] | None = None, *, wide: int = 1000) -> Drawn:
    """Show ``form`` with these answers in an active window."""
    entry = Entry(form, values, today=TODAY)
    states: list[EntryState] = []

    def show(state: EntryState) -> None:
        states.append(state)
        view.render_state(state)

    presenter = EntryPresenter(NoLanes(), show=show, focus=lambda path: view.take(path), touched=lambda: None)
    view = EntryView(presenter, lambda: TODAY)
    body = ScrollBody(view)
    qtbot.addWidget(body, before_close_func=lambda _body: presenter.end())
    body.resize(wide, 530)
    body.showNormal()
    body.resize(wide, 530)
    body.activateWindow()
    qtbot.waitUntil(body.isActiveWindow)
    presenter.begin(entry, Extra())
    view.finish()
    settle()
    return Drawn(entry, presenter, view, body, states)


def settle() -> None:
    """Let timers of no delay and layouts run."""
    for _round in range(4):
        QApplication.processEvents()


def press(widget: QWidget, key: Qt.Key, *, alt: bool = False) -> None:
    held = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(widget, key, held)
    QApplication.processEvents()


def click(widget: QWidget, *at: Any) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, *at)
    QApplication.processEvents()


def write(widget: QWidget, text: str) -> None:
    """Commit ``text`` as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)
    QApplication.processEvents()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


FOUR = listed("Sóng", "Wi-Fi", "Lớp học", "Máy in")
ALL = (
    ("text", ""), ("text", "multiline"), ("text", "url"), ("text", "masked"), ("integer", ""),
    ("integer", "counter"), ("decimal", "thousands-sep"), ("date", ""), ("date", "year"), ("time", ""),
    ("datetime", ""), ("select_one", ""), ("select_one", "minimal"), ("select_one", "likert"),
    ("select_one", "search"), ("select_one", "columns-2"), ("select_one", "horizontal"),
    ("select_multiple", ""), ("select_multiple", "minimal"), ("select_multiple", "search"), ("rank", ""),
    ("range", ""), ("range", "vertical"), ("range", "picker"), ("range", "rating"), ("note", ""),
    ("acknowledge", ""), ("image", ""), ("file", ""), ("barcode", ""), ("calculate", ""), ("hidden", ""),
)  # fmt: skip


def everything(*, several: bool = False) -> Form:
    """One question of each kind, in a group, in a row and in a row within a row."""
    asked = [
        ask(
            kind,
            f"q{at}",
            appearance=appearance,
            list_name="four" if kind in ("select_one", "select_multiple", "rank") else "",
            calculation="1 + 1" if kind == "calculate" else "",
            hint=words("gợi ý") if at % 3 == 0 else {},
            guidance=words("hỏi **chậm**") if at % 5 == 0 else {},
            parameters={"start": "1", "end": "5", "step": "1"} if kind == "range" else {},
        )
        for at, (kind, appearance) in enumerate(ALL)
    ]
    inner = Question("s", "repeat", words("Thiết bị"), children=(ask("text", "kind"),))
    return form_of(
        ask("group", "g", "Nhóm", children=tuple(asked)),
        Question("r", "repeat", words("Người"), children=(ask("text", "name"), ask("integer", "age"), inner)),
        several=several,
        four=FOUR,
    )


def tabbed(d: Drawn) -> list[QWidget]:
    """The widgets Tab stops at, from the first one on until it comes round."""
    d.view.take("")
    settle()
    found: list[QWidget] = []
    while focused() not in found:
        found.append(focused())
        press(focused(), Qt.Key.Key_Tab)
        assert len(found) < 400
    assert focused() is found[0], "Tab is caught in a ring of its own"
    back: list[QWidget] = []
    while focused() not in back:
        back.append(focused())
        press(focused(), Qt.Key.Key_Backtab)
    assert back == [found[0], *reversed(found[1:])]
    return found


def path_of(d: Drawn, widget: QWidget) -> str:
    return next((path for path, it in d.view._answers.items() if it.isAncestorOf(widget)), "")


FIVE = listed("Rất kém", "Kém", "Vừa", "Tốt", "Rất tốt")
FOUR = listed("Sóng", "Wi-Fi", "Lớp học", "Máy in")


def one(kind: str, appearance: str = "", **more: Any) -> Form:
    """A question ``q`` and one after it."""
    question = ask(kind, "q", appearance=appearance, **more)
    return form_of(question, ask("text", "after"), five=FIVE, four=FOUR)


def onto(d: Drawn) -> QWidget:
    """Put the cursor into ``q``."""
    d.view.take("q")
    settle()
    return focused()
