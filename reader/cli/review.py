"""``reader review``: what comes up again today, and looking back over the weeks."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Final

from reader.cli import output
from reader.cli.commands import Runnable
from reader.cli.fields import MONTHS, day, heading_of, moment, plural
from reader.cli.opening import opened_workspace

if TYPE_CHECKING:  # for start-up cost
    from reader.workspace.review import Due
    from reader.workspace.statistics import Statistics

_BARS: Final = "▁▂▃▄▅▆▇█"
_VERDICTS: Final = ("again", "keep", "less", "done")
_CHOICES: Final = (*_VERDICTS, "spaced", "plain")
"""What can be said of one; the last two choose how it comes back: by spaced repetition or the rotation."""
_SHOWN: Final = 10
"""Tags and notes that people are shown of each list; programs get them all."""


def review_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``review``."""
    parser.add_argument(
        "id", metavar="ID", nargs="?", help="with a verdict: what came up, as review shows it"
    )
    parser.add_argument("verdict", metavar="VERDICT", nargs="?", choices=_CHOICES, help=", ".join(_CHOICES))
    parser.add_argument("--stats", action="store_true", help="look back over the weeks instead")
    parser.add_argument("--json", action="store_true", help="print an object")


def run_review(arguments: Namespace) -> int:
    """Print what is due today, keep a verdict, or print what there is to look back on."""
    from reader.errors import UsageError
    from reader.workspace.review import Verdict

    if arguments.id is not None and arguments.verdict is None:
        raise UsageError(f"Say what to do with it: reader review ID and one of {', '.join(_CHOICES)}.")
    with opened_workspace(arguments) as workspace:
        if arguments.id is not None:
            if arguments.verdict in _VERDICTS:
                state = workspace.reviewed(arguments.id, Verdict(arguments.verdict))
            else:
                state = workspace.repeat_spaced(arguments.id, is_wanted=arguments.verdict == "spaced")
            days = None if state.is_done else state.interval
            if arguments.json:
                output.say_json({"id": arguments.id, "verdict": arguments.verdict, "days": days})
            else:
                output.say(
                    "Done with it." if days is None else f"It comes up again in {plural(days, 'day')}."
                )
        elif arguments.stats:
            for _ in workspace.update_index(notes_only=True):
                pass
            statistics = workspace.statistics()
            if arguments.json:
                output.say_json(_statistics_fields(statistics))
            else:
                output.say("\n".join(_statistics_lines(statistics)))
        else:
            _say_due(arguments, workspace.due_for_review(), workspace.on_this_day())
    return 0


def _say_due(arguments: Namespace, due: list[Due], on_this_day: list[Due]) -> None:
    if arguments.json:
        both = {"due": due, "on_this_day": on_this_day}
        output.say_json({name: [_due_fields(each) for each in some] for name, some in both.items()})
        return
    output.say("\n\n".join(map(_in_words, due)) if due else "Nothing is due today.")
    if on_this_day:
        output.say("\nOn this day\n")
        output.say("\n\n".join(map(_in_words, on_this_day)))


def _in_words(due: Due) -> str:
    annotation = due.annotation
    lines = [heading_of(annotation)]
    if annotation.selectors is not None:
        lines += [f"    “{line}”" for line in [" ".join(annotation.selectors.quote.exact.split())]]
    lines += [f"    {line}" for line in annotation.text.splitlines()]
    for each in due.reflections:
        lines += [f"    {day(each.created)}", *(f"    {line}" for line in each.text.splitlines())]
    return "\n".join(lines)


def _due_fields(due: Due) -> dict[str, object]:
    annotation = due.annotation
    return {
        "id": annotation.id,
        "kind": str(annotation.kind),
        "note": due.note.id,
        "title": due.note.title,
        "exact": annotation.selectors.quote.exact if annotation.selectors else None,
        "text": annotation.text,
        "reflections": [each.text for each in due.reflections],
        "created": moment(annotation.created),
        "times": due.state.times,
        "last_seen": due.state.last_seen.isoformat() if due.state.last_seen else None,
    }


def _statistics_fields(statistics: Statistics) -> dict[str, object]:
    return {
        "notes": statistics.notes,
        "key_points": statistics.key_points,
        "covered": statistics.covered,
        "weeks": [
            {
                "monday": week.monday.isoformat(),
                "read": week.read,
                "highlights": week.highlights,
                "reflections": week.reflections,
            }
            for week in statistics.weeks
        ],
        "tags": [
            {
                "tag": each.tag,
                "notes": each.notes,
                "reflected_on": each.reflected_on,
                "highlights": each.highlights,
                "reflections": each.reflections,
            }
            for each in statistics.tags
        ],
        "not_reflected_on": [note.id for note in statistics.not_reflected_on],
    }


def _statistics_lines(statistics: Statistics) -> list[str]:
    weeks = statistics.weeks
    first = weeks[0].monday
    lines = [
        f"{plural(statistics.notes, 'note')}, "
        f"{statistics.covered} of {plural(statistics.key_points, 'key point')} reflected on",
        "",
        f"The weeks since {first.day} {MONTHS[first.month - 1]} {first.year}",
    ]
    for name in ("read", "highlights", "reflections"):
        counts = [getattr(week, name) for week in weeks]
        lines.append(f"    {name:<12}{sparkline(counts)}  {sum(counts)}")
    if statistics.tags:
        lines += ["", "Tags by attention"]
        lines += [
            f"    {each.tag}: {each.reflected_on} of {plural(each.notes, 'note')} reflected on, "
            f"{plural(each.highlights, 'highlight')}, {plural(each.reflections, 'reflection')}"
            for each in statistics.tags[:_SHOWN]
        ]
    if statistics.not_reflected_on:
        lines += ["", "Not yet reflected on"]
        lines += [f"    {note.title}" for note in statistics.not_reflected_on[:_SHOWN]]
        more = len(statistics.not_reflected_on) - _SHOWN
        lines += [f"    and {more} more"] if more > 0 else []
    return lines


def sparkline(counts: list[int]) -> str:
    """Draw numbers as a row of bars, the highest the largest; nothing is a low dot."""
    highest = max(counts, default=0)
    return "".join(_BARS[max(0, -(-count * len(_BARS) // highest) - 1)] if count else "·" for count in counts)


COMMANDS: Final = {"review": Runnable(review_arguments, run_review)}
