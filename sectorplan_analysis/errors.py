"""Errors that an evaluator can mend: the message is Dutch, says what is wrong and what to do."""

from __future__ import annotations


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
