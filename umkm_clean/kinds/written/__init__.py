"""How things are written: pieces that several kinds read with. Nothing here knows a field or raises more than KIN codes."""
