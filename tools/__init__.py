"""Programs for those who work on typekro itself. Nothing of the package imports them."""
