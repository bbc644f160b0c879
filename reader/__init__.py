"""Reader: read, mark and reflect on a library of Markdown notes, offline, in a terminal."""

__version__ = "0.2.0"
