#!/usr/bin/env python3
"""round-trip.py FORMAT PATH…: what an export says of its documents, in lines that are the same for every format.

FORMAT is stream (JSON Lines: what the exports are made from), csv (a folder), sheets (a workbook that LibreOffice made
CSV of), sqlite, psql (a folder with what \\copy wrote, one file a table) or xml. Every reader is another library's;
numbers are added up exactly. Printed, sorted, for each document:

    DOCUMENT TYPE N                     how many records of each type
    DOCUMENT figures FIELD N SUM        the values of each field that holds figures
    DOCUMENT findings COLUMN N SUM      published, expected, recomputed, difference
    DOCUMENT inputs N SUM               the figures that findings quote
    DOCUMENT raw N DIGEST               every figure that has a value, as printed
"""
import csv
import hashlib
import json
import os
import re
import sqlite3
import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from decimal import Decimal, localcontext

MODEL = json.load(open(os.path.join(os.environ["DERIVED"], "export/model.json"), encoding="utf-8"))
RESULTS = ("published", "expected", "recomputed", "difference")
NOT_COUNTED = ("document", "end")


class Account:
    def __init__(self):
        self.records = defaultdict(int)
        self.sums = defaultdict(lambda: [0, Decimal(0)])
        self.raws = defaultdict(list)

    def record(self, document, kind):
        self.records[document, kind] += 1

    def number(self, document, what, value):
        if value is None or value == "":
            return
        entry = self.sums[document, what]
        entry[0] += 1
        with localcontext() as exact:
            exact.prec = 1000
            entry[1] += Decimal(str(value))

    def raw(self, document, text):
        if text is not None and text != "":
            self.raws[document].append(re.sub(r"\s+", " ", text))

    def lines(self):
        for (document, kind), n in self.records.items():
            yield f"{document} {kind} {n}"
        for (document, what), (n, total) in self.sums.items():
            with localcontext() as exact:
                exact.prec = 1000
                yield f"{document} {what} {n} {total.normalize():f}"
        for document, raws in self.raws.items():
            digest = hashlib.sha256("\n".join(sorted(raws)).encode()).hexdigest()
            yield f"{document} raw {len(raws)} {digest[:16]}"


def figures_of(record):
    """The figures of a record of the stream, as (field, figure)."""
    if record["type"] == "total":
        yield "value", record
    for key, value in record.items():
        for figure in value if isinstance(value, list) else [value]:
            if isinstance(figure, dict) and "value" in figure:
                yield key, figure


def read_stream(account, path):
    document = None
    for line in open(path, encoding="utf-8"):
        record = json.loads(line, parse_float=Decimal, parse_int=Decimal)
        if record["type"] == "document":
            document = record["sha256"][:16]
        if record["type"] in NOT_COUNTED:
            continue
        account.record(document, record["type"])
        if record["type"] == "finding":
            account.number(document, "findings published", (record.get("published") or {}).get("value"))
            for column in RESULTS[1:]:
                account.number(document, f"findings {column}", record.get(column))
            for figure in record.get("inputs", []):
                account.number(document, "inputs", figure.get("value"))
            continue
        for field, figure in figures_of(record):
            account.number(document, f"figures {field}", figure.get("value"))
            if figure.get("value") is not None:
                account.raw(document, figure.get("raw"))


def add_table(account, table, rows):
    """Rows as dicts by column name."""
    for row in rows:
        document = row["document"]
        if table["record"] not in (None, "*", "document"):
            account.record(document, table["record"])
        if table["name"] == "other_records":
            account.record(document, row["type"])
        if table["name"] == "findings":
            for column in RESULTS:
                account.number(document, f"findings {column}", row[column])
        if table["name"] == "finding_inputs":
            account.number(document, "inputs", row["value"])
        if table["name"] == "figures":
            account.number(document, f"figures {row['field']}", row["value"])
            if row["value"] not in (None, ""):
                account.raw(document, row["raw"])


def by_table(names, rows_of):
    def read(account, path):
        for table in MODEL["tables"]:
            add_table(account, table, rows_of(path, table, names(table)))
    return read


def columns(table):
    """Column names in order, as the database made from the same model has them."""
    schema = sqlite3.connect(":memory:")
    schema.executescript(open(os.path.join(os.path.dirname(__file__), "../export/sql/sqlite.sql"), encoding="utf-8").read())
    return [row[1] for row in schema.execute(f'PRAGMA table_info("{table["name"]}")')]


def csv_rows(folder, file, names):
    path = os.path.join(folder, file)
    if not os.path.exists(path):
        return
    with open(path, encoding="utf-8", newline="") as f:
        rows = csv.reader(f)
        next(rows)
        for row in rows:
            yield dict(zip(names, row + [""] * (len(names) - len(row))))


def sheet_rows(folder, table, names):
    """A sheet has its columns in an order of its own: what each is called says the CSV beside it, in HEADS."""
    heads = os.path.join(os.environ["HEADS"], table["name"] + ".csv")
    if not os.path.exists(heads):
        return
    with open(heads, encoding="utf-8", newline="") as f:
        name_of = dict(zip(next(csv.reader(f)), names))
    with open(os.path.join(folder, sheet_file(folder, table)), encoding="utf-8", newline="") as f:
        rows = csv.reader(f)
        own = [name_of.get(head) for head in next(rows)]  # whose a row is, stands there besides
        for row in rows:
            yield dict(zip(own, row + [""] * (len(own) - len(row))))


def sheet_file(folder, table):
    return next((f for f in os.listdir(folder) if f.endswith(f'-{table["label"]["it"]}.csv')), "none")


def sqlite_rows(path, table, names):
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    # a double's shortest digits are those that went in, up to fifteen of them
    return (dict(row) for row in database.execute(f'SELECT * FROM "{table["name"]}"'))


def read_xml(account, path):
    space = "{urn:spunta:export:1}"
    root = ElementTree.parse(path).getroot()
    document = root.find(f"{space}document").get("document")
    for record in root.find(f"{space}records"):
        kind = record.tag.removeprefix(space)
        if kind == "other_record":
            kind = record.find(f"{space}type").text
        account.record(document, kind)
        for child in record:
            name = child.tag.removeprefix(space)
            if kind == "finding" and name in RESULTS:
                account.number(document, f"findings {name}", child.text)
            elif kind == "finding" and name == "inputs":
                account.number(document, "inputs", child.get("value"))
            elif child.get("value") is not None:
                account.number(document, f"figures {name}", child.get("value"))
                account.raw(document, child.get("raw"))


READERS = {
    "stream": read_stream,
    "csv": by_table(columns, lambda folder, table, names: csv_rows(folder, table["name"] + ".csv", names)),
    "psql": by_table(columns, lambda folder, table, names: csv_rows(folder, table["name"] + ".csv", names)),
    "sheets": by_table(columns, sheet_rows),
    "sqlite": by_table(columns, sqlite_rows),
    "xml": read_xml,
}

everything = Account()
for argument in sys.argv[2:]:
    READERS[sys.argv[1]](everything, argument)
print("\n".join(sorted(everything.lines())))
