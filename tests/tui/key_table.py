"""README's table of keys, made from the table of commands: `python -m tests.tui.key_table` writes it anew."""

import re
from collections.abc import Sequence
from pathlib import Path

from tui import commands
from tui.commands import Command
from tui.key_names import key_name

README = Path(__file__).parents[2] / "README.md"
BEGINS, ENDS = "<!-- keys: made by tests/tui/key_table.py -->", "<!-- end of keys -->"


def table() -> str:
    """Return the tables, a screen each, in Markdown."""
    parts = [
        ("In the list of families", (*commands.CONTACTS_COMMANDS, *commands.LIST_COMMANDS)),
        ("While a name or a street is typed to find a family", commands.FILTER_COMMANDS),
        ("At a family", commands.FAMILY_COMMANDS),
        ("While somebody is asked for consent", commands.CEREMONY_COMMANDS),
        ("At base, on the board", commands.BOARD_COMMANDS),
        ("At base, in the list of laptops", (*commands.LAPTOPS_COMMANDS, *commands.LIST_COMMANDS)),
        ("At base, in the list of families", (*commands.FAMILIES_COMMANDS, *commands.LIST_COMMANDS)),
        ("At base, at a family", commands.FAMILY_FILE_COMMANDS),
        ("At base, on wave two", (*commands.WAVE_TWO_COMMANDS, *commands.LIST_COMMANDS)),
        ("At base, in the list of destructions", (*commands.DESTRUCTION_COMMANDS, *commands.LIST_COMMANDS)),
        ("At base, at a declaration", (*commands.GATE_COMMANDS, *commands.LIST_COMMANDS)),
        ("At base, at a plan", (*commands.PLAN_COMMANDS, *commands.LIST_COMMANDS)),
        ("At base, in the sample of wave two", (*commands.SAMPLE_COMMANDS, *commands.LIST_COMMANDS)),
        ("At base, on linkage", (*commands.LINKAGE_COMMANDS, *commands.LIST_COMMANDS)),
        ("At base, in the list of outputs", (*commands.OUTPUTS_COMMANDS, *commands.LIST_COMMANDS)),
        ("At base, at a person's pack", (*commands.PACK_COMMANDS, *commands.LIST_COMMANDS)),
        ("At base, in the registers", (*commands.REGISTERS_COMMANDS, *commands.LIST_COMMANDS)),
        ("At base, in what was said in writing", (*commands.IN_WRITING_COMMANDS, *commands.LIST_COMMANDS)),
        ("At base, on backups", (*commands.BACKUPS_COMMANDS, *commands.LIST_COMMANDS)),
        ("At base, on the audit", (*commands.AUDIT_COMMANDS, *commands.LIST_COMMANDS)),
        ("On the board of clocks", commands.CLOCKS_COMMANDS),
        ("In the list of incidents, or of requests", (*commands.DUTIES_COMMANDS, *commands.LIST_COMMANDS)),
        ("At an incident", commands.INCIDENT_COMMANDS),
        ("At a request", commands.REQUEST_COMMANDS),
        ("In the trail", commands.TRAIL_COMMANDS),
        ("In the list of devices", commands.DEVICES_COMMANDS),
        ("At a device", commands.DEVICE_COMMANDS),
        ("In a form", (*commands.ANSWER_COMMANDS, commands.KEEP, commands.BACK)),
        ("In the help", commands.GUIDE_COMMANDS),
        ("Everywhere", commands.APP_COMMANDS),
    ]
    return "\n".join(_part(title, commands_) for title, commands_ in parts)


def written(readme: str) -> str:
    """Return README with the table as it is today."""
    whole = f"{BEGINS}\n{table()}{ENDS}"
    return re.sub(rf"{re.escape(BEGINS)}.*?{re.escape(ENDS)}", lambda _: whole, readme, flags=re.DOTALL)


def _part(title: str, of_it: Sequence[Command]) -> str:
    rows = (f"| {_keys(command)} | {command.label} | {command.help} |\n" for command in of_it)
    return f"\n| {title} | | |\n|---|---|---|\n{''.join(rows)}"


def _keys(command: Command) -> str:
    return ", ".join(f"`{key_name(key)}`" for key in command.key.split(","))


if __name__ == "__main__":
    README.write_text(written(README.read_text("utf-8")), "utf-8")
