"""Drives the real API server and the local one with the same requests, and compares what they answer, field by field."""
