"""Formats in and out, one file a format: bytes become neutral values, and annotations become bytes."""
