"""The forms a province gives out: what there is, and one of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

from forms.problem import Problem
from sync.wire.messages import SESSION, Enrolment, SessionAnswer, SessionRequest
from sync.wire.published import FORM, FORMS, FormAnswer, FormRequest, FormsAnswer, Published
from sync.wire.strict import pack
from sync.wire.version import VERSION

from .outbox import Job, Stream
from .settings import Settings

T = TypeVar("T")


class _Ask(Protocol):
    """One call in an open session: path, body, how to read the answer."""

    def __call__(self, path: str, body: bytes, read: Callable[[object], T]) -> T: ...


def published(
    stream: Stream, enrolment: Enrolment, job: Job, settings: Settings | None = None
) -> tuple[Published, ...]:
    """Every version of every form the province gives out, the newest first. Raises Problem ``sync.…``."""
    with _asking(stream, enrolment, job, settings) as ask:
        return ask(FORMS, b"{}", FormsAnswer.read).forms


def fetch(
    form: Published, stream: Stream, enrolment: Enrolment, job: Job, settings: Settings | None = None
) -> str:
    """The sheets of one published form, as `forms.compile` reads them. Raises Problem ``sync.…``."""
    with _asking(stream, enrolment, job, settings) as ask:
        answer = ask(FORM, pack(FormRequest(form.id, form.version).plain()), FormAnswer.read)
    if (answer.id, answer.version) != (form.id, form.version):
        raise Problem("sync.answer")
    return answer.source


@contextmanager
def _asking(stream: Stream, enrolment: Enrolment, job: Job, settings: Settings | None) -> Iterator[_Ask]:
    from .line import Call, Line, Refused, told

    asked = SessionRequest(VERSION, stream.device, stream.epoch, stream.acked_seq)
    with Line(enrolment.url, job, settings or Settings()).open() as line:
        try:
            opening = Call(SESSION, pack(asked.plain()), enrolment.seed, enrolment.sign_key)
            token = line.ask(opening, SessionAnswer.read).token

            def ask(path: str, body: bytes, read: Callable[[object], T]) -> T:
                return line.ask(Call(path, body, enrolment.seed, enrolment.sign_key, token), read)

            yield ask
        except Refused as refused:
            raise told(refused) from refused
