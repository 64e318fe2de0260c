"""Settings: the look, the office, the hamlets, the team, the passphrase, lists from spreadsheets."""
