#!/bin/sh
test_description='the programs and commands of examples/ do what they say'
. "$(dirname "$0")/../lib.sh"

for python in python3 /usr/bin/python3 ''; do
	"$python" -c 'import pandas' 2>/dev/null && break
done
if test -n "$python"; then
	test_expect_success 'pandas: figures are numbers' '
		"$python" "$SRC/examples/tables-pandas.py" "$FIXTURES/zebra.pdf" | tr -s " " >actual && cat >want <<-\END && test_cmp want actual
		1. Somme assegnate e spese: 7 rows
		Primo semestre / assegnate 228850.50
		Primo semestre / spese 153856.75
		Secondo semestre / assegnate 255500.00
		Secondo semestre / spese 244720.20
		2. Progetti finanziati da altri enti: 5 rows
		Costo 111000.0
		Contributo 79980.0
		END
	'
else
	test_skip 'pandas: figures are numbers' 'pandas is not installed'
fi
if NODE_PATH=$("$SRC/tests/npm/install" 2>npm.err); then
	export NODE_PATH
	test_expect_success 'DuckDB: types are found and kept in Parquet' '
		node "$SRC/examples/tables-duckdb.mjs" "$FIXTURES/zebra.pdf" 1 costs.parquet >actual && cat >want <<-\END && test_cmp want actual &&
		Settore: VARCHAR
		Primo semestre / assegnate: DOUBLE
		Primo semestre / spese: DOUBLE
		Secondo semestre / assegnate: DOUBLE
		Secondo semestre / spese: DOUBLE
		Note: VARCHAR
		END
		test "$(head -c 4 costs.parquet)" = PAR1
	'
else
	test_skip 'DuckDB: types are found and kept in Parquet' "the npm packages cannot be installed: $(head -n 1 npm.err)"
fi
test_expect_success 'sqlite3: the commands of the page' '
	cp -r "$FIXTURES" fixtures && sed -n "s/^    //p" "$SRC/examples/README.md" >script && test -s script && sh -e script >actual && cat >want <<-\END && test_cmp want actual
	1|1|Somme assegnate e spese|table_1
	2|1|Progetti finanziati da altri enti|table_2
	Anziani a casa propria|12000.0
	Sentiero del Rasca: due passerelle e la segnaletica fino alla frazione Valmora|86400.0
	Punti di prestito nelle frazioni|4200.0
	Strade sicure|8400.0
	END
'
test_done
