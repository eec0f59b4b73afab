#!/bin/sh
test_description='spunta bulk --to=postgres: an archive in one transaction'
. "$(dirname "$0")/../lib.sh"
. "$SRC/tests/postgres.sh"

mkdir archive && cp "$FIXTURES/zebra.pdf" "$FIXTURES/progetti.pdf" archive || exit 1
test_expect_success 'which database must be said' '
	spunta-bulk -o out archive >said && test_expect_code 2 spunta-bulk -o out --to=postgres 2>err && test_grep "name the database with --dsn" err
'
case $(spunta-bulk -o out --to=postgres --dsn='x=y' 2>&1) in
*'built without PostgreSQL'*) test_skip_all 'built without PostgreSQL' ;;
esac
postgres_start || test_skip_all 'no PostgreSQL server that could be started'
test_expect_success 'all documents, and again' '
	spunta-bulk -o out --to=postgres --dsn="$DSN" && spunta-bulk -o out --to=postgres --dsn="$DSN" &&
	sql spunta "SELECT name FROM documents ORDER BY 1" >got && printf "progetti.pdf\nzebra.pdf\n" >want && test_cmp want got &&
	test "$(sql spunta "SELECT count(*) FROM projects")" = 12
'
test_expect_success 'all or nothing' '
	f=$(ls out/records/*/* | tail -n 1) && head -n 3 "$f" >cut && mv cut "$f" && echo "% more" >>archive/zebra.pdf && rm "$(ls out/records/*/* | head -n 1)" &&
	test_expect_code 2 spunta-bulk -o out --to=postgres --dsn="$DSN" 2>err && test "$(sql spunta "SELECT count(*) FROM documents")" = 2
'
test_done
