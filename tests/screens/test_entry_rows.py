"""Rows, faults, Tab and names: the entry as a whole."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.entry.holders import Rows
from desktop.ui.entry.offscreen import draw_once
from desktop.ui.parts.buttons import Button
from forms.definition import Question
from forms.library import built_in
from tests.helpers.entry_window import (
    ALL,
    FOUR,
    ask,
    click,
    drawn,
    everything,
    focused,
    form_of,
    path_of,
    settle,
    tabbed,
    words,
    write,
)

Key = Qt.Key


def test_the_first_fault_takes_the_cursor_wherever_it_is(qtbot: Any) -> None:
    questions = [ask("text", f"q{n}") for n in range(60)]
    form = form_of(*questions, ask("select_one", "must", required="true()", list_name="four"), four=FOUR)
    d = drawn(form, qtbot)
    assert not d.presenter.check()
    settle()
    assert d.view.cursor_path() == "must"
    assert d.fault("must") in d.control("must").accessibleDescription()
    assert not focused().visibleRegion().isEmpty()
    link = next(it for it in d.view._summary.findChildren(Button) if it.isVisible())
    assert link.text() == d.fault("must")


def test_a_fault_in_a_row_far_down_is_reached(qtbot: Any) -> None:
    people = [{"name": "x"} for _ in range(300)]
    people[250]["name"] = ""
    row = Question("name", "text", words("Tên"), required="true()", required_message=words("Ghi tên."))
    d = drawn(form_of(Question("r", "repeat", words("Người"), children=(row,))), qtbot, {"r": people})
    (rows,) = d.view.findChildren(Rows)
    assert len(rows._rows) < 70
    assert not d.presenter.check()
    path = f"r/{d.entry.rows('r')[250]}/name"
    qtbot.waitUntil(lambda: d.view.cursor_path() == path)
    assert d.fault(path) == "Ghi tên."
    assert len(rows._rows) < 70
    click(rows.more)
    added = d.entry.rows("r")[-1]
    qtbot.waitUntil(lambda: d.view.cursor_path() == f"r/{added}/name")
    for _press in range(12):
        if rows._earlier.isVisible():
            click(rows._earlier)
    assert next(iter(sorted(rows._rows.values(), key=lambda it: it.y()))).path.endswith(d.entry.rows("r")[0])
    assert not [it for it in QApplication.topLevelWidgets() if it.isVisible() and it is not d.body]


def test_rows_within_rows_come_and_go(qtbot: Any) -> None:
    inner = Question("s", "repeat", words("Thiết bị"), children=(ask("text", "kind"),))
    d = drawn(form_of(Question("r", "repeat", words("Người"), children=(ask("text", "name"), inner))), qtbot)

    def add(label: str) -> None:
        name = f"Thêm vào “{label}”"
        click(
            [it for it in d.view.findChildren(Button) if it.isVisible() and it.accessibleName() == name][-1]
        )
        settle()

    add("Người")
    first = d.entry.rows("r")[0]
    add("Thiết bị")
    add("Thiết bị")
    one, two = d.entry.rows(f"r/{first}/s")
    assert d.view.cursor_path() == f"r/{first}/s/{two}/kind"
    write(focused(), "máy tính")
    assert d.get(f"r/{first}/s/{two}/kind") == "máy tính"
    order = [path_of(d, it) for it in tabbed(d) if path_of(d, it)]
    assert order == [f"r/{first}/name", f"r/{first}/s/{one}/kind", f"r/{first}/s/{two}/kind"]
    d.presenter.removed(f"r/{first}/s/{one}")
    settle()
    assert d.entry.rows(f"r/{first}/s") == [two]
    assert d.control(f"r/{first}/s/{two}/kind").value() == "máy tính"
    d.presenter.removed(f"r/{first}")
    settle()
    assert d.view.paths() == []


def test_a_question_that_does_not_count_stays_hidden_in_a_new_row(qtbot: Any) -> None:
    hidden = ask("text", "why", relevant="${a} != ''")
    form = form_of(ask("text", "a"), Question("r", "repeat", words("Người"), children=(hidden,)))
    d = drawn(form, qtbot)
    d.presenter.added("r")
    settle()
    path = f"r/{d.entry.rows('r')[0]}/why"
    assert not d.view.answer(path).isVisible()
    d.control("a").setText("x")
    settle()
    assert d.view.answer(path).isVisible()


def test_a_counted_repeat_has_as_many_rows_as_it_counts(qtbot: Any) -> None:
    rows = Question("r", "repeat", words("Lượt"), children=(ask("text", "what"),), repeat_count="${n}")
    d = drawn(form_of(ask("integer", "n"), rows), qtbot)
    for typed, wanted in (("3", 3), ("2", 2), ("0", 0), ("4", 4)):
        d.control("n").setText(typed)
        settle()
        assert len([it for it in d.view.paths() if it.startswith("r/")]) == wanted
    assert not [
        it for it in d.view.findChildren(Button) if it.isVisible() and it.icon_name in ("plus", "trash-2")
    ]


def test_tab_goes_through_every_kind_in_the_order_of_the_form(qtbot: Any) -> None:
    d = drawn(everything(), qtbot)
    d.presenter.added("r")
    settle()
    stops = tabbed(d)
    order = list(dict.fromkeys(path for it in stops if (path := path_of(d, it))))
    takes = [it for it in d.view.paths() if it in order]
    assert order == takes
    names = [it.accessibleName() for it in stops]
    assert names[-3:] == ["Thêm vào “Thiết bị”", "Thêm vào “Người”", "Hướng dẫn thêm: Câu q0"]
    missing = set(d.view.paths()) - set(order)
    told = {f"q{at}" for at, (kind, _appearance) in enumerate(ALL) if kind in ("note", "calculate")}
    assert missing <= told
    for stop in stops:
        if d.view.isAncestorOf(stop):
            assert not stop.visibleRegion().isEmpty() or stop.isVisible()


def test_whatever_takes_the_focus_has_a_name(qtbot: Any) -> None:
    d = drawn(everything(several=True), qtbot)
    d.presenter.added("r")
    d.presenter.answered("q18", ["c1", "c2"])
    settle()
    for stop in d.view.findChildren(QWidget):
        if stop.isVisible() and stop.focusPolicy() & Qt.FocusPolicy.TabFocus and stop.focusProxy() is None:
            assert stop.accessibleName() or getattr(stop, "text", lambda: "")(), stop
            assert stop.height() >= 24, stop
            assert stop.width() >= 24, stop


def test_questions_far_down_are_made_later_yet_asked_for_at_once(qtbot: Any) -> None:
    form = form_of(*(ask("text", f"q{n}") for n in range(200)))
    d = drawn(form, qtbot)
    d.view.restart()
    d.view.render_state(d.states[-1])
    assert 12 < len(d.view._answers) < 60
    d.view.take("q199")
    qtbot.waitUntil(lambda: d.view.cursor_path() == "q199")
    d.view.restart()
    d.view.render_state(d.states[-1])
    assert d.view.answer("q150").control.value() == ""


def test_they_are_made_while_nothing_else_is_to_be_done(qtbot: Any) -> None:
    d = drawn(form_of(*(ask("text", f"q{n}") for n in range(200))), qtbot)
    d.view.restart()
    d.view.render_state(d.states[-1])
    qtbot.waitUntil(lambda: len(d.view._answers) == 200)
    settle()
    order = [path_of(d, it) for it in tabbed(d) if path_of(d, it)]
    assert order == [f"q{n}" for n in range(200)]


def test_a_form_is_drawn_once_for_a_check(qapp: Any) -> None:
    assert draw_once(everything()) == len(ALL) - 1 + 3
    assert draw_once(built_in("household")) > 10
    assert not [it for it in QApplication.topLevelWidgets() if it.isVisible()]
