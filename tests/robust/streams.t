#!/bin/sh
test_description='damaged streams end with a status of ours, in bounded time and memory'
. "$(dirname "$0")/../lib.sh"
. "$SRC/tests/robust/damage.sh"

spunta-extract "$FIXTURES/valore-pubblico-errori.pdf" >layout
spunta-normalize layout >records
spunta-recompute records >findings

test_expect_success 'there is something to damage' 'test_ended layout && test_ended records && test_ended findings'
test_expect_success 'spunta-normalize' 'survives 30 "$SCRATCH/layout" spunta-normalize'
test_expect_success 'spunta-validate, a layout' 'survives 20 "$SCRATCH/layout" spunta-validate'
test_expect_success 'spunta-validate, records' 'survives 20 "$SCRATCH/records" spunta-validate'
test_expect_success 'spunta-recompute' 'survives 30 "$SCRATCH/records" spunta-recompute'
test_expect_success 'spunta-export' 'survives 30 "$SCRATCH/findings" spunta-export --to json'

repeated () { # N TEXT
	awk -v n="$1" -v text="$2" 'BEGIN { while (n-- > 0) printf "%s", text }'
}
for filter in spunta-normalize spunta-validate spunta-recompute "spunta-export --to json"; do
	test_expect_success "$filter: a line nested a million deep" '
		{ repeated 1000000 "["; echo; } >deep && test_expect_code 2 timeout 20 $filter deep 2>err && test_grep "nested" err
	'
	case $filter in *-normalize) stream=layout ;; *) stream=records ;; esac
	test_expect_success "$filter: a line of 40 MiB is refused in bounded memory" '
		{ head -n 1 $stream && printf "{\"type\":\"x\",\"a\":\"" && repeated 655360 "$(repeated 64 x)" && echo "\"}"; } >long &&
		(ulimit -v $damage_kilobytes && test_expect_code 3 timeout 20 $filter long >out 2>err) &&
		test_grep "MiB" err && test_not_ended out
	'
done
test_done
