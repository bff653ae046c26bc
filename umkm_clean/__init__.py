"""umkm-clean: one trustworthy city list of UMKM out of many kelurahan spreadsheets."""

__version__ = "0.1.0"
