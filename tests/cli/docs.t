#!/bin/sh
test_description='the page about the streams, and what makes it'
. "$(dirname "$0")/../lib.sh"

test_expect_success 'every link within the page leads to a place on it' '
	grep -o "](#[^)]*)" "$SRC/docs/streams.md" | sed "s/](#//; s/)//" | sort -u >links &&
	sed -n "s/<a id=\"\(.*\)\"><.a>/\1/p" "$SRC/docs/streams.md" | sort >places &&
	test -s links && comm -23 links places >lost && test_must_be_empty lost
'
test_expect_success '--describe wants a schema that can be used' '
	test_expect_code 2 spunta-validate --describe 2>err && test_grep "wants a --schema" err &&
	echo "{\"type\":7}" >bad.json &&
	test_expect_code 2 spunta-validate --describe --schema bad.json >actual 2>err && test_must_be_empty actual
'
test_done
