"""The one place where a fault of the disk or the data file becomes a Problem.

A full disk is not our bug and is told as such; a mistake in our own SQL stays an exception.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlcipher3 import dbapi2

from forms.problem import Problem

# SQLite's primary result codes (the low byte of the extended code), https://sqlite.org/rescode.html
_BY_RESULT = {
    5: "store.in_use",  # SQLITE_BUSY
    6: "store.in_use",  # SQLITE_LOCKED
    8: "store.read_only",  # SQLITE_READONLY
    10: "store.disk",  # SQLITE_IOERR
    11: "store.damaged",  # SQLITE_CORRUPT
    13: "store.full",  # SQLITE_FULL
    14: "store.read_only",  # SQLITE_CANTOPEN
    26: "store.damaged",  # SQLITE_NOTADB: the key is known to be right, so the file is not
}
_BY_ERRNO = {
    errno.ENOSPC: "store.full",
    errno.EDQUOT: "store.full",
    errno.EACCES: "store.read_only",
    errno.EPERM: "store.read_only",
    errno.EROFS: "store.read_only",
    errno.EIO: "store.disk",
}


@contextmanager
def translated() -> Iterator[None]:
    """Faults of disk and file inside the block are raised as ``Problem``; everything else passes as it is."""
    try:
        yield
    except dbapi2.Error as error:
        code = _BY_RESULT.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if code is None:
            raise
        raise Problem(code) from error
    except OSError as error:
        code = _BY_ERRNO.get(error.errno or 0)
        if code is None:
            raise
        raise Problem(code) from error
