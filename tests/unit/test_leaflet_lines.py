"""Breaking Vietnamese into lines, and Lucide paths into drawing steps."""

import math

import pytest

from desktop.paper.lines import Line, Run, keep_together, parse, words, wrap
from desktop.paper.pictogram import PHONE, path_steps, steps


def one_each(run: Run) -> float:
    return float(len(run.text))


def broken(text: str, width: float) -> list[str]:
    (line,) = parse(text)
    return ["".join(run.text for run in part) for part in wrap(line, width, one_each)]


def test_short_text_stays_on_one_line() -> None:
    assert broken("Đỡ đi lại", 20) == ["Đỡ đi lại"]


def test_two_lines_are_even_and_no_word_stands_alone() -> None:
    assert broken("Nộp từ nhà, không phải chờ hàng", 27) == ["Nộp từ nhà, không", "phải chờ hàng"]


def test_a_compound_is_not_parted() -> None:
    text = "Mở bằng tài khoản của mình"
    assert broken(text, 16) == ["Mở bằng tài", "khoản của mình"]
    assert broken(keep_together(text, ["tài khoản"]), 16) == ["Mở bằng", "tài khoản", "của mình"]


def test_a_line_does_not_begin_with_a_dash() -> None:
    assert not any(
        line.startswith("–") for line in broken(keep_together("khai sinh – thường trú – thẻ", []), 13)
    )


def test_a_word_wider_than_the_line_stands_alone() -> None:
    assert broken("ở dichvucong.gov.vn nhé", 8) == ["ở", "dichvucong.gov.vn", "nhé"]


def test_zero_width_spaces_are_break_marks_and_are_not_printed() -> None:
    assert broken("ab\u200bcd\u200bef", 4) in (["abcd", "ef"], ["ab", "cdef"])


def test_bold_survives_breaking() -> None:
    (line,) = parse("Mở **trang thật** rồi bấm")
    lines: list[Line] = wrap(line, 8, one_each)
    assert [run.text for part in lines for run in part if run.bold] == ["trang", "thật"] or [
        run.text for part in lines for run in part if run.bold
    ] == ["trang thật"]


def test_numbers_and_signs_are_not_words() -> None:
    assert words((Run("Gọi 1022 · hỏi ngay"),)) == 3


def test_path_commands_become_absolute_steps() -> None:
    assert list(path_steps("M2 3h4v-1l1 1Z")) == [
        ("m", (2.0, 3.0)),
        ("l", (6.0, 3.0)),
        ("l", (6.0, 2.0)),
        ("l", (7.0, 3.0)),
        ("h", ()),
    ]


def test_glued_arc_flags_are_read() -> None:
    assert list(path_steps("M0 0a1 1 0 012 0")) == list(path_steps("M 0 0 a 1 1 0 0 1 2 0"))


@pytest.mark.parametrize("sweep", [0, 1])
def test_every_point_of_an_arc_lies_on_its_circle(sweep: int) -> None:
    curves = [numbers for kind, numbers in path_steps(f"M2 12A10 10 0 1 {sweep} 12 2") if kind == "c"]
    at = (2.0, 12.0)
    assert curves[-1][4:] == pytest.approx((12.0, 2.0))
    for x1, y1, x2, y2, x3, y3 in curves:
        for t in (0.25, 0.5, 0.75, 1.0):
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            x, y = a * at[0] + b * x1 + c * x2 + d * x3, a * at[1] + b * y1 + c * y2 + d * y3
            centre = min((math.hypot(x - cx, y - cy) - 10 for cx, cy in ((12, 12), (2, 2))), key=abs)
            assert centre == pytest.approx(0, abs=0.01)
        at = (x3, y3)


def test_a_smooth_curve_mirrors_the_handle_before_it() -> None:
    assert list(path_steps("M0 0C0 1 1 2 2 2S4 1 4 0"))[-1] == ("c", (3.0, 2.0, 4.0, 1.0, 4.0, 0.0))


def test_every_element_of_the_phone_is_drawn_inside_the_grid() -> None:
    drawn = steps(PHONE)
    assert [kind for kind, _ in drawn].count("m") == 2
    assert all(0 <= number <= 24 for _, numbers in drawn for number in numbers)
