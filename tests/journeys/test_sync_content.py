"""What the province makes of the operations: bad content held, two laptops merged, deletion, and what its log says."""

from sync.client import send
from sync.server.database import Database
from sync.server.ledger import Ledger
from sync.wire import keys
from sync.wire.batch import Batch
from sync.wire.messages import Held
from tests.journeys.memory import QUICK, Memory, Stoppable, enrolled, rows


def test_bad_content_is_kept_acknowledged_and_held(province, tmp_path):
    outbox = Memory()
    enrolment = enrolled(province, outbox)
    outbox.write(form="no_such_form/7")
    outbox.write(body=b"\xe2\x80\xa8 not json")
    outbox.write(body=b'{"set": {"a": 1, "a": 2}}')
    outbox.write(body=b'{"set": [1]}')
    outbox.write(act="erase")
    outbox.write({"a": 1})
    sent = send(outbox, enrolment, Stoppable(), QUICK)
    assert sent.count == 6
    assert [(it.seq, it.reason) for it in sent.held] == [
        (1, "form"),
        (2, "body"),
        (3, "body"),
        (4, "body"),
        (5, "erase"),
    ]
    assert outbox.confirmations()[0].held == sent.held
    assert all(it.text != it.reason for it in sent.held)


def test_a_fault_is_held_until_a_later_operation_mends_it(province):
    from forms.library import built_in

    form = built_in("satisfaction_survey")
    name = f"{form.id}/{form.version}"
    outbox = Memory()
    enrolment = enrolled(province, outbox)
    rec = outbox.write({"no_such_field": "x"}, form=name)
    sent = send(outbox, enrolment, Stoppable(), QUICK)
    assert sent.held == (Held(1, rec, "fault", "no_such_field"),)
    outbox.write({"no_such_field": None}, rec=rec, form=name)
    assert all(it.path != "no_such_field" for it in send(outbox, enrolment, Stoppable(), QUICK).held)
    outbox.acked, outbox.parcels = 0, []
    assert all(it.seq == 2 for it in send(outbox, enrolment, Stoppable(), QUICK).held)


def test_two_laptops_one_answer_keeps_both(province, tmp_path):
    one, two = Memory(), Memory()
    enrolments = [enrolled(province, it) for it in (one, two)]
    rec = one.write({"a": "first", "b": 1})
    send(one, enrolments[0], Stoppable(), QUICK)
    two.write({"a": "unseen", "c": 2}, rec=rec, base=0)
    send(two, enrolments[1], Stoppable(), QUICK)
    home = tmp_path / "tỉnh"
    assert rows(home, "SELECT path, value FROM state ORDER BY path") == [
        ("a", '"first"'),
        ("b", "1"),
        ("c", "2"),
    ]
    assert rows(home, "SELECT path, value FROM conflict") == [("a", '"unseen"')]
    seen = rows(home, "SELECT max(gseq) FROM operation")[0][0]
    assert seen == (1 << 40) + 2
    two.write({"a": "seen"}, rec=rec, base=seen)
    send(two, enrolments[1], Stoppable(), QUICK)
    assert rows(home, "SELECT value FROM state WHERE path = 'a'") == [('"seen"',)]


def test_deleted_and_brought_back(province, tmp_path):
    outbox = Memory()
    enrolment = enrolled(province, outbox)
    rec = outbox.write({"a": 1})
    outbox.write(rec=rec, act="del")
    send(outbox, enrolment, Stoppable(), QUICK)
    home = tmp_path / "tỉnh"
    deleted = "SELECT value FROM state WHERE path = '@deleted'"
    assert rows(home, deleted) == [("true",)]
    outbox.write({"a": 2}, rec=rec)
    send(outbox, enrolment, Stoppable(), QUICK)
    assert rows(home, deleted) == [("null",)]


def test_rules_that_stumble_hold_the_record_and_the_queue_goes_on(tmp_path, clock, logs):
    def stumble(form, answers, at):
        raise RuntimeError("Nguyễn Thị Mẫu")

    logs.expect("check gseq=1099511627777 type=RuntimeError")
    outbox = Memory()
    outbox.write({"a": 1})
    database = Database(tmp_path / "province.db")
    ledger = Ledger(database, keys.new_seed(), stumble, clock)
    answer = ledger.take(Batch(outbox.device, outbox.epoch, tuple(outbox.operations)))
    database.close()
    assert answer.ack.seq == 1
    assert [it.reason for it in answer.held] == ["fault"]
    assert not any("Mẫu" in it.getMessage() for it in logs.records)


def test_the_log_names_ids_and_no_people(province, caplog):
    caplog.set_level("INFO")
    outbox = Memory()
    outbox.write({"contact_name": "Canary Ví Dụ"}, form="household/1")
    outbox.write(body=b'{"Canary": ')
    send(outbox, enrolled(province, outbox), Stoppable(), QUICK)
    assert f"batch device={outbox.device} epoch={outbox.epoch} first=1 last=2 ack=2" in caplog.text
    assert "Canary" not in caplog.text
