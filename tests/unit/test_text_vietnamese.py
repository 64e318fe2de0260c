"""Vietnamese text: folding, composition, the order of names, old encodings."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.text import fold, looks_like_tcvn3, name_key, nfc

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
letters = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " ")


def test_every_vietnamese_letter_folds_to_plain_ascii() -> None:
    for letter in VIETNAMESE + VIETNAMESE.upper():
        assert fold(letter).isascii(), letter
        assert fold(letter).islower(), letter


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đường", "duong"),
        ("Nguyễn Thị Hồng", "nguyen thi hong"),
        ("Ý", "y"),
        ("  Lê  Hà ", "le ha"),
        ("ƀ ĕ ŏ", "b e o"),
    ],
)
def test_fold(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(letters)
def test_fold_does_not_see_how_letters_are_composed(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_fold_twice_is_fold_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_nfc_twice_is_nfc_once(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)


def test_nfc_composes_and_keeps_lines() -> None:
    assert nfc(unicodedata.normalize("NFD", "Nguyễn")) == "Nguyễn"
    assert nfc("  một \t hai \n ba\x00 ") == "một hai\nba"


def test_given_names_stand_in_vietnamese_order() -> None:
    order = ["An", "Àn", "Ản", "Ãn", "Án", "Ạn", "Ảnh", "Ánh", "Ăn", "Ân", "Dũng", "Dương", "Đức"]
    assert sorted(set(order), key=name_key) == order


def test_family_name_decides_between_equal_given_names_then_the_middle_name() -> None:
    order = ["Lê Mẫu Ân", "Lê Ví Ân", "Lên Ân", "Trần Ân", "Bùi Mẫu Bình", "Y Bình"]
    assert sorted(set(order), key=name_key) == order


@given(letters)
def test_order_does_not_see_how_letters_are_composed(name: str) -> None:
    assert name_key(unicodedata.normalize("NFD", name)) == name_key(name)


def test_names_of_one_part_and_none_have_a_key() -> None:
    assert name_key("") < name_key("Y Thử") < name_key("Y")


@pytest.mark.parametrize("text", ["NguyÔn V¨n MÉu", "TrÇn ThÞ VÝ Dô", "§inh V¨n Thö"])
def test_tcvn3_is_noticed(text: str) -> None:
    assert looks_like_tcvn3(text)


@pytest.mark.parametrize(
    "text", ["Nguyễn Văn Mẫu", "Hà", "café Noël", "Ê Ban", "", "VNeID mức 2", "10 °C · § 5"]
)
def test_unicode_is_not_taken_for_tcvn3(text: str) -> None:
    assert not looks_like_tcvn3(text)
