"""Names of people who plainly do not exist: common family and given names around an invented middle part."""

from dataclasses import dataclass
from random import Random
from typing import Literal

from forms.text import nfc

Sex = Literal["female", "male"]

# Roughly as common as in the country; those with Đ test the order of names and folding.
_FAMILIES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Vũ",
    "Phan",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Lý",
    "Đinh",
)
_FAMILY_WEIGHTS = (34, 12, 10, 8, 6, 5, 5, 4, 4, 4, 3, 3, 1, 1)
INVENTED = ("Mẫu", "Ví Dụ", "Giả Định", "Thử", "Minh Họa")
# Two are written decomposed, as a Mac or a phone pastes them.
_GIVEN = {
    "female": (
        *(
            "Hoa",
            "Lan",
            "Hương",
            "Hạnh",
            "Ngọc",
            "Đào",
            "Thảo",
            "Oanh",
            "Yến",
            "Hà",
            "Lê",
            "Ý",
            "An",
            "Nga",
            "Phượng",
        ),
        "Tho\u031bm",
        "Tuye\u0302\u0301t",
    ),
    "male": (
        *(
            "Bình",
            "Cường",
            "Khôi",
            "Đức",
            "Tuấn",
            "Bảo",
            "Dũng",
            "Ân",
            "Hải",
            "Lê",
            "Hà",
            "An",
            "Sơn",
            "Đông",
            "Quý",
        ),
        "Hu\u031bng",
        "Thie\u0323\u0302n",
    ),
}
_MIDDLE = {"female": "Thị", "male": "Văn"}


@dataclass(frozen=True, slots=True)
class Called:
    """Someone as the neighbours know them. ``born`` is a year."""

    name: str
    born: int
    sex: Sex


def family(dice: Random) -> str:
    """A family name."""
    return dice.choices(_FAMILIES, _FAMILY_WEIGHTS)[0]


def person(dice: Random, family_name: str, sex: Sex) -> str:
    """A full name (NFC). One in forty has two words, one in a hundred a single one, as some people's do."""
    invented, given = dice.choice(INVENTED), dice.choice(_GIVEN[sex])
    shape = dice.random()
    if shape < 0.01:
        words = [invented.split()[-1]]
    elif shape < 0.035:
        words = [family_name, invented.split()[-1]]
    elif shape < 0.5:
        words = [family_name, _MIDDLE[sex], invented, given]
    else:
        words = [family_name, invented, given]
    return nfc(" ".join(words))


def phone(number: int) -> str:
    """A well-formed mobile number of the block 0900 000 000, which no network gives out."""
    return f"09000{number % 100_000:05d}"
