"""What a run says to people and machines: `RunResult` → files and screen, one file each."""
