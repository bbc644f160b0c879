"""Measurements. Run one as ``python -m tests.benchmarks.<name>``."""
