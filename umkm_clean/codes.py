"""Codes that Python itself raises; rules of the city's form live in `schemas/`, with their own codes.

A code is for ever: never reused, never given another meaning. Words, severity and remedy of each stand in
`schemas/engine/rules/<family>.toml` under the same code.
"""

from __future__ import annotations

# SRC: the file or sheet as a whole. Up to SRC039 the whole file is refused.
SRC_MISSING = "SRC001"
SRC_UNREADABLE = "SRC002"
SRC_ENCRYPTED = "SRC003"
SRC_LOCK_FILE = "SRC004"
SRC_NOT_A_SPREADSHEET = "SRC005"
SRC_ARCHIVE = "SRC006"
SRC_BROKEN = "SRC007"
SRC_EMPTY = "SRC008"
SRC_UNKNOWN = "SRC009"
SRC_NO_SHEETS = "SRC010"
SRC_CRASHED = "SRC011"
SRC_TIMED_OUT = "SRC012"
SRC_MEMORY = "SRC013"
SRC_ROWS_DIFFER = "SRC014"
SRC_CHANGED = "SRC015"

# SRC: limits, one code each.
SRC_FILE_BYTES = "SRC020"
SRC_INFLATED_BYTES = "SRC021"
SRC_PART_BYTES = "SRC022"
SRC_MEMBERS = "SRC023"
SRC_CELLS = "SRC024"
SRC_AREA = "SRC025"
SRC_COLUMNS = "SRC026"
SRC_SHEETS = "SRC027"
SRC_ROW_GAP = "SRC028"

# SRC: a structure that no spreadsheet program writes.
SRC_ENTITIES = "SRC030"
SRC_DUPLICATE_PARTS = "SRC031"
SRC_OFF_GRID = "SRC032"
SRC_CELL_TWICE = "SRC033"

# SRC: the file was read; this is what to know about it.
SRC_MACROS = "SRC040"
SRC_HIDDEN_SHEET = "SRC041"
SRC_NO_CELLS_SHEET = "SRC042"
SRC_EXTERNAL_LINKS = "SRC043"
SRC_OLD_FORMAT = "SRC044"
SRC_INVISIBLE = "SRC045"
SRC_TEXT_CUT = "SRC046"
SRC_SECOND_READER = "SRC047"
SRC_HTML_TABLE = "SRC048"
SRC_SHEET_UNREADABLE = "SRC049"
SRC_ENCODING_GUESSED = "SRC050"
SRC_QUOTES_BROKEN = "SRC051"
SRC_LINES_QUOTED = "SRC052"

# LNK: same business, same owner.
LNK_MERGED = "LNK001"
LNK_DOUBTFUL = "LNK002"
LNK_CONFLICT = "LNK003"
LNK_LARGE_GROUP = "LNK004"
LNK_BLOCK_DROPPED = "LNK005"
LNK_MOSTLY_DUPLICATES = "LNK006"
LNK_CROWDED = "LNK007"
