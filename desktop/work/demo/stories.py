"""Told by hand: what people of Thôn 3 say, and who comes to the class this afternoon. ``back`` and ``due`` are days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from . import scene
from .households import house
from .ids import dice
from .scale import Hamlet, Plan

TRAINERS = ("Nguyễn Thị Mẫu Mai", "Phạm Văn Mẫu Tuấn")
_MAI, _TUAN = 0, 1
PUBLISHED, ANSWERED = 40, 2

Step = tuple[
    int, tuple[int, int], int, Mapping[str, object]
]  # days back, (hour, minute), whose hand, what changed


@dataclass(frozen=True, slots=True)
class Opinion:
    """An open matter. ``due`` counts days from today, negative when past; an ``int`` in a step is a day back."""

    back: int
    due: int
    channel: str
    kind: str
    field: str
    subject: str
    content: str
    plate: str = ""
    clerk: int = _MAI
    steps: tuple[Step, ...] = ()


OPEN: tuple[Opinion, ...] = (
    Opinion(
        *(9, -2, "home", "petition", "infrastructure", "Sóng điện thoại yếu ở ngõ 5"),
        "Từ tháng 9 gọi điện hay mất sóng, mở VNeID xoay mãi không vào được. Cả ngõ ai cũng bị.",
        "27",
        steps=(
            (9, (15, 31), _MAI, {}),
            (
                *(8, (10, 2), _MAI),
                {
                    "state": "forwarded",
                    "forwarded_to": "hotline_1022",
                    "forward_code": "1022-0417",
                    "forwarded_on": 8,
                },
            ),
            (2, (8, 20), _TUAN, {"state": "processing"}),
        ),
    ),
    Opinion(
        *(8, -1, "phone", "complaint", "education", "Nộp học phí trực tuyến bị trừ tiền hai lần"),
        "Nộp học phí cho con trên Cổng, báo lỗi nên nộp lại; tài khoản bị trừ hai lần.",
        steps=((8, (9, 5), _TUAN, {}), (7, (14, 40), _TUAN, {"state": "processing"})),
    ),
    Opinion(
        *(5, 0, "one_stop", "suggestion", "land", "Mẫu tờ khai đất đai khó hiểu"),
        "Tờ khai biến động đất đai nhiều chữ khó hiểu, nên có bản điền mẫu dán ở Một cửa.",
        "8",
        steps=((5, (10, 15), _MAI, {}), (4, (8, 30), _MAI, {"state": "processing"})),
    ),
    Opinion(
        *(2, 3, "zalo", "question", "account", "Hỏi cách cấp lại tài khoản Cổng DVCQG"),
        "Đổi số điện thoại rồi không nhận được mã, cấp lại tài khoản Cổng DVCQG thế nào?",
        "19",
        steps=((2, (19, 45), _MAI, {}), (1, (7, 50), _MAI, {"state": "processing"})),
    ),
    Opinion(
        *(1, 5, "meeting", "petition", "infrastructure", "Cần wifi ở nhà văn hóa thôn 2"),
        "Nhà văn hóa thôn 2 chưa có wifi, học nhóm phải dùng mạng điện thoại.",
        clerk=_TUAN,
        steps=((1, (20, 10), _TUAN, {}), (1, (20, 25), _TUAN, {"state": "processing"})),
    ),
    Opinion(
        *(1, 6, "home", "suggestion", "certification", "Xin thêm giờ chứng thực buổi chiều"),
        "Đi làm cả ngày, mong Một cửa nhận chứng thực đến 17 giờ 30.",
        steps=((1, (11, 20), _MAI, {}),),
    ),
    Opinion(
        *(1, 6, "box", "praise", "attitude", "Khen cán bộ Một cửa hướng dẫn tận tình"),
        "Cán bộ Một cửa hướng dẫn từng bước, làm xong trong một buổi.",
        steps=((1, (16, 0), _MAI, {}),),
    ),
    Opinion(
        *(0, 7, "phone", "question", "insurance", "Hỏi gia hạn thẻ BHYT hộ gia đình trực tuyến"),
        "Gia hạn thẻ BHYT hộ gia đình trên mạng thì giảm trừ mức đóng ở bước nào?",
        steps=((0, (8, 30), _MAI, {}),),
    ),
    Opinion(
        *(30, -23, "meeting", "petition", "other", "Đề nghị tăng giờ phát sóng đài huyện"),
        "Đề nghị đài phát thêm chương trình buổi tối.",
        steps=(
            (30, (19, 30), _MAI, {}),
            (
                28,
                (9, 0),
                _MAI,
                {"state": "declined", "decline_reason": "Không thuộc dịch vụ công; đã chỉ nơi hỏi."},
            ),
        ),
    ),
)

# kind, field, subject, content, answer, improvement
TOLD: tuple[tuple[str, str, str, str, str, str], ...] = (
    (
        *("complaint", "account", "Đăng nhập Cổng DVCQG bị thoát giữa chừng"),
        "Đang điền hồ sơ thì bị thoát, phải làm lại từ đầu.",
        "Lưu hồ sơ từng bước bằng nút Lưu nháp; tổ đến hướng dẫn tại nhà khi cần.",
        "Thêm bước Lưu nháp vào tờ rơi.",
    ),
    (
        *("suggestion", "civil_status", "Nên có bản điền mẫu khai sinh"),
        "Mẫu khai sinh trực tuyến nhiều ô, không biết ghi thế nào.",
        "Bản điền mẫu đã dán ở Một cửa và nhà văn hóa các thôn.",
        "Dán bản điền mẫu ở mọi nhà văn hóa.",
    ),
    (
        *("question", "residence_identity", "Hỏi thời gian đăng ký tạm trú"),
        "Nộp đăng ký tạm trú trên mạng thì mấy ngày có kết quả?",
        "Thời hạn ghi trên giấy tiếp nhận; xem kết quả ở mục Tra cứu hồ sơ.",
        "Hướng dẫn tra cứu trong buổi tập huấn quý.",
    ),
    (
        *("petition", "payment", "Chưa trả được tiền điện bằng mã QR"),
        "Quét mã QR trả tiền điện báo lỗi từ đầu tháng.",
        "Điện lực đã sửa mã; tổ đã cùng bà con thử lại và trả được.",
        "Báo Điện lực kiểm tra mã QR mỗi kỳ hóa đơn.",
    ),
    (
        *("complaint", "utilities", "Báo mất nước không thấy trả lời"),
        "Gửi phản ánh mất nước trên Cổng ba ngày chưa thấy trả lời.",
        "Đơn vị cấp nước đã sửa; phản ánh đã được trả lời trên Cổng.",
        "Phân công một người theo dõi phản ánh mỗi ngày.",
    ),
    (
        *("praise", "attitude", "Khen tổ đến tận nhà hướng dẫn"),
        "Tổ đến tận nhà hướng dẫn cài VNeID cho người già.",
        "Cảm ơn bà con; tổ tiếp tục đến từng nhà.",
        "Nhân rộng ra các thôn.",
    ),
    (
        *("suggestion", "land", "Đưa danh sách giấy tờ đất đai lên bảng tin"),
        "Nên viết sẵn danh sách giấy tờ cần mang, khỏi đi lại nhiều lần.",
        "Danh sách đã dán ở bảng tin và gửi Zalo OA của xã.",
        "Cập nhật danh sách mỗi quý.",
    ),
)

# plate, place in PEOPLE, organisation, attendance, arrived, score before, after
_ROSTER: tuple[tuple[str, int, str, str | None, str | None, float | None, float | None], ...] = (
    ("20", 0, "Đoàn Thanh niên", "present", "13:55", 5.0, 8.0),
    ("21", 0, "Trưởng thôn 3", "present", "13:52", 6.0, 9.0),
    ("10A", 0, "Hội Nông dân", "present", "13:58", 4.0, None),
    ("8", 1, "Hội Phụ nữ", None, None, None, None),
    ("8", 0, "Cựu chiến binh", "excused", None, None, None),
    ("23", 0, "Hội Phụ nữ thôn 3", "present", "14:03", None, None),
    ("24", 0, "Giáo viên", "present", "14:02", 7.0, None),
    ("5", 0, "Người dân", "walk_in", "14:00", 3.0, None),
    ("25", 0, "Hội Phụ nữ thôn 3", "present", "14:02", None, None),
    ("16A", 0, "Cựu chiến binh", "present", "14:01", None, None),
)
_ENROLLED, _THERE, _EXCUSED = 32, 18, 2
_ORGANISATIONS = ("Người dân", "Hội Nông dân", "Hội Phụ nữ thôn 3", "Đoàn Thanh niên", "Cựu chiến binh")

_PLATES = tuple(plate for _alley, _letters, alley in scene.ALLEYS for plate in alley)


def place_of(plate: str) -> int:
    """Which household of Thôn 3 has this number, from 0."""
    return _PLATES.index(plate)


def roster(
    plan: Plan, hamlet: Hamlet
) -> Iterator[tuple[int, int, str, str | None, str | None, float | None, float | None]]:
    """The class of this afternoon: (household, person, organisation, attendance, arrived, score before, after)."""
    yield from ((place_of(plate), *rest) for plate, *rest in _ROSTER)  # type: ignore[misc]
    there = _THERE - sum(row[4] is not None for row in _ROSTER)
    excused = _EXCUSED - sum(row[3] == "excused" for row in _ROSTER)
    taken = {row[0] for row in _ROSTER}
    homes = [place for place, plate in enumerate(_PLATES) if plate not in taken]
    lot = dice(plan.seed, "class today", hamlet.number)
    lot.shuffle(homes)
    rest = [place for place in homes if house(plan, hamlet.first + place).people[0].consent]
    for nth, place in enumerate(rest[: _ENROLLED - len(_ROSTER)]):
        organisation = lot.choice(_ORGANISATIONS)
        if nth < there:
            yield place, 0, organisation, "present", f"13:{50 + nth}", float(lot.randint(3, 7)), None
        elif nth < there + excused:
            yield place, 0, organisation, "excused", None, None, None
        else:
            yield place, 0, organisation, None, None, None, None
