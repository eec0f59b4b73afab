#!/bin/sh
test_description='every format says the same: records counted, figures summed, in CSV, SQLite, PostgreSQL, XLSX and XML'
. "$(dirname "$0")/../lib.sh"
. "$SRC/tests/postgres.sh"

same () { # FORMAT PATH…: what the format holds is what the streams say
	"$SRC/tests/round-trip.py" "$@" >got && test_cmp want got
}

test_expect_success 'all samples, checked' '
	mkdir streams && for records in "$SRC"/tests/golden/*.records.jsonl; do
		name=${records##*/} && spunta-recompute "$records" >"streams/$name" || test $? -eq 1 || return 1
	done &&
	cp "$SRC"/tests/streams/*.findings.jsonl streams && "$SRC/tests/round-trip.py" stream streams/* >want
'
# by hand: its rows; six public values whose weights sum to 100 each
test_expect_success 'what is compared is what the pages say' '
	document=$(sed -n "1s/.*\"sha256\":\"\(................\).*/\1/p" streams/valore-pubblico.records.jsonl) &&
	awk -F "\t" "NR > 2 { n++ } END { print n }" "$FIXTURES/expected/valore-pubblico.contributions.tsv" >rows &&
	test_grep "^$document contribution $(cat rows)\$" want && test_grep "^$document figures weight $(cat rows) 600\$" want
'
test_expect_success 'csv' 'spunta-export --to=csv -o csv streams/* && same csv csv'
test_expect_success 'csv: one document at a time' '
	mkdir one && for stream in streams/*; do
		spunta-export --to=csv -o "one/${stream##*/}" "$stream" || return 1
	done && same csv one/*
'
test_expect_success 'sqlite' 'spunta-export --to=sqlite -o all.sqlite streams/* && same sqlite all.sqlite'
test_expect_success 'xml' '
	mkdir xml && for stream in streams/*; do
		spunta-export --to=xml --check -o "xml/${stream##*/}.xml" "$stream" || return 1
	done && same xml xml/*
'
if command -v soffice >/dev/null; then
	test_expect_success 'xlsx, as LibreOffice reads it' '
		spunta-export --to=xlsx -o book.xlsx streams/* && LC_ALL=C.UTF-8 soffice --headless "-env:UserInstallation=file://$SCRATCH/profile" \
			--convert-to "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1" --outdir sheets book.xlsx >convert.log 2>&1 &&
		HEADS=csv && export HEADS && same sheets sheets
	'
else
	test_skip 'xlsx, as LibreOffice reads it' 'LibreOffice is not installed'
fi
case $(spunta-export --to=postgres --dsn='x=y' streams/progetti.records.jsonl 2>&1) in
*'built without PostgreSQL'*) test_skip 'postgres' 'built without PostgreSQL' ;;
*)
	if postgres_start; then
		test_expect_success 'postgres' '
			spunta-export --to=postgres --dsn="$DSN" streams/* && mkdir tables &&
			for table in $(sql spunta "SELECT tablename FROM pg_tables WHERE schemaname = '\''public'\''"); do
				sql spunta "COPY (SELECT * FROM \"$table\") TO STDOUT (FORMAT csv, HEADER)" >"tables/$table.csv" || return 1
			done && same psql tables
		'
	else
		test_skip 'postgres' 'no PostgreSQL server that could be started'
	fi
	;;
esac
test_done
