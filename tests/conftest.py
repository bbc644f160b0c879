"""What all tests share: properties are judged by what holds, never by how fast the machine is."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Based on the profile in force: where CI is set Hypothesis's own, which draws the same examples each time.
settings.register_profile(
    "unhurried", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")
