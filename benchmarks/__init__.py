"""Measurements: speed and judgement, side by side with others."""
