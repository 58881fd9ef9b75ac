"""Help and wrong usage in Swedish: the parser under the commands speaks English only."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

PROGRAM = "python -m etl"


class SwedishCommand(TyperCommand):
    """A command whose --help is Swedish."""

    def get_help(self, ctx: Any) -> str:
        """Usage, what the command does, its options."""
        del ctx
        arguments = [f" {parameter.metavar}" for parameter in self.params if parameter.param_type_name == "argument"]
        rows = [_option_row(parameter) for parameter in self.params if parameter.param_type_name == "option"]
        return "\n".join(
            [
                f"Användning: {PROGRAM} {self.name} [FLAGGOR]{''.join(arguments)}",
                "",
                str(self.help),
                "",
                "Flaggor:",
                *_table([*rows, ("--help", "Visa den här hjälpen.")]),
            ]
        )


class SwedishGroup(TyperGroup):
    """The list of commands in Swedish."""

    def get_help(self, ctx: Any) -> str:
        """Usage and one line per command."""
        del ctx
        rows = [(str(name), str(command.help).splitlines()[0]) for name, command in self.commands.items()]
        return "\n".join([f"Användning: {PROGRAM} KOMMANDO [FLAGGOR] …", "", "Kommandon:", *_table(rows)])


def told(error: typer.TyperException) -> str:
    """One line for a usage error: what is wrong and where to look."""
    option, parameter = getattr(error, "option_name", None), getattr(error, "param", None)
    if option is not None and hasattr(error, "possibilities"):
        problem = f"flaggan {option} finns inte"
    elif option is not None:
        problem = f"flaggan {option} behöver ett värde"
    elif parameter is not None:
        missing = type(error).__name__ == "MissingParameter"
        problem = f"{_name(parameter)} {'saknas' if missing else 'har ett otillåtet värde'}"
    else:
        problem = "kommandot finns inte, eller fler argument än det tar"
    context = getattr(error, "ctx", None)
    command = f" {context.command.name}" if context is not None and context.command.name else ""
    return f"Fel: {problem}. Se {PROGRAM}{command} --help."


def _name(parameter: Any) -> str:
    return str(parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar)


def _option_row(parameter: Any) -> tuple[str, str]:
    value = "" if parameter.is_flag else f" {parameter.metavar}"
    return f"{parameter.opts[0]}{value}", str(parameter.help)


def _table(rows: list[tuple[str, str]]) -> list[str]:
    width = max(len(left) for left, _ in rows) + 2
    return [f"  {left:<{width}}{right}" for left, right in rows]
