#!/bin/sh
test_description='spunta-export --to=postgres: one document, one transaction, in a real server'
. "$(dirname "$0")/../lib.sh"
. "$SRC/tests/postgres.sh"

STREAMS=$SRC/tests/streams
VP=$STREAMS/valore-pubblico.findings.jsonl
PROJECTS=$STREAMS/progetti.findings.jsonl
INDICATORS=$STREAMS/indicatori.findings.jsonl

test_expect_success 'which database must be said' '
	test_expect_code 2 spunta-export --to=postgres "$VP" 2>err && test_grep "name the database with --dsn" err &&
	test_expect_code 2 spunta-export --to=postgres --dsn=x -o y "$VP" 2>err && test_grep "not with -o" err
'
case $(spunta-export --to=postgres --dsn='x=y' "$VP" 2>&1) in
*'built without PostgreSQL'*) test_skip_all 'built without PostgreSQL' ;;
esac
test_expect_success 'a dsn that cannot be read: exit 2; nobody answers: exit 3' '
	test_expect_code 2 spunta-export --to=postgres --dsn="host=/tmp hots=x" "$VP" 2>err && test_grep "^spunta-export: --dsn: invalid connection option .hots.; it is like" err &&
	test_expect_code 3 spunta-export --to=postgres --dsn="host=$SCRATCH dbname=x" "$VP" 2>err && test_grep "cannot reach the database: .*Is the server running" err &&
	test_line_count = 1 err && test_expect_code 3 spunta-export --to=postgres --dsn="postgresql://127.0.0.1:1/x" "$VP" 2>err && test_grep "Connection refused" err
'
postgres_start || test_skip_all 'no PostgreSQL server that could be started'
load () {
	spunta-export --to=postgres --dsn="$DSN" "$@"
}
# All that is in the database, in a form that does not depend on the order of loading.
contents () {
	for table in $(sql spunta "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"); do
		sql spunta "SELECT '$table', t::text FROM \"$table\" AS t ORDER BY 2"
	done
}

test_expect_success 'the figures are those of the CSV' '
	load "$VP" && spunta-export --to=sqlite -o a.sqlite "$VP" &&
	sql spunta "SELECT weight_raw, weight, achievement, weighted, source_page, source_bbox FROM contributions ORDER BY position" | tr -d " " >got &&
	sqlite3 a.sqlite "SELECT weight_raw, weight, achievement, weighted, source_page, source_bbox FROM contributions ORDER BY position" >want &&
	test_cmp want got && test "$(sql spunta "SELECT sum(weight) FROM contributions")" = 599
'
test_expect_success 'the views' '
	sql spunta "SELECT subject, status FROM figures_that_do_not_add_up ORDER BY position" >got && cat >want <<-\EOT &&
	contribution:01.02|mismatch
	total:contribution.weighted:01|mismatch
	contribution:02.01|truncated
	total:contribution.weighted:02|truncated
	total:contribution.weighted:03|mismatch
	total:contribution.weighted:03|mismatch
	public_value:04|mismatch
	contribution:05.02#2|contradiction
	contribution:07.02|mismatch
	EOT
	test_cmp want got && load "$INDICATORS" &&
	sql spunta "SELECT year, raw, status FROM indicators_by_year WHERE indicator = '\''indicator:C22:1'\''" >got &&
	printf "2017|7,00|match\n2018|8,70|mismatch\n2019|n.d.|\n" >want && test_cmp want got
'
test_expect_success 'a further document is added; the same one replaces itself' '
	load "$PROJECTS" && test "$(sql spunta "SELECT count(*) FROM documents")" = 3 && contents >before &&
	load "$VP" && load "$INDICATORS" && contents >after && test_cmp before after
'
test_expect_success 'numbers are exact, dates are dates, texts arrive whole' '
	jq -c "(.sections? // empty | .[] | select(test(\"^Riduz\"))) = \"a\\tb\\nc\\\\d\\r\\\\N €\"" "$INDICATORS" | sed "s/\"value\":79000.005/\"value\":79000.0050000000000001/" >odd && load odd &&
	test "$(sql spunta "SELECT value FROM figures WHERE value > 79000 AND value < 79001")" = 79000.0050000000000001 &&
	test "$(sql spunta "SELECT pg_typeof(reference_date), reference_date + 1 FROM documents WHERE reference_date < '\''2020-01-01'\''")" = "date|2019-07-01" &&
	test "$(sql spunta "SELECT count(*) FROM sections WHERE text = E'\''a\\tb\\nc\\\\d\\r\\\\N €'\''")" = 1 && load "$INDICATORS" && contents >after && test_cmp before after
'
test_expect_success 'a text is never SQL' '
	sed "s/Riduzione dell/'\''); DROP TABLE figures; --/" "$INDICATORS" >bobby && load bobby &&
	test "$(sql spunta "SELECT count(*) FROM sections WHERE text LIKE '\'''\'''\''); DROP%'\''")" = 1 && load "$INDICATORS" && contents >after && test_cmp before after
'
test_expect_success 'a stream that is cut, or wrong, leaves the database as it was' '
	head -n 40 "$VP" >cut && test_expect_code 2 load cut 2>err && test_grep "stops after line 40" err && contents >after && test_cmp before after &&
	{ cat "$VP" | sed "\$d" && sed -n 2p "$VP" && tail -n 1 "$VP"; } >twice && test_expect_code 2 load twice 2>err && test_grep "two records have the id" err &&
	contents >after && test_cmp before after
'
# a document of several bursts, its bytes known by the SHA-256 that is given: $1 records, $2 their text
large () {
	head -n 1 "$VP" | sed "s/\"sha256\":\"......../\"sha256\":\"00000000/" &&
	yes "{\"type\":\"priority\",\"title\":\"$2\"}" | head -n "$1" && echo "{\"type\":\"end\",\"records\":{\"priority\":$1}}"
}
wait_for_burst () { # the loader has a transaction open and waits for more
	for n in $(seq 100); do
		test "$(sql spunta "SELECT state FROM pg_stat_activity WHERE application_name = 'spunta-export'")" = 'idle in transaction' && return
		sleep 0.1
	done
	return 1
}
test_expect_success 'a server that goes away in the middle: exit 3, the database is as it was' '
	large 20000 casa >large && mkfifo pipe || return 1
	{ load pipe 2>err; echo $? >status; } & loader=$!
	exec 8>pipe && head -n 15000 large >&8 &&
	wait_for_burst &&
	contents >after && test_cmp before after &&
	sql spunta "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '\''spunta-export'\''" &&
	{ tail -n +15001 large >&8 || :; } 2>/dev/null; exec 8>&-; wait $loader; test "$(cat status)" = 3 && test_grep "cannot write to the database spunta: .*terminat" err && test_line_count = 1 err &&
	contents >after && test_cmp before after
'
test_expect_success 'a loader that is killed leaves the database as it was' '
	spunta-export --to=postgres --dsn="$DSN" pipe & loader=$!
	exec 8>pipe && head -n 15000 large >&8 &&
	wait_for_burst &&
	kill -9 $loader; exec 8>&-; wait $loader; contents >after && test_cmp before after
'
test_expect_success 'several at once, into a database without tables: all are in it' '
	sql postgres "CREATE DATABASE many" && pids="" &&
	for stream in "$VP" "$PROJECTS" "$INDICATORS" "$VP"; do
		spunta-export --to=postgres --dsn="host=$PG user=spunta dbname=many" "$stream" & pids="$pids $!"
	done && for pid in $pids; do wait $pid || return 1; done && test "$(sql many "SELECT count(*) FROM documents")" = 3
'
test_expect_success 'several in one run: all, or none' '
	sql postgres "CREATE DATABASE together" && cat "$VP" "$PROJECTS" >both && dsn="host=$PG user=spunta dbname=together" &&
	spunta-export --to=postgres --dsn="$dsn" both "$INDICATORS" && test "$(sql together "SELECT count(*) FROM documents")" = 3 &&
	spunta-export --to=postgres --dsn="$dsn" both "$INDICATORS" && test "$(sql together "SELECT count(*) FROM documents")" = 3 &&
	sql together "DELETE FROM documents" && test_expect_code 2 spunta-export --to=postgres --dsn="$dsn" both cut &&
	test "$(sql together "SELECT count(*) FROM documents")" = 0
'
test_expect_success 'spunta run --dsn: several documents into one database' '
	sql postgres "CREATE DATABASE run" && spunta run --to=postgres --dsn="host=$PG user=spunta dbname=run" "$FIXTURES/zebra.pdf" "$FIXTURES/progetti.pdf" &&
	test "$(sql run "SELECT count(*) FROM documents")" = 2
'
test_expect_success 'another schema than public; one that is not there' '
	sql spunta "CREATE SCHEMA atti" && spunta-export --to=postgres --dsn="$DSN options=-csearch_path=atti" "$VP" &&
	test "$(sql spunta "SELECT count(*) FROM atti.documents")" = 1 && contents >after && test_cmp before after &&
	test_expect_code 2 spunta-export --to=postgres --dsn="$DSN options=-csearch_path=nessuno" "$VP" 2>err && test_grep "has no schema of the search_path" err
'
test_expect_success 'tables of something else are refused, and so is one who may not write' '
	sql postgres "CREATE DATABASE other" && sql other "CREATE TABLE documents (x int)" &&
	test_expect_code 2 spunta-export --to=postgres --dsn="host=$PG user=spunta dbname=other" "$VP" 2>err && test_grep "table .documents. of something else" err &&
	sql postgres "CREATE DATABASE half" && sql half "CREATE TABLE figures (x int)" &&
	test_expect_code 2 spunta-export --to=postgres --dsn="host=$PG user=spunta dbname=half" "$VP" 2>err && test_grep "relation \"figures\" already exists; name another database" err &&
	test -z "$(sql half "SELECT to_regclass('\''documents'\'')")" &&
	sql postgres "CREATE ROLE guest LOGIN" &&
	test_expect_code 3 spunta-export --to=postgres --dsn="host=$PG user=guest dbname=spunta" "$VP" 2>err && test_grep "permission denied for table documents; ask its owner" err &&
	test_expect_code 3 spunta-export --to=postgres --dsn="host=$PG user=spunta dbname=nowhere" "$VP" 2>err && test_grep "cannot reach the database: .*\"nowhere\" does not exist" err &&
	contents >after && test_cmp before after
'
test_expect_success 'a password is not said' '
	test_expect_code 3 spunta-export --to=postgres --dsn="host=$PG user=nessuno password=segretissima dbname=spunta" "$VP" 2>err && test_grep ! segretissima err
'
test_done
