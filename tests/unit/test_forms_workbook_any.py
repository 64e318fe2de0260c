"""Whatever the bytes: a form, or a Problem, and nothing else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from forms.compile import inspect, workbook_bytes
from forms.problem import Problem


@given(st.binary(max_size=300), st.sampled_from(["f.xlsx", "f.xls", "f.csv", "f.md", "f", "f.xlsm"]))
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise_anything_but_a_problem(data: bytes, name: str) -> None:
    for prefix in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"survey,,\n,type,name\n,"):
        try:
            inspect(prefix + data, name=name)
        except Problem:
            continue


GOOD = workbook_bytes(
    inspect(
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| | select_one l | s | S |\n"
        "| choices |\n| | list_name | name | label |\n| | l | 1 | x |\n"
    ).source
)


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_no_damage_to_a_good_workbook_raises_anything_but_a_problem(damage: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for position, value in damage:
        data[position] = value
    try:
        inspect(bytes(data), name="form.xlsx")
    except Problem:
        return


ALPHABET = "survey choices settings type name label text integer select_one l ${a} . = ( ) | , \n ' begin group repeat"
TOKENS = st.sampled_from(
    [*ALPHABET.split(" "), "| survey |\n", "| | type | name | label | relevant |\n", "end", "=", "\0", "ế"]
)


@given(st.lists(TOKENS, max_size=40), st.sampled_from(["f.md", "f.csv"]))
@settings(max_examples=200, deadline=None)
def test_no_text_raises_anything_but_a_problem(tokens: list[str], name: str) -> None:
    for text in (
        " ".join(tokens),
        "| survey |\n| | type | name | label | relevant |\n| | " + " | ".join(tokens),
    ):
        try:
            inspect(text.encode(), name=name)
        except Problem:
            continue
