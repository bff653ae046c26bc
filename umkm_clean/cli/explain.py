"""`umkm-clean explain CODE`: what is wrong, why it matters, how to mend it."""

from __future__ import annotations

from umkm_clean.cli.options import Code, Resolved, with_settings


@with_settings("kota", "lang")
def command(code: Code, resolved: Resolved) -> int:
    """Print the page of a code; a family or an unknown name lists what is near."""
    from umkm_clean.cli.session import out
    from umkm_clean.spec import load
    from umkm_clean.spec.publish import explain

    spec = load(resolved.settings.kota or None)
    for found in sorted(spec.resolve((code,))):
        out(explain(spec, found, resolved.settings.lang))
    return 0
