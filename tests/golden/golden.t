#!/bin/sh
test_description='the streams of the sample documents are as they were; make golden, when a change is meant'
. "$(dirname "$0")/../lib.sh"
. "$SRC/tests/golden/streams.sh"

same () { # GOLDEN ACTUAL: the same bytes; a difference is shown value by value
	cmp -s "$1" "$2" || { jq . "$1" >golden.txt; jq . "$2" >actual.txt; diff -u golden.txt actual.txt; cmp "$1" "$2"; return 1; }
}

for document in $(golden_documents); do
	test_expect_success "$document goes through the chain" 'golden_streams "$document" .'
	for stream in layout records findings; do
		test_expect_success "$document.$stream" '
			same "$SRC/tests/golden/$document.$stream.jsonl" "$document.$stream.jsonl"
		'
	done
done
test_expect_success 'there is no golden file without its document' '
	ls "$SRC"/tests/golden/*.jsonl | sed "s|.*/||" | sort >have && ls ./*.jsonl | sed "s|.*/||" | sort >want && test_cmp want have
'
test_done
