"""Questions with the same choices, drawn as a table."""

from typing import Any

from PySide6.QtCore import Qt

from desktop.ui.entry.matrix import Matrix
from forms.definition import Form
from tests.helpers.entry_window import (
    FIVE,
    FOUR,
    ask,
    click,
    drawn,
    focused,
    form_of,
    press,
    settle,
)

Key = Qt.Key


def table(**more: Any) -> Form:
    return form_of(
        ask("text", "before"),
        ask(
            "group",
            "g",
            children=(
                ask("select_one", "head", "Đồng ý đến mức nào?", list_name="five", appearance="label"),
                ask("select_one", "a", list_name="five", appearance="list-nolabel", required="true()"),
                ask("select_one", "b", list_name="five", appearance="list-nolabel", **more),
                ask("select_one", "c", list_name="five", appearance="list-nolabel"),
            ),
        ),
        five=FIVE,
    )


def test_questions_with_one_list_make_a_table(qtbot: Any) -> None:
    d = drawn(table(), qtbot)
    (matrix,) = d.view.findChildren(Matrix)
    assert list(matrix.rows) == ["a", "b", "c"]
    click(d.control("a").button("c5"))
    onto_b = d.control("b").button("c1")
    onto_b.setFocus()
    press(onto_b, Key.Key_Space)
    press(onto_b, Key.Key_Right)
    assert (d.get("a"), d.get("b"), d.get("c")) == ("c5", "c2", None)
    assert onto_b.accessibleName() == "Câu b: Rất kém"
    d.control("b").button("c2").setFocus()
    press(focused(), Key.Key_Delete)
    assert d.get("b") is None


def test_a_fault_in_a_table_stands_in_its_row_and_takes_the_cursor(qtbot: Any) -> None:
    d = drawn(table(), qtbot)
    assert not d.presenter.check()
    settle()
    assert d.fault("a")
    assert not d.fault("b")
    assert d.view.cursor_path() == "a"
    click(d.control("a").button("c1"))
    assert not d.fault("a")


def test_a_row_of_a_table_comes_and_goes(qtbot: Any) -> None:
    d = drawn(table(relevant="${a} = 'c1'"), qtbot)
    assert not d.view.answer("b").isVisible()
    click(d.control("a").button("c1"))
    assert d.view.answer("b").isVisible()
    click(d.control("a").button("c2"))
    assert not d.view.answer("b").isVisible()


def test_a_table_list_takes_several(qtbot: Any) -> None:
    inside = tuple(ask("select_multiple", name, list_name="four") for name in "ab")
    d = drawn(form_of(ask("group", "g", appearance="table-list", children=inside), four=FOUR), qtbot)
    click(d.control("a").button("c1"))
    click(d.control("a").button("c4"))
    click(d.control("b").button("c4"))
    assert (d.get("a"), d.get("b")) == (["c1", "c4"], ["c4"])
