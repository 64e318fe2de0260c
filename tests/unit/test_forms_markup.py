"""The little markup of labels: what it says, and that nothing else gets through."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.markup import breakable, html, is_plain, plain


@pytest.mark.parametrize(
    ("text", "drawn", "said"),
    [
        ("Họ và tên", "Họ và tên", "Họ và tên"),
        ("a **b** c", "a <b>b</b> c", "a b c"),
        ("*x **y** z*", "<i>x <b>y</b> z</i>", "x y z"),
        ("__đậm__ _nghiêng_", "<b>đậm</b> <i>nghiêng</i>", "đậm nghiêng"),
        ("# Phần", '<span style="font-size:20px;font-weight:600">Phần</span>', "Phần"),
        ("- một\n- hai", "• một<br>• hai", "• một\n• hai"),
        ("1. Họ tên", "1. Họ tên", "1. Họ tên"),
        (r"2 \* 3 \* 4", "2 * 3 * 4", "2 * 3 * 4"),
        ("2 * 3 * 4", "2 * 3 * 4", "2 * 3 * 4"),
        ("2*3*4 = 24", "2*3*4 = 24", "2*3*4 = 24"),
        ("2**3 **4** 5**6", "2**3 <b>4</b> 5**6", "2**3 4 5**6"),
        ("ma_ho_so", "ma_ho_so", "ma_ho_so"),
        ("**mở", "**mở", "**mở"),
        ("(*) có (*)", "(*) có (*)", "(*) có (*)"),
        ("5 < 6 & 7", "5 &lt; 6 &amp; 7", "5 < 6 & 7"),
        ('<span style="color:red">đỏ</span>', '<span style="color:red;">đỏ</span>', "đỏ"),
        ('<b onclick="x()">đậm</b>', "<b>đậm</b>", "đậm"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;", "<script>x</script>"),
        ("<img src=x>", "&lt;img src=x&gt;", "<img src=x>"),
        ("một<br>hai", "một<br>hai", "một\nhai"),
        ("Kwame&nbsp;Cho &lt;b&gt;", "Kwame\u00a0Cho &lt;b&gt;", "Kwame\u00a0Cho <b>"),
        ("<b>không đóng", "không đóng", "không đóng"),
        ("lạc</b>", "lạc", "lạc"),
        ("[xem](https://a.vn/?a=1&b=2)", '<a href="https://a.vn/?a=1&amp;b=2">xem</a>', "xem"),
        ("[xem](http://a.vn)", "xem (http://a.vn)", "xem (http://a.vn)"),
        ("[x](javascript:alert)", "x (javascript:alert)", "x (javascript:alert)"),
    ],
)
def test_what_a_label_says(text: str, drawn: str, said: str) -> None:
    assert html(text) == drawn
    assert plain(text) == said


_ALLOWED = re.compile(
    r'</?(b|i|u|em|strong|sub|sup|span|br)>|<a href="https://[^"<>]*">|</a>'
    r'|<(b|i|u|em|strong|sub|sup|span) style="'
    r'(color:(#[0-9a-fA-F]{3,6}|[a-zA-Z]+);)?(text-align:(left|center|right);)?">'
    r'|<span style="font-size:\d+px;font-weight:600">'
)
_PIECES = ["**", "*", "__", "_", "# ", "- ", "<b>", "</b>", "<span style='color:red'>", "</span>", "<p>", "<x>",
           "[a](https://b)", "[a](", "\\", "\n", "<", ">", "&", '"', "chữ", " "]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=3)), max_size=30).map("".join))
def test_only_what_is_allowed_becomes_markup_and_it_is_balanced(text: str) -> None:
    left = _ALLOWED.sub("", html(text))
    assert "<" not in left
    assert ">" not in left
    for tag in ("b", "i", "span", "a", "u"):
        made = html(text)
        assert len(re.findall(rf"<{tag}[ >]", made)) == made.count(f"</{tag}>")


@given(st.text(alphabet=st.characters(exclude_characters="*_<\\\n]-+#"), max_size=80))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert is_plain(text)
    assert plain(text) == text


def test_hostile_labels_are_read_in_one_pass() -> None:
    for piece in ("**a ", "<b>", "_a ", "[", "*", "<span ", "</b>"):
        assert plain(piece * 20_000) is not None


def test_a_word_without_end_may_break() -> None:
    assert max(len(part) for part in breakable("a" * 5_000).split("\u200b")) == 40
    assert breakable("chữ thường ngắn") == "chữ thường ngắn"
