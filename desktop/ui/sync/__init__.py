"""The sync screen: enrolment with the province, what waits, what it has confirmed."""
