"""The class of this afternoon that the invented team of Thôn 3 is holding."""

from desktop.work.desk import Desk


def class_of_today(desk: Desk) -> str:
    """“VNeID cơ bản”: 32 on the roster, 18 of them there."""
    return str(desk.store.query("SELECT id FROM training_class WHERE state = 'running'")[0][0])
