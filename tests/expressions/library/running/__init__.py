"""CEL at run time."""
