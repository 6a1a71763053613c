"""Reproducible analysis behind the monitoring of the sectorplan Geneeskunde en Gezondheidswetenschappen."""

__version__ = "0.1.0"
