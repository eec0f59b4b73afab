#!/bin/sh
test_description='the commands of docs/bulk.md do what it says (those for ten machines: bulk-hosts.t)'
. "$(dirname "$0")/../lib.sh"

mkdir archivio && cp "$FIXTURES/zebra.pdf" "$FIXTURES/progetti-errori.pdf" "$FIXTURES/protetto.pdf" archivio && cp "$FIXTURES/prosa.pdf" "archivio/una prosa.pdf" || exit 1
block () { # HEADING: the sh blocks below it
	awk -v heading="## $1" '/^## / { below = $0 == heading } /^```/ { inside = below && $0 == "```sh"; next } inside' "$SRC/docs/bulk.md"
}

test_expect_success 'a laptop' '
	block "A laptop" >laptop && test_line_count = 1 laptop && test_expect_code 1 sh ./laptop >said && test_grep "^4 documents: 3 read, 1 failed" said &&
	find risultati/records -type f >names && test_line_count = 3 names && find risultati/failures -type f >failures && test_line_count = 1 failures && test_line_count = 5 risultati/catalogue.csv
'
test_expect_success 'a server' '
	block "A server" >server && mv risultati of.laptop && sh ./server >said && test_grep "^4 documents: 3 read, 1 failed" said && test_grep "work=" lavori.log && diff -r of.laptop/records risultati/records &&
	sqlite3 risultati/archive.sqlite "SELECT count(*) FROM documents" >n && echo 3 >want && test_cmp want n && test -s risultati/datapackage/datapackage.json
'
test_expect_success 'Slurm: a task a block, failures kept, then one export (with a real Slurm: make check-slurm)' '
	mkdir slurm && cp -r archivio slurm && cd slurm && block "Under Slurm" >all && sed "/^awk/,\$d; s/-l 500/-l 3/" all >before && sed -n "/^awk/,\$p" all >after && test_line_count = 3 after &&
	sh ./before && for n in 0 1; do SLURM_ARRAY_TASK_ID=$n sh ./blocco.sh >risultati/$n.log || return 1; done && sh ./after &&
	test_line_count = 5 catalogo.csv && echo archivio/protetto.pdf >want && test_cmp want falliti && test_grep "1 failed" risultati/0.log &&
	sqlite3 archivio.sqlite "SELECT count(*) FROM documents" >n && echo 3 >want && test_cmp want n
'
test_expect_success 'Spark: paths in, records out' '
	block "The same filters in Spark" >spark && sh ./spark && rm archivio/protetto.pdf && find archivio -type f | sort >elenco && echo archivio/missing.pdf >>elenco && ./documenti.sh <elenco >out 2>err && test_grep "failed: archivio/missing.pdf" err &&
	jq -r "select(.type == \"document\").name" out | sort >names && printf "progetti-errori.pdf\nuna prosa.pdf\nzebra.pdf\n" >want && test_cmp want names
'
test_done
