#!/usr/bin/python3
"""Tables of a document as pandas data frames: tables-pandas.py FILE.pdf

Figures are columns of numbers; what is printed stands beside them and is left out here (--figures=values).
"""
import json
import subprocess
import sys

import pandas

written = subprocess.run(["spunta", "tables", "--to=json", "--figures=values", sys.argv[1]], stdout=subprocess.PIPE)
if written.returncode > 1:
    sys.exit(written.returncode)
for table in json.loads(written.stdout)["tables"]:
    frame = pandas.DataFrame(table["rows"], columns=table["columns"])
    print(f"{table['number']}. {table['caption']}: {len(frame)} rows")
    print(frame.select_dtypes("number").max().to_string())
