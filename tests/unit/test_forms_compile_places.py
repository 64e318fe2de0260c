"""What pyxform or an answer's type stands against is told with its row and column too, and nothing breaks down."""

from xml.etree import ElementTree

import pytest

from forms.compile import Compiled, inspect, through_pyxform, workbook_bytes, xform
from forms.compile.workbook import book_of, read_workbook
from forms.compile.workbook_excel import write_xlsx
from resources import words


@pytest.fixture(autouse=True)
def english() -> None:
    words.use("en")


HEAD = "type | name | label | calculation | default | trigger | repeat_count | appearance | readonly"
CHOICES = "| choices |\n| | list_name | name | label |\n| | l | x | X |\n"


def survey(*rows: str, head: str = HEAD, more: str = CHOICES) -> Compiled:
    lines = "".join(f"| | {row} |\n" for row in (head, *rows))
    return inspect(f"| survey |\n{lines}{more}")


def told(compiled: Compiled) -> list[str]:
    return [place.text.removeprefix("sheet survey, ") for place in compiled.faults]


REPEAT = ("begin_repeat | r | R", "text | n | N", "end_repeat | |")


@pytest.mark.parametrize("kind", ["select_multiple", "rank", "select_one_external"])
def test_answers_in_a_repeat_are_chosen_from_one_at_a_time(kind: str) -> None:
    reason = "row 5, column type: answers in a repeat are chosen from with select_one ${n}"
    assert told(survey(*REPEAT, f"{kind} ${{n}} | a | A")) == [reason]
    assert survey(*REPEAT, "select one ${n} | a | A").form is not None


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (
            ("begin_repeat | r | R | | | | 1 + 1", "text | n | N", "end_repeat | |", "text | r_count | C"),
            "row 5, column name: the name r_count is needed for row 2; choose another",
        ),
        (
            ("text | r_count | C", "begin_repeat | r | R | | | | 1 + 1", "text | n | N", "end_repeat | |"),
            "row 2, column name: the name r_count is needed for row 3; choose another",
        ),
        (
            ("select_one l or_other | a | A", "text | a_other | O"),
            "row 3, column name: the name a_other is needed for row 2; choose another",
        ),
    ],
)
def test_names_that_pyxform_makes_itself_are_taken(rows: tuple[str, ...], fault: str) -> None:
    assert told(survey(*rows)) == [fault]


def test_a_trigger_nobody_answers() -> None:
    compiled = survey("calculate | c | | 1", "integer | n | N | 2 | | ${c}")
    assert told(compiled)[0].startswith("row 3, column trigger: ${c} is asked of nobody")


def test_one_form_makes_one_record() -> None:
    entities = "| entities |\n| | list_name | label |\n| | one | ${a} |\n| | two | ${a} |\n"
    (fault,) = survey("text | a | A", more=entities).faults
    assert (fault.sheet, fault.row, fault.column) == ("entities", 3, "list_name")


@pytest.mark.parametrize("depth", [21, 150, 400, 3_000])
def test_groups_in_groups_without_end(depth: int) -> None:
    rows = [f"begin_group | g{n} | G" for n in range(depth)]
    compiled = survey(*rows, "text | a | A", *["end_group | |"] * depth)
    assert told(compiled) == ["row 22, column type: groups stand at most 20 deep"]


def test_a_map_question_and_its_sheet() -> None:
    compiled = survey(
        "osm tags | o | O", more="| osm |\n| | list_name | name | label |\n| | tags | x | X |\n"
    )
    assert told(compiled)[0].startswith("row 2, column type: questions of type osm tags are not used here")
    assert [place.text for place in compiled.notes] == ["sheet osm: this sheet is not used"]


@pytest.mark.parametrize(
    ("row", "note"),
    [
        ("integer | a | A | | abc", "the default “abc” is no answer here: Enter a whole number"),
        ("select_one l | a | A | | zzz", "the default “zzz” is no answer here: “zzz” is not one"),
        ("select_multiple l | a | A | | x zzz", "the default “x zzz” is no answer here"),
        ("time | a | A | | 25:99", "the default “25:99” is no answer here: There is no time"),
        ("range | a | A | | 11", "the default “11” is no answer here: Enter a number from 1 to 10"),
        ("date | a | A | | 31/12/2026", "phones do not read “31/12/2026”; write it like 2026-12-31"),
        ("decimal | a | A | | 1,5", "phones do not read “1,5”; write it like 1.5"),
    ],
)
def test_a_default_that_is_no_answer_is_noted(row: str, note: str) -> None:
    compiled = survey(row)
    assert compiled.form is not None
    (place,) = compiled.notes
    assert (place.row, place.column) == (2, "default")
    assert place.reason.startswith(note)


def test_defaults_that_are_answers_are_not_noted() -> None:
    rows = ("integer | a | A | | -3", "decimal | b | B | | 1.5", "date | c | C | | 2026-12-31")
    others = ("time | d | D | | 08:30", "select_one l | e | E | | x", "date | f | F | | today()")
    assert survey(*rows, *others, "text | g | G | | 31/12/2026").notes == ()


@pytest.mark.parametrize(
    "row",
    ["integer | a | A | 'abc'", "date | a | A | concat('not', ' a date')", "select_one l | a | A | 'z'"],
)
def test_a_calculation_that_is_never_an_answer_is_refused(row: str) -> None:
    (fault,) = told(survey(row))
    assert fault.startswith("row 2, column calculation: this always gives “")


@pytest.mark.parametrize(
    "row",
    [
        "integer | a | A | 1 + 1",
        "date | a | A | today()",
        "select_one l | a | A | 'x'",
        "text | a | A | 'abc'",
    ],
)
def test_other_calculations_without_names_are_not(row: str) -> None:
    assert survey(row).form is not None


def test_appearances_that_are_not_drawn_are_told_once() -> None:
    rows = (
        "text | a | A | | | | | w2 multiline",
        "text | b | B | | | | | w2",
        "date | c | C | | | | | minimal",
    )
    assert [place.text.partition(", column appearance: ")[2] for place in survey(*rows).notes] == [
        "the appearance w2 changes nothing here for text",
        "the appearance minimal changes nothing here for date",
    ]


@pytest.mark.parametrize(
    "column",
    ["bind::esri:fieldType", "body::esri:style", "instance::odk:x", "bind::1x", "bind::a::b", "hint:x y"],
)
@pytest.mark.parametrize(
    "settings", ["", '| settings |\n| | namespaces |\n| | esri="https://x.example/y&z" |\n']
)
def test_a_column_of_another_program_never_spoils_the_xform(column: str, settings: str) -> None:
    compiled = survey("text | a | A | some", head=f"type | name | label | {column}", more=settings)
    assert compiled.form is not None
    text = xform(compiled.source)
    ElementTree.fromstring(text)
    assert ("esri:" in text) == ("esri" in column and bool(settings))


def test_namespaces_that_cannot_be_declared() -> None:
    more = '| settings |\n| | namespaces |\n| | 1x="https://x.example" |\n'
    (fault,) = survey("text | a | A", more=more).faults
    assert (fault.sheet, fault.row, fault.column) == ("settings", 2, "namespaces")


def test_a_block_of_another_program_is_one_fault() -> None:
    rows = ("begin_kobomatrix | m | M", "text | a | A", "end_kobomatrix | |")
    assert told(survey(*rows)) == [
        "row 2, column type: questions of type begin_kobomatrix are not used here: "
        "it is Kobo's own; write a group, and in it one group for each row"
    ]


def test_the_text_beside_other_has_no_name() -> None:
    (fault,) = told(survey("select_one l or_other | a | A", "note | n | It is ${a_other}"))
    assert fault.startswith("row 3, column label: the text beside “other” has no name")


def test_a_question_that_is_only_a_picture_is_refused_and_such_a_note_remarked_on() -> None:
    head = "| survey |\n| | type | name | label | media::image |\n"
    told = inspect(f"{head}| | note | logo | | a.png |\n| | text | bee | | b.png |\n")
    reason = "column label: a picture or sound alone is not shown here; write a label"
    assert [it.text for it in told.faults] == [f"sheet survey, row 3, {reason}"]
    assert f"sheet survey, row 2, {reason}" in [it.text for it in told.notes]


@pytest.mark.parametrize(
    ("counts", "faults"),
    [
        (("5000",), []),
        (("5001",), ["row 2, column repeat_count: an entry holds at most 5000 rows here, not 5001"]),
        (("200", "99"), []),
        (("200", "100"), ["row 3, column repeat_count: At most"]),
        (("200", "101"), ["row 3, column repeat_count: an entry holds at most 20000 rows here, not 20200"]),
        (("200", "count-selected('a')", "200"), ["row 4, column repeat_count: an entry holds at most 20000"]),
        (("count(${r0}) + 1",), ["row 2, column repeat_count: At most 5000 rows"]),
        (("1", "count(${r1}) + 1"), ["row 3, column repeat_count: At most 5000 rows"]),
        (("if(count(${r0}) < 3, count(${r0}) + 1, count(${r0}))",), []),
    ],
)
def test_a_count_of_rows_that_no_entry_holds(counts: tuple[str, ...], faults: list[str]) -> None:
    begins = [f"begin_repeat | r{n} | R | | | | {count}" for n, count in enumerate(counts)]
    found = told(survey(*begins, "text | a | A", *["end_repeat | |"] * len(counts)))
    assert [fault[: len(wanted)] for fault, wanted in zip(found, faults, strict=True)] == faults


@pytest.mark.parametrize(("column", "text"), [("form_id", ".."), ("form_id", "a\nb"), ("version", "-")])
def test_an_id_is_written_in_letters_on_one_line(column: str, text: str) -> None:
    book = [("survey", [["type", "name", "label"], ["text", "a", "A"]]), ("settings", [[column], [text]])]
    (fault,) = inspect(write_xlsx(book_of(book, "x")), name="x.xlsx").faults
    assert (fault.sheet, fault.row, fault.column) == ("settings", 2, column)


def test_the_id_from_a_files_name_is_written_into_its_workbook() -> None:
    for more in ("", "| settings |\n| | version | form_id |\n| | 2 | |\n"):
        compiled = inspect(
            f"| survey |\n| | type | name | label |\n| | text | a | A |\n{more}", name="Hộ nghèo"
        )
        again = inspect(workbook_bytes(compiled.source), name="other.xlsx")
        assert compiled.form is not None
        assert again.form == compiled.form
        assert (again.form.id, again.form.title) == ("ho_ngheo", {"vi": "Hộ nghèo"})


def test_a_hint_without_a_language_is_not_lost_beside_another() -> None:
    compiled = survey("note | n | plain | en français", head="type | name | hint | hint::French (fr)")
    assert compiled.form is not None
    assert compiled.form.default_language == "vi"
    assert compiled.form.find("n").hint == {"vi": "plain", "fr": "en français"}


def test_a_hidden_integer_stays_whole_and_old_types_keep_their_hint() -> None:
    compiled = survey("integer | a | | 7 div 2", "phone number | b | B")
    assert compiled.form is not None
    assert compiled.form.find("a").calculation == "int(7 div 2)"
    assert compiled.form.find("b").hint == {"vi": "Enter numbers only."}


def test_a_mistake_of_our_own_is_a_fault_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forms.compile.odd_defaults", None)
    compiled = survey("text | a | A")
    assert compiled.failed
    assert told(compiled)[0].startswith("sheet survey: this form cannot be read: TypeError")


def test_an_empty_group_is_noted() -> None:
    (note,) = survey("begin_group | g | G", "end_group | |", "text | a | A").notes
    assert (note.row, note.column) == (2, "type")


def test_other_beside_choices_without_labels() -> None:
    more = "| choices |\n| | list_name | name | label::Tiếng Việt (vi) |\n| | l | x | X |\n| | l | y | |\n"
    fault = told(survey("select_one l or_other | a | A", more=more))[0]
    assert fault.startswith("row 2, column type: or_other adds a choice with a label")


def test_where_pyxform_breaks_down_the_row_is_found() -> None:
    """Straight past our own checks: pyxform has no list for the answers of a repeat."""
    rows = ("type | name | label", *REPEAT, "text | b | B", "select_multiple ${n} | a | A", "text | c | C")
    book = read_workbook("| survey |\n" + "".join(f"| | {row} |\n" for row in rows))
    with pytest.raises(through_pyxform.Refused) as caught:
        through_pyxform.read_by_pyxform(book)
    assert (caught.value.place.sheet, caught.value.place.row) == ("survey", 6)
    assert caught.value.place.reason.startswith("pyxform cannot read the form: KeyError")
