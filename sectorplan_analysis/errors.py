"""Errors that an evaluator can mend: the message is Dutch, says what is wrong and what to do."""

from __future__ import annotations

import errno

_CAUSES = {
    errno.ENOSPC: "de schijf is vol. Maak ruimte vrij en probeer het opnieuw",
    errno.EDQUOT: "uw schijfruimte is op. Maak ruimte vrij en probeer het opnieuw",
    errno.EFBIG: "het bestand wordt groter dan hier mag. Vraag uw beheerder om ruimte",
    errno.EROFS: "hier kan niet worden geschreven. Kies een andere map",
    errno.EACCES: "u hebt hier geen rechten voor. Kies een andere map of vraag uw beheerder",
    errno.EPERM: "dit mag hier niet. Kies een andere map of vraag uw beheerder",
    errno.ENOTDIR: "een deel van het pad is een bestand en geen map. Kies een andere map",
    errno.EEXIST: "hier staat een bestand waar een map moet komen. Kies een andere map",
    errno.ENOENT: "dit bestaat niet",
    errno.ENOTEMPTY: "deze map is in gebruik. Sluit de bestanden die open staan en probeer het opnieuw",
}
#: The disk takes no more.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def explain(error: OSError) -> str:
    """What the system refused, as a Dutch sentence with what to do; what stood there is never touched by it."""
    cause = _CAUSES.get(error.errno or 0, error.strerror or type(error).__name__)
    where = f" ({error.filename})" if error.filename else ""
    return f"Kan niet lezen of schrijven{where}: {cause}."


class SectorplanError(Exception):
    """Something the evaluator must act on; ``status`` is the exit status of the command."""

    status = 2


class CallError(SectorplanError):
    """The call cannot be carried out: a wrong argument, a folder that is not there, a target that is not writable."""


class ConfigError(CallError):
    """``rondes.toml`` says something that cannot be carried out."""


class NoDeliveryError(SectorplanError):
    """No delivery covers the peildatum; the message names the newest."""

    status = 1


class DeliveryError(SectorplanError):
    """A delivery has findings of severity fout; they are on disk, and no page was made."""

    status = 1


class NotebookError(SectorplanError):
    """A notebook failed; the message names its page, which shows the failing cell."""

    status = 3
