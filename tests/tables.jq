# A layout stream (jq -n, inputs) → its tables in the shape of fixtures/expected/*.tables.json: rows whole, tables
# that go on over a page joined, merged text in its first position, "" elsewhere. One row a line.

def grid:
	. as $t
	| [range(.n_rows)] | map([range($t.n_cols)] | map(""))
	| reduce $t.cells[] as $c (.; .[$c.row][$c.col] = $c.text);

def glue($more): # the row that the page cut, with its rest
	[., $more] | transpose | map(map(select(. != "" and . != null)) | join(" "));

reduce (inputs | select(.type == "table")) as $t ([];
	if $t.continues then
		(map(.ids | index($t.continues) != null) | index(true)) as $i
		| ($t | grid) as $rows
		| .[$i].ids += [$t.id]
		| if $t.continues_row then
			.[$i].rows[-1] |= glue($rows[0]) | .[$i].rows += $rows[1:]
		  else
			.[$i].rows += $rows
		  end
	else
		. + [{ ids: [$t.id], header_rows: $t.header_rows, rows: ($t | grid) }]
	end)
| .[] | "# header rows: \(.header_rows)", (.rows[] | tojson)
