"""Dates and times as people type them."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.dates import parse_date, parse_time

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
    ],
)
def test_time(typed: str, shown: str) -> None:
    assert parse_time(typed) == shown


@pytest.mark.parametrize("typed", ["24:00", "8:60", "chiều", "8:3", ""])
def test_what_is_no_time(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        parse_time(typed)
