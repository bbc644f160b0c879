"""What is made when it is first used, so that a start costs what it shows: modules, names, patterns.

To the type checker, and to what looks at who imports whom, these are imports like any other: under
``TYPE_CHECKING`` stands the import that is meant.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Generic, Self, TypeVar, cast, overload

Owner = TypeVar("Owner")
Value = TypeVar("Value")


def names(package: str, modules: Mapping[str, tuple[str, ...]]) -> Callable[[str], object]:
    """Make a package's ``__getattr__`` (PEP 562), which imports what is asked for when it is first asked for.

    Args:
        package: The package's name.
        modules: The names that each of its modules gives it.
    """
    homes = {name: module for module, named in modules.items() for name in named}

    def get(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found: object = getattr(import_module(f"{package}.{homes[name]}"), name)
        setattr(sys.modules[package], name, found)
        return found

    return get


if sys.version_info >= (3, 12):
    from functools import cached_property as cached_property
else:

    class cached_property(Generic[Owner, Value]):  # noqa: N801  # it has the name of what it stands for
        """`functools.cached_property` as Python has it from 3.12, without a lock.

        Before that one lock keeps all objects of a class: while one thread makes the text of a long note,
        another waits for seconds for that of a short one. Two threads may make the same value here; it is
        the same.
        """

        def __init__(self, make: Callable[[Owner], Value]) -> None:
            self._make = make
            self.__doc__ = make.__doc__

        def __set_name__(self, owner: type[Owner], name: str) -> None:
            self._name = name

        @overload
        def __get__(self, instance: None, owner: type[Owner]) -> Self: ...

        @overload
        def __get__(self, instance: Owner, owner: type[Owner]) -> Value: ...

        def __get__(self, instance: Owner | None, owner: type[Owner]) -> Self | Value:
            if instance is None:
                return self
            value = instance.__dict__[self._name] = self._make(instance)
            return value


class _Module:
    """Stands in for a module that is imported when something of it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> object:
        found: object = getattr(import_module(self._name), name)
        return found


def module(name: str) -> object:
    """Return what stands in for a module; ``name`` in full."""
    return _Module(name)


class _Pattern:
    """Stands in for a compiled pattern; from its first use on, each method is that pattern's own."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        found: object = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` returns, as far as attributes and methods go, without compiling it yet.

    One with classes of many letters takes milliseconds, and of all of them a start needs a few.
    """
    return cast("re.Pattern[str]", _Pattern(source, flags))
