"""`umkm-clean template --out FILE`: an empty form, ready for a kelurahan to fill in."""

from __future__ import annotations

from umkm_clean.cli.options import Kelurahan, OutFile, Resolved, with_settings


@with_settings("kota", "lang")
def command(resolved: Resolved, out: OutFile = "formulir_umkm.xlsx", kelurahan: Kelurahan = "") -> int:
    """Write the form; `validate` accepts it filled in."""
    from umkm_clean.cli.session import out as say_out
    from umkm_clean.report.template import write_template
    from umkm_clean.spec import load
    from umkm_clean.spec.texts import say

    spec = load(resolved.settings.kota or None)
    write_template(out, spec, kelurahan or None, resolved.settings.lang)
    say_out(say("cli", "done.written", resolved.settings.lang, folder=out))
    return 0
