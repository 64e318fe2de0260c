"""What happens beside the visits: classes, feedback and outreach, each with the steps it went through."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from . import stories
from .households import House, house
from .ids import dice
from .made import Made
from .members import OFFICER, crew, member_id
from .scale import SCENE, Hamlet, Plan

_OUTREACH = (
    ("local_radio", "Bản tin Chuyển đổi số trên đài truyền thanh xã", ["policy", "benefits"], 30, 15),
    ("portal_article", "Hướng dẫn nộp hồ sơ trực tuyến", ["procedure"], 14, None),
    ("zalo_oa", "Cảnh báo giả danh cán bộ “cập nhật VNeID”", ["safety"], 21, None),
    ("notice_board", "Địa chỉ và số điện thoại trợ giúp", ["procedure"], 60, None),
    ("leaflet", "Phát tờ rơi dịch vụ công trực tuyến", ["benefits", "procedure"], 45, None),
    ("commendation", "Biểu dương hộ gia đình số", ["good_models"], 90, None),
)
_CLASSES = (
    "Nộp hồ sơ trực tuyến",
    "Thanh toán tiền điện, nước trên điện thoại",
    "An toàn trên mạng",
    "VNeID cơ bản",
)


class Events:
    """Everything but visits, of the whole commune or of one hamlet."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._officer = member_id(plan, SCENE, OFFICER)
        self._made = 0

    def all(self) -> list[Made]:
        """In the order it was written down. Some hundred for a hamlet, so it fits in memory at any scale."""
        found = [*self._outreach(), *self._team_class(), *self._school_class()]
        for hamlet in self._plan.hamlets:
            found += self._classes(hamlet)
            found += self._scene_feedback(hamlet) if hamlet.is_scene else self._feedback(hamlet)
            if hamlet.is_scene:
                found += self._class_today(hamlet)
        return sorted(found, key=lambda made: made.when)

    def _rec(self, at: datetime) -> str:
        self._made += 1
        return self._plan.id("event", self._made, at)

    def _outreach(self) -> Iterator[Made]:
        for channel, title, groups, every, minutes in _OUTREACH:
            for back in range(every // 2, 360, every):
                day = self._plan.back(back)
                when = self._plan.at(day, 16, 30)
                values: dict[str, Any] = {"date": day.isoformat(), "channel": channel, "title": title}
                values |= {"content_group": groups, "count": 200 if channel == "leaflet" else 1}
                values |= {"language": ["vietnamese"], "audience": 150 + 10 * (back % 37)}
                if minutes:
                    values["minutes"] = minutes
                yield Made("outreach", self._rec(when), values, self._officer, when)

    def _team_class(self) -> Iterator[Made]:
        """The yearly training of the team (every plan asks for it)."""
        plan = self._plan
        day = plan.back(210)
        rows: list[dict[str, Any]] = []
        for hamlet in plan.hamlets:
            for member in crew(plan, hamlet):
                there = len(rows) % 9 != 8
                row = {
                    "@id": str(len(rows) + 1),
                    "member": member,
                    "attendance": "present" if there else "excused",
                }
                scores = {
                    "arrived_at": "07:45",
                    "pre_score": 6.0,
                    "post_score": 9.0,
                    "certificate_no": f"{len(rows) + 1:03d}/GCN",
                }
                rows.append(row | scores if there else row)
        values = {
            "title": "Bồi dưỡng nghiệp vụ Tổ công nghệ số cộng đồng",
            "kind": "team_members",
            "state": "ended",
            "topics": ["1", "2", "3", "7"],
            "date": day.isoformat(),
            "starts_at": "08:00",
            "ends_at": "11:00",
            "place": "Hội trường UBND xã",
            "organiser": "UBND xã An Mẫu",
            "planned": len(rows),
            "roster": rows,
        }
        when = plan.at(day, 11, 10)
        yield Made("training_class", self._rec(when), values, self._officer, when)

    def _school_class(self) -> Iterator[Made]:
        """At a school people are counted, never named."""
        day = self._plan.back(150)
        values = {
            "title": "Học sinh với dịch vụ công trực tuyến",
            "kind": "students",
            "state": "ended",
            "topics": ["3", "7"],
            "date": day.isoformat(),
            "starts_at": "08:00",
            "ends_at": "09:30",
            "place": "Trường THPT An Mẫu",
            "school": "Trường THPT An Mẫu",
            "level": "upper_secondary",
            "grade": "khối 11",
            "students_total": 164,
            "students_present": 157,
        }
        when = self._plan.at(day, 9, 45)
        yield Made("training_class", self._rec(when), values, self._officer, when)

    def _classes(self, hamlet: Hamlet) -> Iterator[Made]:
        """One class a quarter in every hamlet."""
        plan = self._plan
        lot = dice(plan.seed, "classes", hamlet.number)
        for quarter, title in enumerate(_CLASSES):
            day = plan.back(40 + 80 * quarter + hamlet.number % 20)
            rows: list[dict[str, Any]] = []
            for _ in range(lot.randint(14, 26)):
                row = self._participant(hamlet, lot, {it["resident"] for it in rows})
                if row is None:
                    continue
                row["@id"] = str(len(rows) + 1)
                if lot.random() < 0.8:
                    before = lot.randint(2, 7)
                    row |= {"attendance": "present", "arrived_at": f"13:{lot.randint(35, 59)}"}
                    row |= {
                        "pre_score": float(before),
                        "post_score": float(min(10, before + lot.randint(1, 4))),
                    }
                else:
                    row["attendance"] = lot.choice(("absent", "excused"))
                rows.append(row)
            values = self._residents_class(hamlet, title, day, rows) | {"state": "ended"}
            when = plan.at(day, 16, 20)
            yield Made("training_class", self._rec(when), values, crew(plan, hamlet)[0], when)

    def _participant(self, hamlet: Hamlet, lot: Random, taken: set[str]) -> dict[str, Any] | None:
        it = lot.choice(house(self._plan, hamlet.first + lot.randrange(hamlet.houses)).people)
        return None if it.consent is None or it.rec in taken else {"resident": it.rec}

    def _residents_class(
        self, hamlet: Hamlet, title: str, day: date, rows: list[dict[str, Any]]
    ) -> dict[str, Any]:
        return {
            "title": title,
            "kind": "residents",
            "topics": ["1", "7"],
            "date": day.isoformat(),
            "starts_at": "14:00",
            "ends_at": "16:00",
            "hamlet": hamlet.unit,
            "place": f"Nhà văn hóa thôn {hamlet.number}",
            "organiser": "UBND xã An Mẫu",
            "trainers": ", ".join(stories.TRAINERS),
            "planned": len(rows),
            "roster": rows,
        }

    def _class_today(self, hamlet: Hamlet) -> Iterator[Made]:
        """“VNeID cơ bản” at 14:00 today: 32 on the roster, 18 of them there, 2 excused."""
        plan = self._plan
        day, clerk = plan.today, crew(plan, hamlet)[0]
        rows: list[dict[str, Any]] = []
        arrived: list[dict[str, Any]] = []
        for plate, who, organisation, attendance, at, before, after in stories.roster(plan, hamlet):
            person = house(plan, hamlet.first + plate).people[who]
            row: dict[str, Any] = {
                "@id": str(len(rows) + 1),
                "resident": person.rec,
                "organisation": organisation,
            }
            rows.append(row)
            came = {"attendance": attendance, "arrived_at": at, "pre_score": before, "post_score": after}
            arrived.append(row | {name: value for name, value in came.items() if value is not None})
        values = self._residents_class(hamlet, "VNeID cơ bản", day, rows)
        before_noon = plan.at(day, 7, 50)
        asked = plan.at(plan.back(6), 17)
        rec = self._rec(asked)
        there = [row for row, it in zip(rows, arrived, strict=True) if it.get("attendance") != "walk_in"]
        yield Made("training_class", rec, values | {"state": "planned", "roster": there}, clerk, asked)
        yield Made(
            "training_class", rec, values | {"state": "running", "roster": arrived}, clerk, before_noon
        )

    def _scene_feedback(self, hamlet: Hamlet) -> Iterator[Made]:
        for opinion in stories.OPEN:
            yield from self._story(hamlet, opinion)
        for nth in range(stories.PUBLISHED + stories.ANSWERED):
            done = "published" if nth < stories.PUBLISHED else "answered"
            back = 340 - 8 * nth if done == "published" else 9 - (nth - stories.PUBLISHED)
            yield from self._settled(hamlet, nth, back, done)

    def _feedback(self, hamlet: Hamlet) -> Iterator[Made]:
        for nth in range(8):
            done = "declined" if nth == 5 else "published"
            yield from self._settled(hamlet, nth + hamlet.number, 40 + 35 * nth + hamlet.number, done)

    def _story(self, hamlet: Hamlet, it: stories.Opinion) -> Iterator[Made]:
        """An open matter: written down, perhaps passed on, perhaps being handled."""
        plan = self._plan
        values: dict[str, Any] = {
            "received_on": plan.back(it.back).isoformat(),
            "received_by": member_id(plan, SCENE, it.clerk),
            "hamlet": hamlet.unit,
            "channel": it.channel,
            "kind": it.kind,
            "field": it.field,
            "subject": it.subject,
            "content": it.content,
            "state": "received",
            "due_on": plan.back(-it.due).isoformat(),
        }
        if it.plate:
            home = _home(plan, hamlet, it.plate)
            values |= {"household": home.rec, "resident": home.people[0].rec, "wants_reply": "yes"}
            values["consent"] = home.people[0].consent
        rec = self._rec(plan.at(plan.back(it.back), 15, 31))
        for back, (hour, minute), clerk, change in it.steps:
            values = values | {
                name: plan.back(value).isoformat() if isinstance(value, int) else value
                for name, value in change.items()
            }
            yield Made(
                "feedback", rec, values, member_id(plan, SCENE, clerk), plan.at(plan.back(back), hour, minute)
            )

    def _settled(self, hamlet: Hamlet, nth: int, back: int, done: str) -> Iterator[Made]:
        """A matter brought to its end, told in two or three steps."""
        plan, (kind, field, subject, content, answer, improvement) = (
            self._plan,
            stories.TOLD[nth % len(stories.TOLD)],
        )
        clerk = crew(plan, hamlet)[nth % 2]
        received = plan.at(plan.back(back), 9 + nth % 7, (nth * 17) % 60)
        rec = self._rec(received)
        values: dict[str, Any] = {
            "received_on": received.date().isoformat(),
            "received_by": clerk,
            "hamlet": hamlet.unit,
            "channel": ("home", "one_stop", "phone", "zalo", "meeting", "box")[nth % 6],
            "kind": kind,
            "field": field,
            "subject": subject,
            "content": content,
            "state": "received",
            "due_on": (received.date() + timedelta(days=7)).isoformat(),
        }
        yield Made("feedback", rec, values, clerk, received)
        if done == "declined":
            values = values | {
                "state": "declined",
                "decline_reason": "Không thuộc dịch vụ công; đã chỉ nơi hỏi.",
            }
            yield Made("feedback", rec, values, clerk, received + timedelta(days=1))
            return
        replied = received + timedelta(days=2 + nth % 5)
        values = values | {
            "state": "answered",
            "answer": answer,
            "answered_on": replied.date().isoformat(),
            "answered_by_unit": "UBND xã An Mẫu",
            "satisfaction": ("5", "4", "4", "3", "5")[nth % 5],
        }
        yield Made("feedback", rec, values, clerk, replied)
        if done == "published":
            shown = replied + timedelta(days=3)
            values = values | {
                "state": "published",
                "published_on": shown.date().isoformat(),
                "published_where": f"bảng tin nhà văn hóa thôn {hamlet.number}",
                "improvement": improvement,
            }
            yield Made("feedback", rec, values, self._officer, shown)


def _home(plan: Plan, hamlet: Hamlet, plate: str) -> House:
    return house(plan, hamlet.first + stories.place_of(plate))
