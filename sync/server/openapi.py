"""The contract of NGO-1's calls, OpenAPI 3.1. A test holds it against what the server answers."""

import re
from collections.abc import Iterable

from forms.definition import Form
from forms.schema import json_schema
from sync.wire.batch import SERVER_MOST
from sync.wire.keys import NONCE_HEADER, SIGNATURE_HEADER
from sync.wire.messages import BATCHES, ENROL, HEALTH, SESSION
from sync.wire.published import FORM, FORMS, LONGEST_SOURCE, MOST_FORMS
from sync.wire.version import OLDEST, VERSION

Node = dict[str, object]


def _ref(name: str) -> Node:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**fields: Node) -> Node:
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def _answer(text: str, schema: Node) -> Node:
    signature: Node = {"schema": {"type": "string"}, "description": "Ed25519, base64, over the raw answer"}
    return {
        "description": text,
        "headers": {SIGNATURE_HEADER: signature},
        "content": {"application/json": {"schema": schema}},
    }


def _post(text: str, asked: str, answered: str, statuses: tuple[int, ...], *, session: bool = False) -> Node:
    headers = (
        (NONCE_HEADER, "16 to 64 signs, new for every request"),
        (SIGNATURE_HEADER, "Ed25519, base64, over path, token, nonce and raw body"),
    )
    operation: Node = {
        "summary": text,
        "parameters": [
            {
                "name": name,
                "in": "header",
                "required": True,
                "description": meaning,
                "schema": {"type": "string"},
            }
            for name, meaning in headers
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": _ref(asked)}}},
        "responses": {
            "200": _answer("done and on the disk", _ref(answered)),
            **{str(status): _answer(_REFUSALS[status], _ref("Refusal")) for status in statuses},
        },
    }
    if session:
        operation["security"] = [{"session": []}]
    return {"post": operation}


_REFUSALS = {
    400: "not well formed",
    401: "signature or session not valid",
    403: "code not accepted",
    404: "no such form",
    409: "another history of this stream is kept (fork)",
    413: "too large",
    429: "too many wrong codes",
    500: "a fault of the server; nothing was kept",
    503: "the server's disk is full; nothing was kept",
}
_ID: Node = {"type": "string", "format": "uuid"}
_HASH: Node = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_NUMBER: Node = {"type": "integer", "minimum": 0}
_TEXT: Node = {"type": "string"}
_TIME: Node = {"type": "string", "format": "date-time"}
_OUTCOME: dict[str, Node] = {
    "ack": _ref("Ack"),
    "safe": _ref("Ack"),
    "receipt": {"oneOf": [_ref("Receipt"), {"type": "null"}]},
    "held": {"type": "array", "items": _ref("Held")},
}
_FAILURES = (500, 503)

OPENAPI: Node = {
    "openapi": "3.1.0",
    "info": {
        "title": "Ngõ Số, province",
        "version": f"NGO-{VERSION}",
        "description": "Batches travel gzipped (Content-Encoding: gzip); the signature covers the raw bytes.",
    },
    "paths": {
        ENROL: _post(
            "Make a laptop known, once", "EnrolRequest", "EnrolAnswer", (400, 401, 403, 413, 429, *_FAILURES)
        ),
        SESSION: _post("Open a session", "SessionRequest", "SessionAnswer", (400, 401, 413, *_FAILURES)),
        BATCHES: _post(
            "Hand in operations", "Batch", "BatchAnswer", (400, 401, 409, 413, *_FAILURES), session=True
        ),
        FORMS: _post(
            "The forms the province gives out", "Nothing", "Forms", (400, 401, 413, *_FAILURES), session=True
        ),
        FORM: _post(
            "One of them", "FormRequest", "FormAnswer", (400, 401, 404, 413, *_FAILURES), session=True
        ),
        HEALTH: {
            "get": {
                "summary": "Who answers here",
                "responses": {"200": _answer("alive", _ref("Health"))},
            }
        },
    },
    "components": {
        "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        "schemas": {
            "Ack": _object(seq=_NUMBER, hash=_HASH),
            "Held": _object(seq=_NUMBER, rec=_ID, reason=_TEXT, path=_TEXT),
            "Receipt": _object(
                device=_ID,
                epoch=_ID,
                first=_NUMBER,
                last=_NUMBER,
                hash=_HASH,
                received_at=_TIME,
                signature=_TEXT,
            ),
            "EnrolRequest": _object(code=_TEXT, device=_ID, key=_TEXT),
            "EnrolAnswer": _object(
                device=_ID,
                scope={"type": "object", "additionalProperties": _TEXT},
                sign_key=_TEXT,
                box_key=_TEXT,
                time=_TIME,
            ),
            "SessionRequest": _object(ngo=_NUMBER, device=_ID, epoch=_ID, after=_NUMBER),
            "SessionAnswer": _object(token=_TEXT, time=_TIME, gen=_NUMBER, oldest=_NUMBER, **_OUTCOME),
            "Batch": _object(
                ngo={"type": "integer", "minimum": OLDEST, "maximum": VERSION},
                device=_ID,
                epoch=_ID,
                first={"type": "integer", "minimum": 1},
                prev=_HASH,
                hash=_HASH,
                ops={
                    "type": "array",
                    "minItems": 1,
                    "maxItems": SERVER_MOST,
                    "items": _ref("Operation"),
                },
            ),
            "Operation": _object(
                op=_ID,
                rec=_ID,
                act={"enum": ["put", "del", "erase"]},
                base=_NUMBER,
                form=_TEXT,
                salt=_TEXT,
                body=_TEXT,
            ),
            "Nothing": _object(),
            "Published": _object(id=_TEXT, version=_TEXT, title=_TEXT, published_at=_TIME),
            "Forms": _object(forms={"type": "array", "maxItems": MOST_FORMS, "items": _ref("Published")}),
            "FormRequest": _object(id=_TEXT, version=_TEXT),
            "FormAnswer": _object(
                id=_TEXT, version=_TEXT, source={"type": "string", "maxLength": LONGEST_SOURCE}
            ),
            "BatchAnswer": _object(**_OUTCOME),
            "Health": _object(ngo=_NUMBER, oldest=_NUMBER, sign_key=_TEXT, time=_TIME),
            "Refusal": {
                "type": "object",
                "properties": {"code": _TEXT, "text": _TEXT, "detail": _TEXT},
                "required": ["code", "text"],
                "additionalProperties": False,
            },
        },
    },
}


def contract_of(forms: Iterable[Form]) -> Node:
    """The contract with the answers of every form as ``components.schemas`` ``record.<id>.<version>``.

    A record's operations carry its answers by flat path; put together (`forms.flat.unflatten`) they are
    what that schema describes.
    """
    components = OPENAPI["components"]
    assert isinstance(components, dict)
    records = {_key(form): json_schema(form) for form in forms}
    return OPENAPI | {"components": components | {"schemas": components["schemas"] | records}}


def _key(form: Form) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "_", f"record.{form.id}.{form.version}")
