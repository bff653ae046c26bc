"""Writes the generated pages: `python -m tools.docs`; with `--check` it only says which ones are out of date.

docs/kode/<CODE>.md, docs/kode/README.md   one page a code, the same words as `umkm-clean explain CODE`
docs/kamus-data.md                         the data dictionary
docs/cli.md                                every command with its options
schemas/editor/*.schema.json               the shapes of the TOML files, for editors
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path

from umkm_clean.cli import help as help_page
from umkm_clean.cli.group import COMMANDS
from umkm_clean.spec import load, publish
from umkm_clean.spec.json_schema import shape_text, shapes

ROOT = Path(__file__).resolve().parents[1]
CODES = ROOT / "docs" / "kode"


def pages() -> dict[Path, str]:
    """Every generated page with its text."""
    spec = load()
    made = {CODES / f"{code}.md": publish.page(spec, code) for code in spec.rules}
    made[CODES / "README.md"] = publish.index(spec)
    made[ROOT / "docs" / "kamus-data.md"] = publish.dictionary_page(spec)
    made[ROOT / "docs" / "cli.md"] = command_line()
    for name in shapes():
        made[ROOT / "schemas" / "editor" / f"{name}.schema.json"] = shape_text(name)
    return made


def command_line() -> str:
    """Help of every command, as Markdown."""
    os.environ["COLUMNS"] = "100"  # help is wrapped to the terminal it is shown in
    out = ["# Baris perintah", "", "Sama dengan `--help`; dalam bahasa Inggris dengan `--lang en`.", ""]
    for words in ((), *commands()):
        out += [
            f"## {' '.join(('umkm-clean', *words))}",
            "",
            "```text",
            help_page.page(words, "id").rstrip(),
            "```",
            "",
        ]
    return "\n".join(out).rstrip() + "\n"


def commands() -> list[tuple[str, ...]]:
    """Every command, those of a group after the group."""
    found: list[tuple[str, ...]] = []
    for name, entry in COMMANDS.items():
        found.append((name,))
        inner = getattr(importlib.import_module(f"umkm_clean.cli.{entry}"), "commands", {})
        found += [(name, command) for command in inner]
    return found


def out_of_date(made: dict[Path, str]) -> list[Path]:
    """Pages that differ from what they should say, or that no code stands behind any more."""
    stale = [path for path, text in made.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    return stale + [path for path in sorted(CODES.glob("*.md")) if path not in made]


def main() -> int:
    """Write what changed; with `--check` write nothing and return 1 where something would change."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    only_check = parser.parse_args().check
    made = pages()
    stale = out_of_date(made)
    for path in stale:
        print(f"{'out of date' if only_check else 'written'}: {path.relative_to(ROOT).as_posix()}")
        if only_check:
            continue
        if path in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()
    if stale and only_check:
        print("Run `make docs` and commit the pages.")
    return int(bool(stale) and only_check)


if __name__ == "__main__":
    sys.exit(main())
