"""What the pages say: per notebook a module of functions from a round to one thing to show.

A notebook cell is one call into these modules. Every sentence with a number or a verdict is computed here from the
round, so that a notebook holds no numbers and serves every peildatum and every umc.
"""
