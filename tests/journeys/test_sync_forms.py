"""Forms the province gives out: published once, fetched by a laptop, and checked by the same rules on both sides."""

import json
from datetime import timedelta

import jsonschema
import pytest
import requests

from forms.check import check
from forms.compile import inspect_source
from forms.library import built_in
from forms.problem import Problem
from sync.client import fetch, published, send
from sync.server import Province
from sync.wire.messages import Held
from tests.journeys.memory import QUICK, Memory, Stoppable, enrolled

FORM = """
| survey |
| | type | name | label | required | constraint |
| | text | street | Street | yes | |
| | integer | wells | Wells | | . < 10 |
| settings |
| | form_id | version | form_title |
| | wells | {version} | Wells of a hamlet |
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "wells.md"
    path.write_text(FORM.format(version=1), encoding="utf-8")
    return path


@pytest.fixture
def laptop(province):
    outbox = Memory()
    return outbox, enrolled(province, outbox)


def test_a_laptop_fetches_what_the_province_published(province, laptop, file):
    outbox, enrolment = laptop
    assert published(outbox.stream(), enrolment, Stoppable(), QUICK) == ()
    form = province.forms.publish(file)
    (offered,) = published(outbox.stream(), enrolment, Stoppable(), QUICK)
    assert (offered.id, offered.version, offered.title) == ("wells", "1", "Wells of a hamlet")
    source = fetch(offered, outbox.stream(), enrolment, Stoppable(), QUICK)
    assert inspect_source(source).form == form


def test_the_province_refuses_what_the_laptop_refuses(province, laptop, file):
    outbox, enrolment = laptop
    form = province.forms.publish(file)
    bad = outbox.write({"street": "Ngõ 3", "wells": 12}, form="wells/1")
    good = outbox.write({"street": "Ngõ 4", "wells": 9}, form="wells/1")
    sent = send(outbox, enrolment, Stoppable(), QUICK)
    assert sent.held == (Held(1, bad, "fault", "wells"),)
    assert good not in {it.rec for it in sent.held}
    faults = check(form, {"street": "Ngõ 3", "wells": 12}, province._clock().date())
    assert [it.path for it in faults] == ["wells"]


def test_an_unknown_version_of_a_known_form_is_kept_and_an_unknown_form_is_told(province, laptop, file):
    outbox, enrolment = laptop
    province.forms.publish(file)
    outbox.write({"other": 1}, form="wells/0")
    strange = outbox.write({"other": 1}, form="ponds/1")
    assert send(outbox, enrolment, Stoppable(), QUICK).held == (Held(2, strange, "form"),)


def test_a_published_version_never_changes(province, file):
    province.forms.publish(file)
    province.forms.publish(file)
    file.write_text(FORM.format(version=1).replace("< 10", "< 20"), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        province.forms.publish(file)
    assert caught.value.code == "form.version"
    file.write_text(FORM.format(version=2).replace("< 10", "< 20"), encoding="utf-8")
    province.forms.publish(file)
    assert [it.version for it in province.forms.published()] == ["2", "1"]


def test_a_built_in_id_and_a_broken_form_are_refused_and_nothing_is_given_out(province, file):
    file.write_text(FORM.format(version=1).replace("| wells | 1", "| feedback | 1"), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        province.forms.publish(file)
    assert caught.value.code == "form.built_in"
    file.write_text(FORM.format(version=1).replace(". < 10", ". < "), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        province.forms.publish(file)
    assert caught.value.code == "form.broken"
    assert "constraint" in caught.value.text
    assert province.forms.published() == ()


def test_published_forms_are_there_after_a_restart(tmp_path, file):
    with Province(tmp_path / "home") as province:
        form = province.forms.publish(file)
    with Province(tmp_path / "home") as again:
        assert again.forms.version("wells", "1") == form


def test_a_form_nobody_published_is_told_as_missing(province, laptop, file):
    outbox, enrolment = laptop
    province.forms.publish(file)
    (offered,) = published(outbox.stream(), enrolment, Stoppable(), QUICK)
    province.forms._database._db.execute("DELETE FROM form")
    with pytest.raises(Problem) as caught:
        fetch(offered, outbox.stream(), enrolment, Stoppable(), QUICK)
    assert caught.value.code == "sync.refused"


def test_the_contract_describes_the_records_of_every_form(province, file):
    province.forms.publish(file)
    contract = requests.get(province.url + "/openapi.json", timeout=5).json()
    schemas = contract["components"]["schemas"]
    assert {f"record.feedback.{built_in('feedback').version}", "record.wells.1"} <= set(schemas)
    schema = schemas["record.wells.1"]
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate({"street": "Ngõ 4", "wells": 9}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"street": "Ngõ 4", "wells": "nine"}, schema)


def test_what_was_right_on_its_day_is_right_when_it_arrives(province, laptop, file):
    outbox, enrolment = laptop
    file.write_text(
        FORM.format(version=1).replace("integer | wells", "date | day").replace(". < 10", ". >= today()")
    )
    province.forms.publish(file)
    today = province._clock()

    def body(written, day):
        answers = {"street": "Ngõ 3", "day": day.date().isoformat()}
        return json.dumps({"at": written.isoformat(), "by": "", "set": answers}).encode()

    early, late = today - timedelta(days=3), today + timedelta(days=400)
    outbox.write(body=body(early, early), form="wells/1")
    stale = outbox.write(body=body(today, early), form="wells/1")
    ahead = outbox.write(body=body(late, early), form="wells/1")
    sent = send(outbox, enrolment, Stoppable(), QUICK)
    assert sent.held == (Held(2, stale, "fault", "day"), Held(3, ahead, "fault", "day"))
