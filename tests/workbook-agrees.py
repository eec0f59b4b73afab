#!/usr/bin/env python3
"""workbook-agrees.py CSV-FOLDER CONVERTED-FOLDER: the cells of a workbook, as LibreOffice reads it, are those of the CSV.

CONVERTED-FOLDER holds book-SHEET.csv for each sheet, values unformatted. A column of the CSV whose cells are all
numbers must be numbers in the sheet, equal by value; dates come back as dates, booleans as booleans; everything else
must be the same text, but that codes are told in words, and what is a formula of a rule's is left out. Columns are known by their heads: a sheet has its own order. Its first sheet is a summary, which no
table of the CSV is. Prints "SHEET ROWS" for each, then the sum of all numbers.
"""
import csv
import json
import os
import re
import sys
from decimal import Decimal

SOURCE, CONVERTED, MODEL = sys.argv[1:4]

# Of the table, or of all ("*"): columns of codes, ids and sentences in English, which the sheet tells in words
TOLD = {
    "*": {"Tipo", "Genere", "Nell'elenco ufficiale", "Tipo di formula"},
    "findings": {"Record", "Campo", "Esito", "Certezza", "Gravità", "Motivo", "Calcolo"},
    "finding_inputs": {"Etichetta", "Record", "Campo"},
    "problems": {"Codice", "Messaggio"},
    "unparsed": {"Motivo"},
    "totals": {"Totale di", "Riferito a"},
    "contributions": {"Obiettivo di valore pubblico"},
    "indicators": {"Obiettivo"},
    "objectives": {"Obiettivo strategico", "Programma"},
    "strategic_objectives": {"Programma"},
    "programmes": {"Missione"},
}
LEFT_OUT = {("findings", "Calcolo")}


def is_told(table, column):
    return column in TOLD["*"] or column in TOLD.get(table, ())


def rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.reader(f))


def same(want, got, told, may_lack):
    if want == got:
        return True
    if told:
        return bool(got) == bool(want) or may_lack
    if want == "EUR":
        return got == "€"
    if want in ("true", "false"):
        return got == want.upper()
    if re.fullmatch(r"\d{4}-\d\d-\d\d", want):
        return got == f"{want[5:7]}/{want[8:]}/{want[:4]}"
    if re.fullmatch(r"-?\d+(\.\d+)?", want) and re.fullmatch(r"-?\d+(\.\d+)?(E[+-]?\d+)?", got):
        return abs(Decimal(want) - Decimal(got)) <= abs(Decimal(want)) * Decimal("1e-14")
    # LibreOffice gives line ends as they are, but trims none of them
    return want.replace("\r\n", "\n") == got.replace("\r\n", "\n")


def in_order_of(head, sheet):
    """The sheet's rows with their columns in the order of `head`."""
    at = [sheet[0].index(name) for name in head]
    return [[(row + [""] * len(sheet[0]))[i] for i in at] for row in sheet]


labels = {t["label"]["it"]: t["name"] for t in json.load(open(MODEL, encoding="utf-8"))["tables"]}
total, wrong = Decimal(0), 0
for file in sorted(os.listdir(CONVERTED)):
    sheet = file.split("-", 1)[1].removesuffix(".csv")
    if sheet == "Riepilogo":
        continue
    want, got = rows(os.path.join(SOURCE, labels[sheet] + ".csv")), rows(os.path.join(CONVERTED, file))
    got = in_order_of(want[0], got)
    print(labels[sheet], len(got) - 1)
    if len(want) != len(got):
        wrong += 1
        print(f"{sheet}: {len(want)} rows in CSV, {len(got)} in the workbook", file=sys.stderr)
    for n, (a, b) in enumerate(zip(want, got)):
        for column, x, y in zip(want[0], a, b + [""] * (len(a) - len(b))):
            if not same(x, y, is_told(labels[sheet], column), (labels[sheet], column) in LEFT_OUT):
                wrong += 1
                print(f"{sheet} row {n + 1}: {x!r} in CSV, {y!r} in the workbook", file=sys.stderr)
            elif n and re.fullmatch(r"-?\d+(\.\d+)?", x):
                total += Decimal(x)
missing = set(f.removesuffix(".csv") for f in os.listdir(SOURCE)) - {labels.get(f.split("-", 1)[1].removesuffix(".csv")) for f in os.listdir(CONVERTED)}
for name in sorted(missing):
    if len(rows(os.path.join(SOURCE, name + ".csv"))) > 1:
        wrong += 1
        print(f"{name}: no sheet", file=sys.stderr)
print("sum", total.normalize())
sys.exit(1 if wrong else 0)
