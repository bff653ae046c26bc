"""`python -m umkm_clean`: the same as the command `umkm-clean`."""

from umkm_clean.cli import main

if __name__ == "__main__":
    main()
