#!/bin/sh
test_description='spunta-extract: a page that takes over its reader gets nowhere, and costs one page'
. "$(dirname "$0")/../lib.sh"

: "${CC:=cc}"
# shellcheck disable=SC2046 # flags are words
$CC -shared -fPIC -o "$SCRATCH/payload.so" "$SRC/tests/robust/payload.c" $(pkg-config --cflags poppler-glib cairo) ||
	{ echo 'Bail out! cannot compile the payload'; exit 1; }
# sanitizers want to be loaded first
case $BIN in *-asan) test_skip_all 'the sanitizers are in the way of LD_PRELOAD' ;; esac

document=$FIXTURES/stato-dup.pdf
spunta-extract "$document" >whole
pages=$(jq -r 'select(.type == "page").page' whole | wc -l)

# attack WHAT PAGE [OPTION…]: the stream goes to out, diagnoses to err
attack () {
	what=$1 page=$2
	shift 2
	PAYLOAD=$what PAYLOAD_PAGE=$page LD_PRELOAD=$SCRATCH/payload.so \
		test_expect_code 1 spunta-extract "$@" "$document" >out 2>err
}

# costs_one_page PAGE REASON: all other pages are there, in order, and the same but for what a page hands to the next
costs_one_page () {
	test_ended out &&
	test_line_count = 1 err &&
	test_grep "page $1: the page could not be read: $2" err &&
	test "$(jq -r 'select(.type == "problem") | "\(.page) \(.code)"' out)" = "$1 page-lost" &&
	jq -r --argjson lost "$1" 'select(.type == "page" and .page != $lost).page' whole >expected &&
	jq -r 'select(.type == "page").page' out >actual &&
	test_cmp expected actual
}

refused='User defined signal 2'
while read -r what page reason; do
	for jobs in 1 2; do
		test_expect_success "$what on page $page, --jobs=$jobs" '
			attack $what $page --jobs=$jobs &&
			costs_one_page $page "$reason" &&
			test ! -e escaped
		'
	done
done <<END
segv 3 Segmentation fault
segv 1 Segmentation fault
segv $pages Segmentation fault
abort 3 Aborted
exit 3 its worker stopped without a word
connect 3 its worker tried what the sandbox forbids
exec 3 its worker tried what the sandbox forbids
read 3 $refused
write 3 $refused
parent 3 $refused
END

test_expect_success 'a page that takes all memory' '
	attack memory 3 --max-memory=256 &&
	costs_one_page 3 "it took more memory than it may"
'

test_expect_success 'a page that never ends' '
	attack loop 3 --page-timeout=1 &&
	costs_one_page 3 "it took too long"
'

test_expect_success 'a page that stops the clock and waits' '
	attack hang 3 --page-timeout=1 &&
	costs_one_page 3 "its worker was killed"
'

test_expect_success 'a worker that sends nonsense is not believed' '
	attack lie 3 --page-timeout=1 &&
	costs_one_page 3 "its worker was killed"
'

test_expect_success 'a worker cannot write to our output' '
	attack stdout 3 &&
	test_grep ! forged out
'

# the same payloads do reach something where nothing holds them: the tests above can fail
for what in read write connect parent; do
	test_expect_success "$what succeeds without the sandbox" '
		attack $what 3 --no-sandbox --quiet &&
		costs_one_page 3 "User defined signal 1" &&
		rm -f escaped
	'
done

# spunta-snapshot draws such pages too
printf '{"page":%s,"frames":[[100,100,200,200]]}\n' 1 2 3 2 4 >places
spunta-snapshot "$document" <places >pictures
while read -r what reason; do
	test_expect_success "spunta-snapshot: $what costs the pictures of its page" '
		PAYLOAD=$what PAYLOAD_PAGE=2 LD_PRELOAD=$SCRATCH/payload.so spunta-snapshot "$document" <places >out 2>err &&
		jq -c "if .page == 2 then {page, png: null} else . end" pictures >expected && test_cmp expected out &&
		test_grep "page 2: no picture: $reason" err && test_grep "2 of 5 places could not be drawn" err && test ! -e escaped
	'
done <<END
segv Segmentation fault
exit its worker stopped without a word
connect its worker tried what the sandbox forbids
exec its worker tried what the sandbox forbids
read $refused
write $refused
parent $refused
lie its worker was killed
END
test_expect_success 'spunta-snapshot: connect succeeds without the sandbox' '
	PAYLOAD=connect PAYLOAD_PAGE=2 LD_PRELOAD=$SCRATCH/payload.so SPUNTA_SANDBOX=off spunta-snapshot "$document" <places >out 2>err &&
	test_grep "no picture: User defined signal 1" err
'
test_done
