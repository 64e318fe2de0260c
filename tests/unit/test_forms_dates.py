"""Dates and times as people type them."""

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.dates import (
    VIETNAM,
    day_of,
    moment_of,
    moment_text,
    parse_date,
    parse_moment,
    parse_month,
    parse_time,
    parse_year,
)

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("21", "2026-11-21"),
        ("5", "2026-11-05"),
        ("21/11", "2026-11-21"),
        ("2111", "2026-11-21"),
        ("0512", "2026-12-05"),
        ("21/11/2026", "2026-11-21"),
        ("1/2/26", "2026-02-01"),
        ("21-11-2026", "2026-11-21"),
        ("21.11.2026", "2026-11-21"),
        ("211126", "2026-11-21"),
        ("21112026", "2026-11-21"),
        ("hôm nay", "2026-11-21"),
        ("Hôm qua", "2026-11-20"),
        ("hom qua", "2026-11-20"),
        ("hôm kia", "2026-11-19"),
        ("mai", "2026-11-22"),
        ("2026-11-21", "2026-11-21"),
        ("1/1/1900", "1900-01-01"),
        ("31/12/2100", "2100-12-31"),
        ("  29/02/2028 ", "2028-02-29"),
    ],
)
def test_date(typed: str, iso: str) -> None:
    assert parse_date(typed, TODAY) == iso


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("31/02", "Không có ngày 31/02/2026."),
        ("31", "Không có ngày 31/11/2026."),
        ("29/02/2026", "Không có ngày 29/02/2026."),
        ("1/13", "Không có tháng 13."),
        ("21/11/0100", "Năm 100 không nằm trong khoảng 1900 đến 2100."),
        ("21/11/1026", "Năm 1026 không nằm trong khoảng 1900 đến 2100."),
        ("211", "Nhập ngày, ví dụ 21/11/2026."),
        ("hôm nào", "Nhập ngày, ví dụ 21/11/2026."),
        ("", "Nhập ngày, ví dụ 21/11/2026."),
    ],
)
def test_what_is_no_date_is_said_plainly(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        parse_date(typed, TODAY)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_every_date_is_read_as_it_is_shown(day: date) -> None:
    assert parse_date(f"{day:%d/%m/%Y}", TODAY) == parse_date(f"{day:%d%m%Y}", TODAY) == day.isoformat()


@given(st.text(max_size=12))
def test_anything_typed_is_a_date_or_a_reason(typed: str) -> None:
    try:
        read = parse_date(typed, TODAY)
    except ValueError as error:
        read = str(error)
    assert read.endswith(".") or date.fromisoformat(read)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("8", "08:00"),
        ("8h", "08:00"),
        ("8h30", "08:30"),
        ("8:30", "08:30"),
        ("0830", "08:30"),
        ("14.05", "14:05"),
        ("23:59", "23:59"),
    ],
)
def test_time(typed: str, shown: str) -> None:
    assert parse_time(typed) == shown


@pytest.mark.parametrize("typed", ["24:00", "8:60", "chiều", "8:3", ""])
def test_what_is_no_time(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        parse_time(typed)


MOMENT = "Nhập ngày và giờ, ví dụ 21/11/2026 14:30."


@pytest.mark.parametrize(
    ("read", "typed", "result"),
    [
        (parse_month, "11", "2026-11-01"),
        (parse_month, "11/2027", "2027-11-01"),
        (parse_month, "3/99", "2099-03-01"),
        (parse_month, "tháng 1/2027", "2027-01-01"),
        (parse_month, "112026", "2026-11-01"),
        (parse_month, "2026-11", "2026-11-01"),
        (parse_month, "2026-11-21", "2026-11-01"),
        (parse_month, "21/12/2026", "2026-12-01"),
        (parse_month, "13", "Không có tháng 13."),
        (parse_month, "13/2026", "Không có tháng 13."),
        (parse_month, "2026-11-21 08:00", "2026-11-01"),
        (parse_month, "x", "Nhập tháng, ví dụ 11/2026."),
        (parse_year, "2026", "2026-01-01"),
        (parse_year, "26", "2026-01-01"),
        (parse_year, "năm 1999", "1999-01-01"),
        (parse_year, "21/11/2025", "2025-01-01"),
        (parse_year, "1899", "Năm 1899 không nằm trong khoảng 1900 đến 2100."),
        (parse_year, "2101", "Năm 2101 không nằm trong khoảng 1900 đến 2100."),
        (parse_year, "x", "Nhập năm, ví dụ 2026."),
        (parse_moment, "21/11/2026 14:30", "2026-11-21T14:30:00+07:00"),
        (parse_moment, "14h30 21/11", "2026-11-21T14:30:00+07:00"),
        (parse_moment, "hôm qua 9h", "2026-11-20T09:00:00+07:00"),
        (parse_moment, "21/11/2026, 14 h 30", "2026-11-21T14:30:00+07:00"),
        (parse_moment, "21 11 2026 8", "2026-11-21T08:00:00+07:00"),
        (parse_moment, "2026-11-21T14:30", "2026-11-21T14:30:00+07:00"),
        (parse_moment, " 2026-11-21 14:30:05.250-03:00 ", "2026-11-21T14:30:05.250000-03:00"),
        (parse_moment, "2026-11-21T14:30:00Z", "2026-11-21T14:30:00+00:00"),
        (parse_moment, "31/02/2026 8:00", MOMENT),
        (parse_moment, "2026-02-31T08:00", MOMENT),
        (parse_moment, "21/11/2026", MOMENT),
        (parse_moment, "14:30", MOMENT),
        (parse_moment, "", MOMENT),
        (parse_moment, "1 " * 5_000, MOMENT),
    ],
)
def test_months_years_and_moments(read: Callable[[str, date], str], typed: str, result: str) -> None:
    try:
        assert read(typed, TODAY) == result
    except ValueError as error:
        assert str(error) == result  # noqa: PT017


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("10:30:00.000+07:00", "10:30"),
        ("10:30:59", "10:30"),
        ("10:30Z", "10:30"),
        ("2026-11-21T08:05:00", "08:05"),
    ],
)
def test_times_as_other_programs_write_them(typed: str, result: str) -> None:
    assert parse_time(typed) == result


def test_a_date_may_carry_its_time() -> None:
    assert parse_date("2026-11-21T08:05:00+07:00", TODAY) == "2026-11-21"


def test_days_since_1970() -> None:
    assert day_of(0) == date(1970, 1, 1)
    assert day_of(20_000.9) == date(2024, 10, 4)
    assert day_of(-0.5) == date(1969, 12, 31)
    assert day_of(-700_000) is None
    assert day_of(2_900_000) is None
    assert day_of(float("nan")) is None
    assert moment_of(0.5) == datetime(1970, 1, 1, 12, tzinfo=VIETNAM)
    assert moment_of(1e9) is None
    assert moment_text(datetime(2026, 1, 1)) == "2026-01-01T00:00:00+07:00"  # noqa: DTZ001


@given(st.text())
def test_nothing_typed_makes_them_fail_otherwise(typed: str) -> None:
    for read in (parse_month, parse_year, parse_moment):
        try:
            assert re.match(r"\d{4}-\d{2}-\d{2}", read(typed, TODAY))
        except ValueError as error:
            assert str(error)  # noqa: PT017
