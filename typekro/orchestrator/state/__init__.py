"""The record store: its protocol, and SQLite. Knows records and leases, and nothing of what they are about."""
