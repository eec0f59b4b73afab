# postgres.sh — a PostgreSQL server of the test's own, after lib.sh. It listens on a socket in a private folder only,
# belongs to an ordinary user (the server refuses root), and is stopped when the test file ends, however it ends.
#
#	postgres_start || test_skip_all 'no PostgreSQL server here'
#	DSN		"host=FOLDER user=spunta dbname=spunta"
#	sql DBNAME SQL	what psql prints, unaligned, without headers
#	postgres_stop

PG=''
pg_bin=$(pg_config --bindir 2>/dev/null) || pg_bin=''
for pg_found in /usr/lib/postgresql/*/bin; do
	test -x "$pg_bin/initdb" || pg_bin=$pg_found
done

pg_as_user () {
	if test "$(id -u)" -eq 0; then
		runuser -u nobody -- "$@"
	else
		"$@"
	fi
}

postgres_start () {
	test -x "$pg_bin/initdb" && command -v psql >/dev/null || return 1
	PG=$(mktemp -d /tmp/spunta-pg.XXXXXX) || return 1
	trap 'test_code=$?; postgres_stop; (exit $test_code); test_at_exit' EXIT
	test "$(id -u)" -ne 0 || chown nobody "$PG"
	DSN="host=$PG user=spunta dbname=spunta"
	(
		cd "$PG" && pg_as_user "$pg_bin/initdb" -D "$PG/data" -U spunta -A trust -E UTF8 --no-locale --no-sync >"$PG/log" 2>&1 &&
		postgres_run && psql -qX -h "$PG" -U spunta -d postgres -c 'CREATE DATABASE spunta'
	) || { cat "$PG"/log* >&2; return 1; }
}

postgres_run () {
	pg_as_user "$pg_bin/pg_ctl" -D "$PG/data" -w -s -l "$PG/log.server" \
		-o "-k $PG -c listen_addresses='' -c fsync=off -c shared_buffers=16MB" start >/dev/null 2>&1
}

postgres_stop () {
	test -n "$PG" || return 0
	cd / && pg_as_user "$pg_bin/pg_ctl" -D "$PG/data" -s -m immediate stop >/dev/null 2>&1
	rm -rf "$PG"
	PG=''
}

sql () {
	psql -qXAt -h "$PG" -U spunta -d "$1" -c "$2"
}
