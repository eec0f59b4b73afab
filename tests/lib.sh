# lib.sh — what the tests of the programs stand on (after git's t/test-lib.sh). POSIX sh, TAP on stdout.
#
#	#!/bin/sh
#	test_description='spunta-validate: the lines pass through, violations are said'
#	. "$(dirname "$0")/../lib.sh"
#
#	test_expect_success 'a valid stream comes out as it went in' '
#		spunta-validate "$FIXTURES/x.jsonl" >actual &&
#		test_cmp "$FIXTURES/x.jsonl" actual
#	'
#	test_done
#
# A script is one && chain, evaluated in the shell of the test file (variables stay), in the file's own
# scratch folder, with stdin from /dev/null. It succeeds when its last status is 0. Its output is shown
# when it fails, or always with -v.
#
#	tests/cli/validate.t [-v] [-x] [-i]	-v show output, -x trace the scripts, -i stop at the first failure
#
# Variables
#	BIN		the folder of the programs (first in PATH; from the environment, else build/bin)
#	DERIVED		the folder of what is built and no program (from the environment, else build/obj)
#	SRC		the top of the source tree, absolute
#	FIXTURES	$SRC/fixtures
#	SCRATCH		the scratch folder; removed at the end unless something failed
#
# Commands for scripts
#	test_expect_code N CMD…		CMD exits with exactly N
#	test_must_fail CMD…		CMD exits with 1, 2 or 3: not 0, not a signal, not "not found"
#	test_cmp EXPECTED ACTUAL	the same bytes; shows the difference
#	test_grep [!] REGEX FILE	(does not) match; shows the file
#	test_line_count OP N FILE	as in "test_line_count = 3 actual"
#	test_must_be_empty FILE
#	test_ended FILE			the stream's last line is its "end" record
#	test_not_ended FILE
#
# Commands for the file
#	test_expect_success TITLE SCRIPT
#	test_skip TITLE REASON		counts as skipped
#	test_skip_all REASON		nothing in this file can run here
#	test_locale NAME		makes e.g. it_IT.UTF-8 usable (LOCPATH is set); fails where it cannot
#	test_done			must come last

case $0 in
/*) SRC=$0 ;;
*) SRC=$PWD/$0 ;;
esac
while test ! -f "$SRC/tests/lib.sh"; do
	SRC=${SRC%/*}
	test -n "$SRC" || { echo "Bail out! tests/lib.sh is not above $0"; exit 1; }
done
FIXTURES=$SRC/fixtures
: "${BIN:=$SRC/build/bin}" "${DERIVED:=$SRC/build/obj}"
BIN=$(cd "$BIN" 2>/dev/null && pwd) || { echo "Bail out! there are no programs in ${BIN:-build/bin}; run make"; exit 1; }
PATH=$BIN:$PATH

# The surroundings are the same for everyone; a GLib critical is a failure.
LC_ALL=C LANG=C TZ=UTC TERM=dumb G_DEBUG=fatal-criticals
export SRC FIXTURES BIN DERIVED PATH LC_ALL LANG TZ TERM G_DEBUG
unset LANGUAGE LOCPATH NO_COLOR COLUMNS CDPATH POSIXLY_CORRECT
unset SPUNTA_JOBS SPUNTA_PASSWORD SPUNTA_COLOR SPUNTA_LANG SPUNTA_SANDBOX

test_verbose='' test_trace='' test_immediate=''
for test_arg; do
	case $test_arg in
	-v) test_verbose=t ;;
	-x) test_verbose=t test_trace=t ;;
	-i) test_immediate=t ;;
	*) echo "usage: $0 [-v] [-x] [-i]" >&2; exit 2 ;;
	esac
done

test_count=0 test_failed=0 test_finished=''
SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/spunta-test.XXXXXX") || exit 1
test_log=$SCRATCH.log
export SCRATCH
exec 5>&1

test_at_exit () {
	test_status=$?
	cd / || exit 1
	if test -z "$test_finished"; then
		echo "# $0 ended before test_done (status $test_status); scratch folder: $SCRATCH" >&5
		test "$test_status" -ne 0 || test_status=1
	elif test "$test_failed" -eq 0; then
		chmod -R u+rwx "$SCRATCH"
		rm -rf "$SCRATCH"
	fi
	rm -f "$test_log"
	exit "$test_status"
}
trap test_at_exit EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
cd "$SCRATCH" || exit 1

# --- for the file ------------------------------------------------------------------------------------

test_run () { # SCRIPT: its status, with its output where it belongs
	if test -n "$test_verbose"; then
		printf '# %s\n' "$1" >&2
		test_eval "$1" </dev/null 1>&2
	else
		test_eval "$1" </dev/null >"$test_log" 2>&1
	fi
}

test_eval () {
	test -z "$test_trace" || set -x
	eval "$1"
	{ test_result=$?; set +x; } 2>/dev/null
	return "$test_result"
}

test_expect_success () {
	test $# -eq 2 || { echo "Bail out! test_expect_success wants a title and a script"; exit 1; }
	test_count=$((test_count + 1))
	if test_run "$2"; then
		echo "ok $test_count - $1"
	else
		echo "not ok $test_count - $1"
		test_failed=$((test_failed + 1))
		printf '%s\n' "$2" | sed 's/^/#	/'
		test -n "$test_verbose" || sed 's/^/# /' "$test_log" | cut -c 1-300 | head -n 60
		test -z "$test_immediate" || { echo "# stopped; scratch folder: $SCRATCH"; exit 1; }
	fi
	cd "$SCRATCH" || exit 1
}

test_skip () {
	test_count=$((test_count + 1))
	echo "ok $test_count - $1 # SKIP $2"
}

test_skip_all () {
	echo "1..0 # SKIP $*"
	test_finished=t
	exit 0
}

test_done () {
	test_finished=t
	test "$test_failed" -eq 0 || echo "# $test_failed of $test_count failed; scratch folder: $SCRATCH"
	echo "1..$test_count"
	test "$test_failed" -eq 0
	exit
}

test_locale () {
	mkdir -p "$SCRATCH/.locale" &&
	LOCPATH=$SCRATCH/.locale &&
	export LOCPATH &&
	{ test -d "$LOCPATH/$1" || localedef --no-archive -i "${1%%.*}" -f "${1#*.}" "$LOCPATH/$1" >/dev/null; }
}

# --- for scripts -------------------------------------------------------------------------------------

test_expect_code () {
	test_want=$1
	shift
	test_got=0
	"$@" || test_got=$?
	test "$test_got" -eq "$test_want" && return 0
	echo "exit status $test_got, not $test_want: $*" >&2
	return 1
}

test_must_fail () {
	test_got=0
	"$@" || test_got=$?
	case $test_got in
	1 | 2 | 3) return 0 ;;
	0) echo "succeeded, should have failed: $*" >&2 ;;
	126 | 127) echo "could not be run: $*" >&2 ;;
	*) echo "exit status $test_got (a signal?): $*" >&2 ;;
	esac
	return 1
}

test_cmp () {
	test $# -eq 2 || { echo 'test_cmp wants two files' >&2; return 2; }
	cmp -s "$1" "$2" || { diff -u "$1" "$2" >&2; return 1; }
}

test_grep () {
	test_not=''
	test "$1" != '!' || { test_not=t; shift; }
	test -f "$2" || { echo "no file: $2" >&2; return 1; }
	if grep -q -e "$1" "$2"; then
		test -z "$test_not" && return 0
		echo "should not match \"$1\":" >&2
	else
		test -n "$test_not" && return 0
		echo "does not match \"$1\":" >&2
	fi
	sed 's/^/| /' "$2" >&2
	return 1
}

test_line_count () {
	test_lines=$(wc -l <"$3") || return 1
	test "$test_lines" "$1" "$2" && return 0
	echo "$3 has $((test_lines)) lines, not $1 $2:" >&2
	sed 's/^/| /' "$3" >&2
	return 1
}

test_must_be_empty () {
	test -f "$1" || { echo "no file: $1" >&2; return 1; }
	test ! -s "$1" && return 0
	echo "$1 is not empty:" >&2
	sed 's/^/| /' "$1" >&2
	return 1
}

test_ended () {
	tail -n 1 "$1" | grep -q '^{"type":"end"' && return 0
	echo "$1 does not end with an end record but with" >&2
	tail -n 1 "$1" | cut -c 1-200 >&2
	return 1
}

test_not_ended () {
	grep -q '"type":"end"' "$1" || return 0
	echo "$1 has an end record" >&2
	return 1
}
