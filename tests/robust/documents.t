#!/bin/sh
test_description='damaged documents end with a status of ours, in bounded time and memory'
. "$(dirname "$0")/../lib.sh"
. "$SRC/tests/robust/damage.sh"

for document in "$FIXTURES"/*.pdf "$FIXTURES"/*.p7m; do
	test_expect_success "${document##*/}, cut and with bytes turned over" '
		survives 50 "$document" spunta-extract
	'
done
test_done
