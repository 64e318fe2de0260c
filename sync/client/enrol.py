"""Make this laptop known to a province, once, with a code from the officer."""

from forms.problem import Problem
from sync.wire import keys
from sync.wire.messages import ENROL, EnrolAnswer, Enrolment, EnrolRequest
from sync.wire.strict import pack

from .outbox import Job
from .settings import Settings


def enrol(
    url: str,
    code: str,
    device: str,
    job: Job,
    settings: Settings | None = None,
    seed: bytes | None = None,
) -> Enrolment:
    """The enrolment of ``device`` (the outbox's id of this laptop), for the caller to keep.

    ``seed`` is the private key of a laptop that has one already: the province knows it by that, and takes a
    code again from it whose answer was lost. Problem ``sync.code``, ``wire.too_many`` or another of ``sync.…``.
    """
    from .line import Call, Line, Refused, told

    seed = seed or keys.new_seed()
    asked = EnrolRequest("".join(code.split())[:100], device, keys.public(seed))
    with Line(url, job, settings or Settings()).open() as line:
        try:
            answer = line.ask(Call(ENROL, pack(asked.plain()), seed, None), EnrolAnswer.read)
        except Refused as refused:
            raise told(refused) from refused
    if answer.device != device:
        raise Problem("sync.answer")
    return Enrolment(url, device, seed, answer.scope, answer.sign_key, answer.box_key, answer.time)
