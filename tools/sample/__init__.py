"""Seeded generator of kelurahan workbooks as clerks make them, with the truth about every cell it spoilt.

`plan` says what each of the 29 files looks like, `city` invents who lives and trades where, `twins` repeats some
businesses, `clerk` writes a business the way one clerk writes, `mistakes` spoils cells, `sheets` lays rows out, `books`
writes files and `truth` writes down what a perfect reader would find. Same seed and size: same bytes, on any machine.
"""
