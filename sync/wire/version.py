"""The protocol's number and how it came to be.

=======  =======  ==========================================================================
version  when     why
=======  =======  ==========================================================================
1        2026-11  NGO-1: enrolment, signed sessions, batches with receipts. Only the two ends of a
                  batch's hash chain travel; the receiver computes the rest (86 B less per record).
=======  =======  ==========================================================================

A server takes every version down to ``OLDEST``: an old laptop may always hand in its records.
"""

VERSION = 1
OLDEST = 1
