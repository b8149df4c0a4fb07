"""The command `typekro` and `typekro.run`, as processes mostly: exit codes and what is printed are what they are about."""
