"""The programs for those who work on typekro itself."""
