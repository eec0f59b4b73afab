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
test_expect_success 'Slurm: one task for each document, then one export' '
	rm archivio/protetto.pdf && block "The same filters under Slurm" >slurm && grep -v "^cat records" slurm >before && grep "^cat records" slurm >after && test_line_count = 1 after &&
	sh ./before && test_line_count = 3 elenco && for n in 1 2 3; do SLURM_ARRAY_TASK_ID=$n SLURM_JOB_ID=7 bash ./documento.sh || return 1; done &&
	ls records >names && find of.laptop/records -name "*.jsonl" | sed "s|.*/||" | sort >want && test_cmp want names && sh ./after && sqlite3 archivio.sqlite "SELECT count(*) FROM documents" >n && echo 3 >want && test_cmp want n
'
test_expect_success 'Spark: paths in, records out' '
	block "The same filters in Spark" >spark && sh ./spark && echo archivio/missing.pdf >>elenco && ./documenti.sh <elenco >out 2>err && test_grep "failed: archivio/missing.pdf" err &&
	jq -r "select(.type == \"document\").name" out | sort >names && printf "progetti-errori.pdf\nuna prosa.pdf\nzebra.pdf\n" >want && test_cmp want names
'
test_done
