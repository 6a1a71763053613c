"""Protection of small numbers: what the openbaar edition may show, and the proof that nothing else follows from it."""
