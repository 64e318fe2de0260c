"""Thôn 3 as the pictures of this program show it: its houses, the people one meets there, its last days."""

from dataclasses import dataclass

from .names import Called

# One letter a house: V visited, a appointment made, / nobody home, . not visited yet.
ALLEYS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "Ngõ 1",
        "VVVVVVVVVVVVVVVV",
        ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "10A", "11", "11B", "13", "15", "17"),
    ),
    (
        "Ngõ 2",
        "VVVVVV/VVVVVV.V",
        ("18", "18A", "19", "20", "20B", "21", "22", "23", "24", "24A", "25", "25B", "26", "26A", "28"),
    ),
    (
        "Ngõ 3",
        "VVVVaVVVVVVVVV",
        (
            "12",
            "12/1",
            "12/2",
            "12/3",
            "12/4",
            "14",
            "14/2",
            "14A",
            "14B",
            "16",
            "16/1",
            "16/2",
            "16/3",
            "16A",
        ),
    ),
    (
        "Ngõ 4",
        "VVVV.V.VVVaV./",
        ("29", "31", "33", "33A", "33B", "35", "35/1", "35/2", "37", "37A", "38", "38B", "40", "40A"),
    ),
    (
        "Ngõ 5",
        "VV..V....a..V..",
        ("26C", "27", "27A", "27B", "39", "39A", "41", "41/2", "43", "45", "45B", "47", "49", "49A", "51"),
    ),
    (
        "Ngõ 6",
        "V..../.......",
        ("52", "53", "54", "54A", "55", "56", "57", "57/1", "58", "59", "60", "61", "62"),
    ),
)
STATUS = {"V": "visited", "a": "appointment", "/": "absent", ".": "not_visited"}

# Who lives there for sure; the head of the household first. The rest of a household is invented like any other.
PEOPLE: dict[str, tuple[Called, ...]] = {
    "12/3": (
        Called("Nguyễn Thị Mẫu Hồng", 1962, "female"),
        Called("Trần Văn Mẫu Bình", 1958, "male"),
        Called("Trần Mẫu An", 1999, "male"),
    ),
    "14B": (Called("Trần Văn Thử", 1955, "male"),),
    "27": (Called("Lê Thị Ví Dụ", 1957, "female"),),
    "11": (Called("Lê Thị Ví Dụ Lan", 1984, "female"),),
    "10A": (Called("Vũ Mẫu Cường", 1978, "male"),),
    "8": (Called("Phạm Văn Giả Định", 1960, "male"), Called("Đỗ Thị Giả Định", 1963, "female")),
    "5": (Called("Hoàng Mẫu Ngọc", 1990, "female"),),
    "41": (Called("Trần Mẫu Hồng Phúc", 1987, "female"),),
    "19": (Called("Bùi Thị Minh Họa", 1986, "female"),),
    "20": (Called("Lê Mẫu Ân", 1998, "male"),),
    "21": (Called("Nguyễn Văn Giả Bảo", 1969, "male"),),
    "23": (Called("Trần Thị Minh Hương", 1975, "female"),),
    "24": (Called("Ngô Mẫu Khôi", 1981, "male"),),
    "25": (Called("Lý Thị Ví Dụ", 1971, "female"),),
    "16A": (Called("Đinh Văn Thử", 1966, "male"),),
}
SIZES = {"12/3": 3}
PHONES = {"12/3": "0900000418"}


@dataclass(frozen=True, slots=True)
class Visit:
    """One session remembered exactly. ``who`` is the place in ``PEOPLE[plate]``, None for someone unnamed.

    ``back`` counts days before today; ``again`` is (days ahead of today, reason) for coming back,
    ``moved`` (days ahead, time of today) when that day was changed on the telephone this morning.
    """

    back: int
    at: str
    plate: str
    who: int | None
    topics: tuple[str, ...]
    result: str
    minutes: int = 20
    obstacle: tuple[str, ...] = ()
    again: tuple[int, str] | None = None
    moved: tuple[int, str] | None = None


VISITS: tuple[Visit, ...] = (
    Visit(264, "09:10", "12/3", 1, ("5",), "helped", 20, ("unfamiliar",)),
    Visit(159, "17:05", "12/3", 2, ("3",), "alone", 30),
    Visit(45, "08:40", "12/3", 0, ("1",), "helped", 25, ("forgot_password",)),
    Visit(2, "16:20", "19", 0, ("2",), "helped", 20, ("unfamiliar",)),
    Visit(1, "09:15", "5", 0, ("3",), "alone", 35),
    Visit(1, "14:30", "31", None, ("4",), "alone", 10),
    Visit(
        *(1, "15:05", "14B", 0, ("1",), "not_yet", 25, ("forgot_password", "sim_not_own")),
        again=(2, "mang thẻ SIM chính chủ"),
        moved=(0, "07:48"),
    ),
    Visit(1, "16:40", "27", 0, ("5",), "helped", 15, ("unfamiliar",), (1, "thanh toán tiền điện trực tuyến")),
    Visit(0, "08:10", "8", 1, ("1", "7"), "alone", 20),
    Visit(0, "08:10", "8", 0, ("6",), "not_yet", 15, ("no_level2",)),
    Visit(0, "08:46", "10A", 0, ("5",), "helped", 20, ("unfamiliar",)),
    Visit(0, "09:20", "11", 0, ("7",), "alone", 10),
)
# Sessions a day, today first: 84 so far in November, 24 of them this week.
LAST_DAYS = (4, 4, 6, 2, 5, 3, 1, 5, 4, 5, 4, 6, 3, 1, 5, 5, 4, 6, 5, 5, 1)
# Homes the team had promised to come back to, by days before today; -1 is tomorrow. All but two were seen since.
PROMISED = {5: 3, 4: 5, 3: 4, 2: 5, 1: 4, 0: 6, -1: 3}
PEOPLE_MET, HOUSES_MET = 61, 48
MONTHLY_TARGET = 120  # sessions
HOURS = "7 giờ 30 – 11 giờ 30, 13 giờ 30 – 17 giờ"
