"""Highlights and reflections: what they are, how their passages are described and found, how sets merge."""
