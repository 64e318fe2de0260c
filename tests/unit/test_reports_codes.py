"""Codes of digits: lengths, check digit, how they read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.codes import check_digit, kind_of, make, parts, spaced


def test_the_class_of_the_target_picture() -> None:
    assert make("class", 25459, 3, 26, 14) == "2545903260141"
    assert spaced("2545903260141") == "25459 03 26 014 1"


def test_luhn_as_published() -> None:
    assert check_digit("7992739871") == "3"


@pytest.mark.parametrize(
    ("code", "kind", "length"),
    [
        (make("household", 25459, 3, 27), "household", 11),
        (make("member", 25459, 12), "member", 9),
        (make("class", 25459, 3, 26, 14), "class", 13),
    ],
)
def test_each_kind_has_its_own_length(code: str, kind: str, length: int) -> None:
    assert (kind_of(code), len(code)) == (kind, length)
    assert kind_of(spaced(code)) == kind


@given(st.integers(0, 99999), st.integers(0, 99), st.integers(0, 999))
def test_numbers_come_back(commune: int, hamlet: int, house: int) -> None:
    assert parts(make("household", commune, hamlet, house)) == (commune, hamlet, house)


@given(st.integers(0, 99999), st.integers(0, 999), st.integers(0, 8), st.integers(1, 9))
def test_every_wrong_digit_is_found(commune: int, member: int, place: int, off: int) -> None:
    code = make("member", commune, member)
    wrong = code[:place] + str((int(code[place]) + off) % 10) + code[place + 1 :]
    assert kind_of(wrong) is None


@pytest.mark.parametrize(
    "text", ["", "0900000003", "079300000001", "25459 03 26 014 2", "２５４５９０３２６０１４１", "abc"]
)
def test_anything_else_is_no_code(text: str) -> None:
    assert kind_of(text) is None
    with pytest.raises(ValueError, match=f"^{text}$"):
        spaced(text)


@pytest.mark.parametrize("numbers", [(1, 2), (100000, 1, 1), (1, 1, -1), (1, 1, 1, 1)])
def test_numbers_that_do_not_fit_are_refused(numbers: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="household"):
        make("household", *numbers)
