"""The command `typekro`: reads arguments, runs scripts, tells errors and exit codes. Nothing that a script could need lives here."""
