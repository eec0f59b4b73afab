"""one-unit-off.py RECOMPUTE RECORDS - changes each figure of a stream by one unit and compares the findings.

Each published figure is changed alone, by one unit of its last decimal. Exactly the findings that quote it, as the published
figure or among their inputs, before or after the change, may differ and must; all others stay as they were to the byte. (Their
messages are left out: they may mention more than the finding rests on.) Prints what does not hold; exit 1 if anything.
"""
import json
import re
import subprocess
import sys
from decimal import Decimal

# What a finding rests on without quoting it: the tolerance of this rule is what rounding the single shares brings.
TOLERATED = {("weighted-total-from-weights", "weighted")}
NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?")


def findings(program, lines):
    out = subprocess.run([program, "--only-findings"], input="\n".join(lines) + "\n", capture_output=True, text=True)
    if out.returncode > 1:
        sys.exit(f"{program}: exit {out.returncode}: {out.stderr}")
    found = {}
    for line in out.stdout.splitlines():
        f = json.loads(line, parse_float=Decimal)
        if f["type"] == "finding":
            f.pop("message")
            found[f["id"]] = f
    return found


def figures(record):
    """Each figure of a record: its object, and how findings call it: (label, year)."""
    if record["type"] == "total" and record.get("value") is not None:
        yield record, "value", None
    for key, v in record.items():
        if isinstance(v, dict) and v.get("value") is not None and "raw" in v:
            yield v, key, None
        for item in v if isinstance(v, list) else []:
            if isinstance(item, dict) and item.get("value") is not None and "raw" in item:
                yield item, key, item.get("year")


def italian(value):
    whole, _, cents = f"{value:,f}".partition(".")
    return whole.replace(",", ".") + ("," + cents if cents else "")


def one_more(figure):
    """Adds a unit of the last printed decimal to value and raw; False when the figure cannot be found in its raw text."""
    printed = NUMBER.search(figure["raw"] or "")
    if not printed or Decimal(printed[0].replace(".", "").replace(",", ".")) != abs(Decimal(figure["value"])):
        return False
    decimals = len(printed[0].partition(",")[2])
    value = abs(Decimal(figure["value"])) + Decimal(1).scaleb(-decimals)
    figure["raw"] = figure["raw"][: printed.start()] + italian(value) + figure["raw"][printed.end():]
    figure["value"] = -value if Decimal(figure["value"]) < 0 else value
    return True


def quotes(finding, record, label, year):
    """Does the finding rest on the figure?"""
    of_record = finding["subject"] == record["id"]
    if of_record and finding["field"] == label and (year is None or finding["year"] == year):
        return True
    return any(i.get("record") == record["id"] and i["label"].split(".")[0] in (label, "value") for i in finding["inputs"])


def encode(record):
    class Exact(float):
        def __init__(self, value):
            self.value = value

        def __repr__(self):
            return f"{self.value:f}"

    def exact(v):
        if isinstance(v, Decimal):
            return Exact(v)
        if isinstance(v, dict):
            return {k: exact(x) for k, x in v.items()}
        return [exact(x) for x in v] if isinstance(v, list) else v

    return json.dumps(exact(record), ensure_ascii=False)


def main():
    program, path = sys.argv[1:]
    lines = open(path, encoding="utf-8").read().splitlines()
    before, tried, wrong = findings(program, lines), 0, 0
    for n, line in enumerate(lines):
        count = len(list(figures(json.loads(line, parse_float=Decimal))))
        for k in range(count):
            record = json.loads(line, parse_float=Decimal)
            figure, label, year = list(figures(record))[k]
            if not one_more(figure):
                continue
            tried += 1
            after = findings(program, lines[:n] + [encode(record)] + lines[n + 1:])
            turned = {i for i in before.keys() | after.keys() if before.get(i) != after.get(i)}
            due = {f["id"] for f in [*before.values(), *after.values()] if quotes(f, record, label, year)}
            for i in sorted(turned ^ due):
                if ((after.get(i) or before[i])["rule"], label) in TOLERATED:
                    continue
                wrong += 1
                print(f"{record['id']}, {label} {year or ''}: {i} {'turned' if i in turned else 'did not turn'}")
    print(f"{tried} figures, {len(before)} findings")
    sys.exit(1 if wrong or not tried else 0)


main()
