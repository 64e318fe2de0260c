"""Answers to forms of the corpus and what follows from them, worked out by hand."""

from collections.abc import Mapping
from typing import Any

Answers = Mapping[str, Any]

# Saturday 21 November 2026 is today.
WORKED: list[tuple[str, Answers, Answers]] = [
    ("likert_satisfaction.md", {"q1": "5", "q2": "4", "q3": "3"}, {"mean": 4, "words": "good"}),
    (
        "fcs_rcsi.md",
        {
            "staples": 7,
            "pulses": 1,
            "veg": 3,
            "fruit": 0,
            "meat": 2,
            "dairy": 0,
            "sugar": 4,
            "fat": 5,
            "less_pref": 1,
            "borrow": 2,
            "portion": 3,
            "adults": 4,
            "meals": 5,
        },
        {"fcs_score": 32.5, "fcs_class": "borderline", "rcsi_score": 25},
    ),
    (
        "muac_screening.md",
        {
            "visit_date": "2026-11-21",
            "child": [
                {"dob": "2025-05-10", "muac": 11.0, "oedema": "no"},
                {"dob": "2023-01-01", "muac": 12.0, "oedema": "no"},
                {"dob": "2024-01-01", "muac": 14.0, "oedema": "no"},
            ],
        },
        {
            "child": [
                {"age_days": 560, "age_months": 18, "status": "SAM"},
                {"status": "MAM"},
                {"status": "normal"},
            ],
            "n_sam": 1,
            "n_mam": 1,
            "n": 3,
            "gam": 66.7,
        },
    ),
    (
        "crop_cut.md",
        {
            "area": 1000.0,
            "quadrats": 2,
            "q": [{"wet": 500.0, "moisture": 14.0}, {"wet": 600.0, "moisture": 31.2}],
            "est": 5,
        },
        {"mean_dry": 490, "yield_t_ha": 4.9, "total_kg": 490, "diff": -0.1},
    ),
    (
        "market_prices.md",
        {
            "vendor": [
                {
                    "item": [
                        {"g": "veg", "c": "tomato", "u": "kg", "price": 20000.0},
                        {"g": "meat", "c": "pork", "u": "bag", "unit_kg": 50.0, "price": 5e6},
                    ]
                },
                {"item": [{"g": "veg", "c": "cabbage", "u": "heap", "unit_kg": 3.0, "price": 20000.0}]},
            ]
        },
        {
            "vendor": [
                {
                    "item": [{"price_kg": 20000, "cname": "Tomato"}, {"price_kg": 100000, "cname": "Pork"}],
                    "n_items": 2,
                    "basket": 120000,
                },
                {"n_items": 1, "basket": 6667},
            ],
            "n_all": 3,
            "min_basket": 6667,
        },
    ),
    (
        "nested_repeats_three_deep.md",
        {
            "house": [
                {"n_fam": 1, "family": [{"person": [{"page": 40}, {"page": 12}]}]},
                {"n_fam": 2, "family": [{"person": [{"page": 71}]}, {"person": [{"page": 18}, {"page": 3}]}]},
            ]
        },
        {
            "house": [
                {"family": [{"person": [{"where": "1.1.1"}, {"where": "1.1.2"}], "fam_n": 2, "fam_old": 40}]},
                {
                    "family": [
                        {"person": [{"where": "2.1.1"}]},
                        {"person": [{"where": "2.2.1"}, {"where": "2.2.2"}]},
                    ],
                    "house_n": 3,
                },
            ],
            "hamlet_n": 5,
            "oldest": 71,
        },
    ),
    (
        "school_census.md",
        {
            "g_from": 3,
            "g_to": 4,
            "grade": [{"boys": 10, "girls": 11}, {"boys": 12, "girls": 9}],
            "teachers": 3,
        },
        {"grade": [{"gno": 3}, {"gno": 4}], "boys_t": 22, "girls_t": 20, "gpi": 0.91, "ptr": 14},
    ),
    (
        "household_roster.md",
        {
            "hh_size": 3,
            "roster": [
                {"name": "An", "sex": "m", "age": 51, "relation": "head"},
                {"name": "Bình", "sex": "f", "age": 49},
                {"name": "Chi", "sex": "f", "age": 14},
            ],
        },
        {"adults": 2, "women15_49": 1, "head_name": "An"},
    ),
    (
        "ra_soat_ho_ngheo.md",
        {
            "so_khau": 2,
            "nhan_khau": [
                {"nam_sinh": 1990, "bhyt": "khong"},
                {"nam_sinh": 2017, "di_hoc": "khong", "bhyt": "co"},
            ],
            "thu_nhap": 3000.0,
            "thieu": ["nuoc"],
        },
        {
            "binh_quan": 1500,
            "khong_hoc": 1,
            "khong_bhyt": 1,
            "diem_b2": 30,
            "xep_loai": "ngheo",
            "loai": "Hộ nghèo",
        },
    ),
    (
        "phieu_hai_long.md",
        {"kenh": "truc_tiep", "dg_thai_do": "2", "dg_thoi_gian": "3", "dg_co_so": "3", "dg_le_phi": "3"},
        {"tong_diem": 11, "trung_binh": 2.75},
    ),
    (
        "thiet_bi_so_cua_ho.md",
        {"thiet_bi": ["dt", "tv"], "moi_thiet_bi": [{"so_luong": 3}, {"so_luong": 1}]},
        {"moi_thiet_bi": [{"ten": "Điện thoại thông minh"}, {"ten": "Ti vi thông minh"}], "tong": 4},
    ),
    (
        "wifi_cong_cong.csv",
        {"den": "co", "lan_do": [{"tai_xuong": 10.0}, {"tai_xuong": 20.5}]},
        {"trung_binh": 15.3, "cao_nhat": 20.5},
    ),
    (
        "diem_danh_to.md",
        {
            "ngay": "2026-11-21",
            "thanh_vien": [
                {"ten": "Hoa", "co_mat": "co"},
                {"ten": "Tí", "co_mat": "phep"},
                {"ten": "Lý", "co_mat": "co"},
            ],
        },
        {"tong": 3, "di": 2, "ten_di_hop": "Hoa, Tí, Lý", "ty_le": 67},
    ),
    ("cham_nha_van_hoa.md", {"sach_se": "2", "mang": "1", "tu_sach": "2"}, {"tong": 5, "xep": "Trung bình"}),
    (
        "date_arithmetic.md",
        {"birth": "2000-02-29", "d1": "2026-01-31", "d2": "2026-03-01", "t1": "08:00", "t2": "09:30"},
        {"age": 26, "age2": 26, "days": 30, "due": "02/03/2026", "minutes": 90, "same_month": "no"},
    ),
    (
        "time_and_datetime.md",
        {
            "open": "07:30",
            "close": "11:45",
            "meet": "2026-11-30T23:30:00+07:00",
            "over": "2026-12-01T01:00:00+07:00",
        },
        {"hours": 4.3, "lasted": 1.5, "day": "30/11/2026 lúc 23:30"},
    ),
    (
        "vaccination_card.md",
        {"birth": "2026-08-01", "bcg": "2026-08-02", "penta1": "2026-09-12"},
        {"due": "10/10/2026", "doses": 2},
    ),
    (
        "grm_complaint.md",
        {"received": "2026-11-20", "urgency": "high"},
        {"days": 3, "answer_by": "2026-11-23"},
    ),
    (
        "instance_lookup.md",
        {"crop": "coffee", "kg": 2.5},
        {"price": "98000", "label": "Coffee", "value": 245000, "dear": 2},
    ),
    (
        "beside/pulldata_household_list.md",
        {"hh_id": "h003", "now": 5},
        {"head": "Chị Lý, thôn 3", "members": "6", "change": -1},
    ),
    ("beside/select_from_file.md", {"unit": "u1", "place": "p2"}, {"place_kind": "school"}),
    (
        "same_name_in_groups.md",
        {"age": 40, "age_2": 45, "age_3": 29},
        {"mother_age": 40, "diff": -5, "age_3": 29},
    ),
    (
        "absolute_and_relative_paths.md",
        {"a": 2, "b": 5, "r": [{"d": 1}, {"d": 10}]},
        {"c": 7, "r": [{"e": 4, "f": 1}, {"e": 22, "f": 2}], "sum_e": 26, "sum_d": 11, "n": 2},
    ),
    (
        "math_functions.md",
        {"x": 7.5, "y": 2.0},
        {
            "s": 12.5,
            "q": 3.75,
            "m": 0.5,
            "r": 7.5,
            "i": 7,
            "ab": 7.5,
            "p": 56.25,
            "mn": 0,
            "mx": 7.5,
            "cmp": 3,
        },
    ),
    ("math_functions.md", {"x": -7.5, "y": 2.0}, {"m": -0.5, "i": -7, "mn": -7.5, "mx": 2, "cmp": 1}),
    (
        "string_functions.md",
        {"s": "Anh Đức"},
        {
            "len": 7,
            "head": "Anh",
            "tail": "Đức",
            "before": "Anh",
            "after": "Đức",
            "joined": "Anh-Đức",
            "quoted": "\"Anh Đức's",
            "has_an": "no",
        },
    ),
    (
        "select_functions.md",
        {"days": ["sat", "sun"], "best": "sun"},
        {
            "n": 2,
            "first": "sat",
            "first_label": "Saturday",
            "both": "weekend",
            "best_label": "Sunday",
            "c": "sun",
        },
    ),
    ("numbers_as_choice_names.md", {"freq": "2", "opt": ["10", "01"]}, {"has10": 1, "has1": 0, "sum": 3}),
    ("if_chain.md", {"score": 75}, {"band": "B"}),
    ("if_chain.md", {"score": 0}, {"band": "E"}),
    ("if_chain.md", {}, {"band": "none"}),
    ("coalesce_and_empty.md", {"a": 0}, {"c": 0, "sum_safe": 0, "txt": "a=0 b=", "empty": "one"}),
    ("checksum_luhn.md", {"card": "12345674"}, {"masked": "****5674"}),
    (
        "indexed_repeat_previous_row.md",
        {"reading": [{"kwh": 100.0}, {"kwh": 130.5}, {"kwh": 180.0}]},
        {
            "reading": [{"used": 0}, {"used": 30.5}, {"used": 49.5}],
            "used_all": 80,
            "first_kwh": 100,
            "last_kwh": 180,
        },
    ),
    (
        "lsms_consumption.md",
        {
            "eaten": ["rice", "egg"],
            "f": [
                {"qty": 7.0, "bought": 0.0, "own": 7.0},
                {"qty": 10.0, "unit": "piece", "bought": 4.0, "own": 5.0, "spent": 14000.0},
            ],
        },
        {
            "f": [{"fname": "Rice", "gift": 0}, {"fname": "Eggs", "gift": 1, "unit_value": 3500}],
            "spent_total": 14000,
        },
    ),
    (
        "relevance_cascade.md",
        {"a": "y", "land": 600, "seasons": 1, "season": [{"s_yield": 2.5}]},
        {"total": 2.5},
    ),
    (
        "dynamic_defaults.md",
        {},
        {"a": "Việt Nam", "b": 5, "e": "2026-11-28", "h": ["a", "c"], "i": "Việt Nam", "j": "3"},
    ),
    (
        "ho_kinh_doanh_so.md",
        {"doanh_thu": 80.0, "kenh": ["zalo", "san"], "dt_mang": 20.0},
        {"ty_trong": "25 %"},
    ),
    ("names_other_programs_keep.md", {"table": [{"count": 2}, {"count": 3}]}, {"sum": 5}),
    ("names_by_capitals.md", {"Name": "a", "name_2": "b", "NAME_3": "c"}, {"all": "a/b/c"}),
    ("choice_names_in_words.md", {"a": "đồng ý"}, {"said": "Đồng ý"}),
    ("choice_names_in_words.md", {"a": 'it\'s "fine"'}, {"said": "Fine"}),
    ("beside/town_from_csv_external.md", {"t": "Plei Kần"}, {"people": "15500", "all": 27500}),
    (
        "verbal_autopsy_style.md",
        {"Id10020": "yes", "Id10021": "1990-05-01", "Id10023_a": "2026-05-01"},
        {"ageInDays": 13149, "ageInYears": 36, "isNeonatal": 0, "isAdult": 1},
    ),
    (
        "needs_assessment_two_languages.md",
        {
            "consent": "yes",
            "hh_n": 2,
            "hh_member": [{"age": 40}, {"age": 7, "school": "yes"}],
            "income": 150.0,
        },
        {"n_child": 1, "n_school": 1, "income_pc": 75, "class": "below"},
    ),
    (
        "sum_over_some_rows.md",
        {
            "loan": [
                {"age": 25, "amount": 10.0, "rate": 8.0},
                {"age": 52, "amount": 50.0, "rate": 13.5},
                {"age": 29, "amount": 5.5, "rate": 20.0},
            ]
        },
        {"young": 15.5, "dear": 2, "worst": 50},
    ),
    (
        "parallel_repeats.md",
        {"person": [{"pname": "Hoa"}, {"pname": "Tí"}], "skill": [{"vneid": "y"}, {"vneid": "n"}]},
        {"skill": [{"who": "Hoa"}, {"who": "Tí"}], "users": 1},
    ),
    ("farm_survey.xlsx", {"crop": [{"bags": 3}, {"bags": 4}]}, {"bags_all": 7, "sown": "2026-06-01"}),
    ("lookup_in_workbook.xlsx", {"town": "102"}, {"people": "15500.5"}),
    ("old_excel.xls", {}, {"ho": 120, "ngay": "2026-05-19", "muc": "2"}),
]
