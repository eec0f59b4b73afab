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

# Each filter notices what happened to a stream on its way to it, and passes no end record on.
spunta-extract "$FIXTURES/stato-dup.pdf" >other-layout
spunta-normalize other-layout >other-records
notices () { # WORD FILTER STREAM…
	word=$1 filter=$2
	shift 2
	# shellcheck disable=SC2086 # a command with its options
	test_expect_code 2 $filter "$@" >out 2>err && test_grep "$word" err && test_not_ended out
}
for filter in spunta-normalize spunta-validate spunta-recompute "spunta-export --to json" "spunta-export --to csv -o csv"; do
	case $filter in *-normalize) stream=layout ;; *) stream=records ;; esac
	test_expect_success "$filter: a stream that stops" '
		lines=$(wc -l <$stream) && for n in 0 1 2 $((lines / 2)) $((lines - 1)); do
			head -n $n $stream >cut && notices "stream stops\|is empty" "$filter" cut || return 1
		done
	'
	test_expect_success "$filter: a line that came twice" '
		sed "3p" $stream >doubled && notices "two records have the id\|but [0-9]* came\|after page" "$filter" doubled
	'
	test_expect_success "$filter: a line that was lost" '
		sed "3d" $stream >lost && notices "but [0-9]* came" "$filter" lost
	'
	test_expect_success "$filter: one document in another" '
		{ head -n 3 $stream && cat other-$stream && tail -n +4 $stream; } >mixed && notices "a second document record" "$filter" mixed &&
		{ head -n 3 $stream && sed "1d;\$d" other-$stream && tail -n +4 $stream; } >mixed &&
		notices "two records have the id\|but [0-9]* came\|after page\|does not count" "$filter" mixed
	'
	test_expect_success "$filter: the end before its time" '
		{ sed "\$d" $stream | head -n 3 && tail -n 1 $stream && sed "1,3d;\$d" $stream; } >early &&
		notices "but [0-9]* came" "$filter" early
	'
done
test_expect_success 'spunta-normalize: pages that changed places' '
	spunta-extract "$FIXTURES/stato-dup.pdf" >layout && second=$(grep -n "\"type\":\"page\",\"page\":2" layout | cut -d: -f1) &&
	{ head -n 1 layout && sed -n "$second,\$p" layout | sed "\$d" && sed -n "2,$((second - 1))p" layout && tail -n 1 layout; } >swapped &&
	test_expect_code 2 spunta-normalize swapped >out 2>err && test_grep "of page 1 after page" err && test_not_ended out
'

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
