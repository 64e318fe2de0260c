"""What the screen shows of an entry, and that only what changed is drawn again."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from desktop.ui.entry.kinds import kind_of, look_of, matrices
from desktop.ui.entry.sheet import Extra, Sheet, next_question
from desktop.ui.entry.state import Item
from forms.definition import Choice, Form, Question
from forms.entry import Entry

LISTS = {"yn": (Choice("y", {"vi": "Có", "en": "Yes"}), Choice("n", {"vi": "Không", "en": "No"}))}


def ask(kind: str, name: str, **more: Any) -> Question:
    return Question(name=name, type=kind, label={"vi": f"Câu {name}", "en": f"Question {name}"}, **more)


def form_of(*questions: Question) -> Form:
    return Form("f", "1", {"vi": "Phiếu"}, "vi", questions, LISTS, {"vi": "Tiếng Việt", "en": "English"})


def sheet_of(*questions: Question, values: Any = None) -> tuple[Entry, Sheet]:
    entry = Entry(form_of(*questions), values, today=date(2026, 11, 21))
    return entry, Sheet(entry, "vi")


def flat(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from flat(item.items)


def by_path(items: tuple[Item, ...]) -> dict[str, Item]:
    return {item.path: item for item in flat(items)}


def test_an_answer_draws_only_what_it_changes() -> None:
    entry, sheet = sheet_of(
        ask(
            "group",
            "g",
            children=(ask("text", "a"), ask("text", "b", relevant="${a} = 'x'"), ask("text", "c")),
        ),
        ask("group", "h", children=(ask("text", "d"),)),
        ask("repeat", "r", children=(ask("text", "e"),)),
        values={"r": [{"e": "1"}, {"e": "2"}]},
    )
    before = by_path(sheet.draw(Extra()))
    after = by_path(sheet.draw(Extra(), entry.set("a", "x").changed))
    assert {path for path in after if after[path] is not before[path]} == {"g", "a", "b"}
    assert after["b"].shown


def test_an_answer_in_a_row_leaves_the_other_rows_alone() -> None:
    entry, sheet = sheet_of(
        ask("repeat", "r", children=(ask("text", "e"), ask("repeat", "s", children=(ask("text", "f"),)))),
        values={"r": [{"e": "1", "s": [{"f": "x"}, {"f": "y"}]}, {"e": "2"}]},
    )
    first, _second = entry.rows("r")
    inner = entry.rows(f"r/{first}/s")[0]
    before = by_path(sheet.draw(Extra()))
    path = f"r/{first}/s/{inner}/f"
    after = by_path(sheet.draw(Extra(), entry.set(path, "z").changed))
    changed = {at for at in after if after[at] is not before[at]}
    assert changed == {"r", f"r/{first}", f"r/{first}/s", f"r/{first}/s/{inner}", path}
    assert after[f"r/{first}/s/{inner}"].label == "z"


def test_a_row_that_was_added_or_taken_away_is_drawn() -> None:
    entry, sheet = sheet_of(ask("repeat", "r", children=(ask("text", "e"),)), values={"r": [{"e": "1"}]})
    sheet.draw(Extra())
    row = entry.add_row("r")
    assert f"r/{row}/e" in by_path(sheet.draw(Extra()))
    gone = entry.remove_row(f"r/{row}").changed
    assert f"r/{row}/e" not in by_path(sheet.draw(Extra(), gone))


def test_a_label_that_tells_an_answer_follows_it() -> None:
    told = Question(name="b", type="text", label={"vi": "Tuổi của **${a}**"})
    entry, sheet = sheet_of(ask("text", "a"), told)
    sheet.draw(Extra())
    drawn = by_path(sheet.draw(Extra(), entry.set("a", "An").changed))["b"]
    assert drawn.label == "Tuổi của An"
    assert drawn.rich == "Tuổi của <b>An</b>"


def test_another_language_says_everything_in_it() -> None:
    entry, _sheet = sheet_of(ask("select_one", "a", list_name="yn", required="true()"))
    item = by_path(Sheet(entry, "en").draw(Extra(told=None)))["a"]
    assert (item.label, [it.label for it in item.options]) == ("Question a", ["Yes", "No"])


def test_long_lists_are_turned_into_options_once() -> None:
    entry, sheet = sheet_of(ask("select_one", "a", list_name="yn"), ask("select_one", "b", list_name="yn"))
    drawn = by_path(sheet.draw(Extra()))
    assert drawn["a"].options is drawn["b"].options
    again = by_path(sheet.draw(Extra(), entry.set("a", "y").changed))
    assert again["a"].options is drawn["a"].options


@pytest.mark.parametrize(
    ("kind", "appearance", "options", "drawn"),
    [
        ("select_one", "", 8, "radios"),
        ("select_one", "", 9, "combo"),
        ("select_one", "minimal", 2, "combo"),
        ("select_one", "", 201, "search"),
        ("select_one", "minimal autocomplete", 5, "search"),
        ("select_one", "search('fruits', 'matches', 'a b', 'c')", 5, "search"),
        ("select_one", "likert", 5, "likert"),
        ("select_one", "list-nolabel", 5, "likert"),
        ("select_one", "columns-3", 20, "radios"),
        ("select_one", "w1 map", 5, "radios"),
        ("select_multiple", "", 16, "chips"),
        ("select_multiple", "", 17, "ticks"),
        ("select_multiple", "minimal", 3, "search"),
        ("rank", "", 4, "rank"),
        ("range", "", 0, "slider"),
        ("range", "picker", 0, "combo"),
        ("range", "rating", 0, "stars"),
        ("text", "multiline", 0, "area"),
        ("text", "", 0, "line"),
        ("date", "year", 0, "line"),
        ("date", "ethiopian", 0, "date"),
        ("datetime", "", 0, "moment"),
        ("time", "", 0, "time"),
        ("barcode", "", 0, "line"),
        ("image", "signature", 0, "file"),
        ("image", "draw", 0, "file"),
        ("acknowledge", "", 0, "tick"),
    ],
)
def test_which_control_answers_what(kind: str, appearance: str, options: int, drawn: str) -> None:
    assert kind_of(Question(name="q", type=kind, appearance=appearance), options) == drawn


def test_a_range_that_cannot_be_drawn_is_typed() -> None:
    for given in ({"start": "5", "end": "5"}, {"start": "0", "end": "10000000", "step": "0.001"}):
        assert kind_of(Question(name="q", type="range", parameters=given), 0) == "line"


def test_appearances_that_belong_to_another_type_change_nothing() -> None:
    assert look_of(Question(name="q", type="text", appearance="counter thousands-sep year")) == frozenset()


def test_neighbours_with_one_list_make_a_table() -> None:
    def row(name: str, appearance: str = "list-nolabel", listed: str = "yn") -> Question:
        return Question(name=name, type="select_one", list_name=listed, appearance=appearance)

    def names(*questions: Question, table: bool = False) -> list[Any]:
        made = matrices(questions, table)
        return [it.name if isinstance(it, Question) else tuple(q.name for q in it) for it in made]

    assert names(row("h", "label"), row("a"), row("b")) == [("h", "a", "b")]
    assert names(row("a"), row("b"), row("c", listed="other")) == [("a", "b"), "c"]
    assert names(row("h", "label"), row("a"), row("i", "label"), row("b")) == [("h", "a"), ("i", "b")]
    assert names(row("a", ""), row("b", "")) == ["a", "b"]
    assert names(row("a", ""), row("b", ""), table=True) == [("a", "b")]
    assert names(row("h", "label")) == ["h"]


def test_the_next_question_is_one_that_takes_an_answer() -> None:
    _entry, sheet = sheet_of(
        ask("text", "a"),
        ask("note", "n"),
        ask("text", "hidden_one", relevant="false()"),
        ask("text", "locked", read_only="true()"),
        ask("group", "g", children=(ask("text", "b"),)),
    )
    items = sheet.draw(Extra())
    assert next_question(items, "a") == "b"
    assert next_question(items, "b") == ""


def _communes(*more: Question) -> tuple[Entry, Sheet]:
    """Communes ``q`` filtered by ``a``, and what stands before them."""
    lists = {"some": (Choice("x1", {"vi": "Xã"}, {"of": "x"}),)}
    entry = Entry(Form("f", "1", {"vi": "Phiếu"}, "vi", more, lists), today=date(2026, 11, 21))
    return entry, Sheet(entry, "vi")


FIRST = "Trả lời câu “Câu a” trước."
NONE = "Không có lựa chọn nào khớp với các câu đã trả lời."


def test_an_empty_list_names_the_answer_that_a_calculation_reads() -> None:
    entry, sheet = _communes(
        ask("text", "a"),
        ask("calculate", "b", calculation="${a}"),
        ask("select_one", "q", list_name="some", choice_filter="of = ${b}"),
    )
    assert by_path(sheet.draw(Extra()))["q"].nothing == FIRST
    assert by_path(sheet.draw(Extra(), entry.set("a", "y").changed))["q"].nothing == NONE
    assert not by_path(sheet.draw(Extra(), entry.set("a", "x").changed))["q"].nothing


def test_an_empty_list_never_names_a_question_that_is_not_asked() -> None:
    entry, sheet = _communes(
        ask("text", "z"),
        ask("text", "a", relevant="${z} = '1'"),
        ask("select_one", "q", list_name="some", choice_filter="of = ${a}"),
    )
    assert by_path(sheet.draw(Extra()))["q"].nothing == NONE
    assert by_path(sheet.draw(Extra(), entry.set("z", "1").changed))["q"].nothing == FIRST


def test_an_empty_list_in_a_row_follows_the_answers_of_its_own_row_and_of_the_form() -> None:
    inner = (
        ask("text", "b"),
        ask("select_one", "q", list_name="some", choice_filter="of = concat(${a}, ${b})"),
    )
    entry, sheet = _communes(ask("text", "a"), ask("repeat", "r", children=inner))
    row, other = entry.add_row("r"), entry.add_row("r")
    second = FIRST.replace("Câu a", "Câu b")

    def said(*changed: str) -> list[str]:
        items = by_path(sheet.draw(Extra(), changed or None))
        return [items[f"r/{it}/q"].nothing for it in (row, other)]

    assert said() == [FIRST, FIRST]
    assert said(*entry.set("a", "y").changed) == [second, second]
    assert said(*entry.set(f"r/{row}/b", "y").changed) == [NONE, second]


def test_choices_from_rows_ask_for_the_rows_first() -> None:
    entry, sheet = _communes(
        ask("repeat", "r", children=(ask("text", "a"),)),
        ask("select_one", "q", list_name="${a}", choice_filter="string-length(${a}) > 3"),
    )
    assert by_path(sheet.draw(Extra()))["q"].nothing == FIRST
    row = entry.add_row("r")
    assert by_path(sheet.draw(Extra()))["q"].nothing == FIRST
    assert by_path(sheet.draw(Extra(), entry.set(f"r/{row}/a", "An").changed))["q"].nothing == NONE
    assert not by_path(sheet.draw(Extra(), entry.set(f"r/{row}/a", "Hoài").changed))["q"].nothing


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        (["Kém", "Vừa", "Tốt"], "likert"),
        ([str(n) for n in range(11)], "likert"),
        (["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"], "likert"),
        (["Very dissatisfied"] * 7, "radios"),
        (["Internationalization"] * 5, "radios"),
        (["Very dissatisfied"] * 11, "combo"),
        ([str(n) for n in range(12)], "combo"),
    ],
)
def test_choices_stand_in_one_line_only_where_their_words_find_room(labels: list[str], kind: str) -> None:
    lists = {"s": tuple(Choice(str(at), {"vi": label}) for at, label in enumerate(labels, 1))}
    asked = ask("select_one", "q", list_name="s", appearance="likert")
    entry = Entry(Form("f", "1", {"vi": "Phiếu"}, "vi", (asked,), lists), today=date(2026, 11, 21))
    assert by_path(Sheet(entry, "vi").draw(Extra()))["q"].kind == kind


def test_a_matrix_of_long_words_becomes_questions_under_their_head() -> None:
    lists = {"s": tuple(Choice(str(at), {"vi": "Internationalization"}) for at in range(5))}
    looks = ("label", "list-nolabel", "list-nolabel")
    asked = (ask("select_one", f"q{n}", list_name="s", appearance=look) for n, look in enumerate(looks))
    entry = Entry(Form("f", "1", {"vi": "Phiếu"}, "vi", tuple(asked), lists), today=date(2026, 11, 21))
    sheet = Sheet(entry, "vi")
    items = by_path(sheet.draw(Extra()))
    assert [(it.path, it.kind) for it in items.values() if it.path.startswith("q")] == [
        ("q0", "told"), ("q1", "radios"), ("q2", "radios"),
    ]  # fmt: skip
    again = by_path(sheet.draw(Extra(), entry.set("q1", "2").changed))
    assert again["q0"] is items["q0"]
    assert again["q1"].chosen == ("2",)
