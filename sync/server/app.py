"""The calls of NGO-1 as a Starlette application. Imported only when a server starts: Starlette is heavy."""

import asyncio
import logging
import sqlite3
import traceback
from collections.abc import Callable
from datetime import datetime

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from forms.problem import Problem
from sync.wire import keys
from sync.wire.batch import SERVER_BYTES, decode
from sync.wire.messages import (
    BATCHES,
    ENROL,
    HEALTH,
    SESSION,
    EnrolRequest,
    SessionAnswer,
    SessionRequest,
)
from sync.wire.published import FORM, FORMS, FormAnswer, FormRequest, FormsAnswer
from sync.wire.strict import malformed, pack, unpack
from sync.wire.version import OLDEST, VERSION

from .access import Access
from .forms import Forms
from .ledger import SAFE, Ledger
from .openapi import contract_of

log = logging.getLogger("ngoso.province")

_SMALL = 8 * 1024
_SLOWEST = 120.0  # seconds for a whole request: 64 KiB take nine at 64 kbit/s

Call = Callable[[Request, str, bytes], dict[str, object]]


def build(
    access: Access, ledger: Ledger, forms: Forms, seed: bytes, clock: Callable[[], datetime]
) -> Starlette:
    """The application. Every answer is signed with ``seed``, bound to the nonce the laptop sent."""

    def enrol(request: Request, nonce: str, body: bytes) -> dict[str, object]:
        asked = EnrolRequest.read(unpack(body))
        keys.check(asked.key, keys.request(ENROL, "", nonce, body), _signature(request))
        address = request.client.host if request.client else ""
        answer = access.enrol(asked, address)
        log.info("enrolled device=%s", answer.device)
        return answer.plain()

    def session(request: Request, nonce: str, body: bytes) -> dict[str, object]:
        asked = SessionRequest.read(unpack(body))
        message = keys.request(SESSION, "", nonce, body)
        token = access.open_session(asked, message, nonce, _signature(request))
        ack, receipt, held = ledger.standing(asked.device, asked.epoch, asked.after)
        now = clock().isoformat(timespec="seconds")
        return SessionAnswer(token, now, ledger.generation(), OLDEST, ack, SAFE, receipt, held).plain()

    def device_of(request: Request, path: str, nonce: str, body: bytes) -> str:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        return access.device(token, keys.request(path, token, nonce, body), _signature(request))

    def published(request: Request, nonce: str, body: bytes) -> dict[str, object]:
        device_of(request, FORMS, nonce, body)
        return FormsAnswer(forms.published()).plain()

    def form(request: Request, nonce: str, body: bytes) -> dict[str, object]:
        device_of(request, FORM, nonce, body)
        asked = FormRequest.read(unpack(body))
        return FormAnswer(asked.id, asked.version, forms.source(asked.id, asked.version)).plain()

    def batches(request: Request, nonce: str, body: bytes) -> dict[str, object]:
        device = device_of(request, BATCHES, nonce, body)
        batch = decode(body)
        if batch.device != device:
            raise Problem("wire.signature")
        answer = ledger.take(batch)
        facts = (device, batch.epoch, batch.first.seq, batch.last.seq, answer.ack.seq, len(answer.held))
        log.info("batch device=%s epoch=%s first=%s last=%s ack=%s held=%s", *facts)
        return answer.plain()

    def respond(request: Request, status: int, value: object) -> Response:
        body, nonce = pack(value), request.headers.get(keys.NONCE_HEADER, "")
        signature = keys.sign(seed, keys.answer(request.url.path, nonce, status, body))
        headers = {keys.SIGNATURE_HEADER: signature, "Cache-Control": "no-store"}
        return Response(body, status, headers, "application/json")

    def refuse(request: Request, problem: Problem) -> Response:
        detail = {"detail": str(problem.facts["detail"])} if "detail" in problem.facts else {}
        log.info("refused path=%s code=%s", request.url.path, problem.code)
        return respond(request, problem.row.status, {"code": problem.code, "text": problem.text} | detail)

    def post(path: str, call: Call, cap: int) -> Route:
        async def handle(request: Request) -> Response:
            try:
                body = await _read(request, cap)
                nonce = request.headers.get(keys.NONCE_HEADER, "")
                if not 16 <= len(nonce) <= 64:
                    raise malformed("no nonce")
                return respond(request, 200, await run_in_threadpool(call, request, nonce, body))
            except Problem as problem:
                return refuse(request, problem)
            except ClientDisconnect:
                log.info("cut path=%s", path)
                return Response(status_code=400)  # nobody reads it
            except Exception as error:  # a message could name a person, so only its place is logged
                if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
                    return refuse(request, Problem("store.full"))
                log.error("bug path=%s type=%s at=%s", path, type(error).__name__, _place(error))
                return refuse(request, Problem("bug"))

        return Route(path, handle, methods=["POST"])

    async def health(request: Request) -> Response:
        value = {"ngo": VERSION, "oldest": OLDEST, "sign_key": keys.public(seed)}
        return respond(request, 200, value | {"time": clock().isoformat(timespec="seconds")})

    async def contract(_: Request) -> Response:
        return JSONResponse(contract_of(forms.every()))

    async def no_such_call(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        return respond(request, status, {"code": "wire.malformed", "text": "no such call"})

    routes = [
        post(ENROL, enrol, _SMALL),
        post(SESSION, session, _SMALL),
        post(BATCHES, batches, SERVER_BYTES),
        post(FORMS, published, _SMALL),
        post(FORM, form, _SMALL),
        Route(HEALTH, health),
        Route("/openapi.json", contract),
    ]
    return Starlette(routes=routes, exception_handlers={HTTPException: no_such_call})


async def _read(request: Request, cap: int) -> bytes:
    """The raw body, refused before it is held: by its announced length, then as it comes."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced) > cap:
        raise Problem("wire.too_large")
    body = bytearray()
    try:
        async with asyncio.timeout(_SLOWEST):
            async for piece in request.stream():
                body += piece
                if len(body) > cap:
                    raise Problem("wire.too_large")
    except TimeoutError as error:
        raise malformed("too slow") from error
    return bytes(body)


def _place(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{last.name}:{last.lineno}"


def _signature(request: Request) -> str:
    return request.headers.get(keys.SIGNATURE_HEADER, "")
