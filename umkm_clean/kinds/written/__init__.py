"""How things are written: pieces that several kinds read with. Nothing here knows a field; only KIN codes."""
