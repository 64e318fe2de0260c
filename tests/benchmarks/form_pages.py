"""Pages of a blank form a second: two hundred questions in ten groups, set by rule."""

from desktop.reports.blank_form import Head, blank_form
from forms.definition import Choice, Form, Question
from tests.benchmarks.measure import milliseconds

_KINDS = ("text", "integer", "select_one", "date", "select_multiple")
_EACH = 3


def form_pages() -> str:
    """Milliseconds for the whole form, and pages a second."""
    form = _form()
    head = Head("Tổ công nghệ số cộng đồng thôn 3", "xã An Mẫu")
    pages = blank_form(form, head).count(b"/Type /Page\n")
    took = milliseconds(lambda: blank_form(form, head), _EACH)
    speed = f"{1000 * pages / took:.0f} pages/s"
    return f"{f'blank form, 200 questions, {pages} pages':<46} {took:10.1f} {'':>10} ms       {speed}"


def _form() -> Form:
    groups = tuple(
        Question(
            f"g{n}", "group", {"vi": f"Phần {n + 1}"}, children=tuple(_question(n, k) for k in range(20))
        )
        for n in range(10)
    )
    choices = tuple(Choice(f"c{n}", {"vi": f"Lựa chọn thứ {n}"}) for n in range(7))
    return Form("do_toc_do", "20261101", {"vi": "Đo tốc độ"}, "vi", groups, {"list": choices})


def _question(group: int, number: int) -> Question:
    kind = _KINDS[number % len(_KINDS)]
    label = {"vi": f"Câu hỏi {group + 1}.{number + 1} về đời sống của hộ gia đình"}
    return Question(f"q{group}_{number}", kind, label, list_name="list" if "select" in kind else "")
