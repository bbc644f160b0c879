"""Formats in and out, one file a format. Empty until the first of them is built."""
