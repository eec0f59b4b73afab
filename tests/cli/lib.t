#!/bin/sh
test_description='lib.sh itself: it fails when it should'
. "$(dirname "$0")/../lib.sh"

# run NAME SCRIPT: a test file of one script, its output in NAME.out
run () {
	mkdir -p tree/tests/cli &&
	cp "$SRC/tests/lib.sh" tree/tests/lib.sh &&
	printf '#!/bin/sh\n. "$(dirname "$0")/../lib.sh"\n%s\n' "$2" >"tree/tests/cli/$1.t" &&
	TMPDIR=$SCRATCH sh "tree/tests/cli/$1.t" >"$1.out" 2>&1
}

test_expect_success 'a good script' '
	run good "test_expect_success one true
	test_done" &&
	printf "ok 1 - one\n1..1\n" >expected &&
	test_cmp expected good.out
'
test_expect_success 'a bad script is not ok, its output is shown and the status is 1' '
	test_expect_code 1 run bad "test_expect_success one \"echo seen && false\"
	test_expect_success two true
	test_done" &&
	test_grep "^not ok 1 - one" bad.out &&
	test_grep "^# seen" bad.out &&
	test_grep "^ok 2 - two" bad.out
'
test_expect_success 'a file that ends before test_done fails' '
	test_expect_code 1 run early "test_expect_success one true" &&
	test_grep "ended before test_done" early.out
'
test_expect_success 'statuses are told apart' '
	test_expect_code 2 sh -c "exit 2" &&
	! test_expect_code 2 sh -c "exit 1" &&
	test_must_fail sh -c "exit 3" &&
	! test_must_fail true &&
	! test_must_fail sh -c "kill -9 \$\$" &&
	! test_must_fail no-such-command
'
test_expect_success 'files are compared' '
	echo a >a && echo b >b && : >none &&
	! test_cmp a b && test_cmp a a &&
	test_grep a a && ! test_grep a b && test_grep ! a b && ! test_grep ! a a &&
	test_line_count = 1 a && ! test_line_count = 2 a &&
	test_must_be_empty none && ! test_must_be_empty a && ! test_must_be_empty missing
'
test_expect_success 'an end record is seen' '
	printf "{\"type\":\"document\"}\n{\"type\":\"end\",\"records\":{}}\n" >whole &&
	printf "{\"type\":\"document\"}\n" >cut &&
	test_ended whole && ! test_ended cut && test_not_ended cut && ! test_not_ended whole
'
test_done
