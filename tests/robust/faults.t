#!/bin/sh
test_description='a system call that fails costs the run, never a part of its output in silence'
. "$(dirname "$0")/../lib.sh"

# Every program is run to learn how often it makes a call, and then again with that call failing at one of those times.
# Status 0 or 1 means that nothing is missing: the same bytes came out. Any other is 2 or 3, with a word, and leaves no
# half-written file behind.
command -v strace >/dev/null || test_skip_all 'strace is not installed'
case $BIN in *-asan) test_skip_all 'the leak sanitizer works in no process that is traced' ;; esac
strace -o /dev/null true 2>/dev/null || test_skip_all 'this system lets no process be traced'

spunta-extract "$FIXTURES/valore-pubblico-errori.pdf" >layout
spunta-normalize layout >records
spunta-recompute records >findings
points=6

test_expect_success 'there is something to lose' 'test_ended layout && test_ended records && test_ended findings'

# fault CALL[=ERROR] N: the arguments for strace to let the Nth such call of each process fail
trace () { # COMMAND…: stdout in out/stream, files in out/
	rm -rf out && mkdir out && "$@" >out/stream 2>err
}

calls () { # CALL COMMAND…: the most often that one process made it
	call=$1
	shift
	trace strace -f -e "trace=$call" -o log "$@"
	awk '!/exited|killed|resumed/ { n[$1]++ } END { for (p in n) if (n[p] > most) most = n[p]; print most + 0 }' log
}

files () { # FOLDER: what stands in it beside the stream
	for file in "$1"/* "$1"/.[!.]*; do
		test ! -e "$file" || test "${file##*/}" = stream || echo "${file##*/}"
	done
}

judge () { # CALL N STATUS: what is wrong with how it ended
	# what a page's worker could not say or read is said to be lost; what cannot be said at all is not
	grep -q 'write(2.*INJECTED' log && return
	case $3 in
	0 | 1) diff -r whole out >difference || { test "$3" -eq 1 && grep -q '"page-lost"' out/stream; } || echo "$1 number $2 failed: status $3, but something is missing" ;;
	2 | 3)
		grep -q '^spunta-' err || echo "$1 number $2 failed: status $3 without a word"
		left=$(files out)
		test -z "$left" || test "$left" = "$(files whole)" || echo "$1 number $2 failed: left behind $left"
		test "$1" = close || ! grep -q '"type":"end"' out/stream || echo "$1 number $2 failed: an end record under status $3"
		;;
	127) grep -q 'loading shared libraries' err || echo "$1 number $2 failed: status 127" ;; # before it was ours
	*) echo "$1 number $2 failed: status $3" ;;
	esac
}

bears () { # CALL ERROR COMMAND…
	call=$1 error=$2
	shift 2
	most=$(calls "$call" "$@")
	rm -rf whole && mv out whole
	test -s whole/stream || test -n "$(files whole)" || return 1
	seq "$most" | awk -v most="$most" -v points=$points 'most <= points || NR % int(most / points) == 0 || NR == most' |
		while read -r n; do
			status=0
			trace timeout 60 strace -f -e "trace=$call" -e "inject=$call:error=$error:when=$n" -o log "$@" || status=$?
			! grep -q INJECTED log || judge "$call" "$n" $status
		done >wrong
	test_must_be_empty wrong
}

# The same with memory that is refused; what one program starts with LD_PRELOAD is not for the next.
no_memory=${FUZZ%/*}/tests/robust/nomemory.so

bears_no_memory () { # COMMAND…
	rm -rf whole && trace "$@"
	mv out whole
	trace env NOMEMORY=0 LD_PRELOAD="$no_memory" "$@"
	most=$(tail -n 1 err)
	test "$most" -gt 10 || { echo "only $most allocations were counted"; return 1; }
	test "$most" -gt 3000 || most=3000 # what workers ask for is not counted
	seq 1 $((most / 40 + 1)) "$most" | while read -r n; do
		status=0
		: >log
		trace timeout 60 env NOMEMORY="$n" LD_PRELOAD="$no_memory" "$@" || status=$?
		judge memory "$n" $status
	done >wrong
	test_must_be_empty wrong
}

every_call () { # NAME COMMAND…
	name=$1
	shift
	for fault in write=ENOSPC read=EIO close=EIO fsync=EIO rename=EACCES; do
		test_expect_success "$name: ${fault%=*} fails" "bears ${fault%=*} ${fault#*=} $*"
	done
	test_expect_success "$name: memory is refused" "bears_no_memory $*"
}

every_call extract spunta-extract --jobs=1 "$FIXTURES/valore-pubblico-errori.pdf"
every_call normalize spunta-normalize layout
every_call validate spunta-validate records
every_call recompute spunta-recompute records
every_call 'json to a pipe' spunta-export --to json findings
every_call 'json' spunta-export --to json -o out/a.json findings
every_call 'csv' spunta-export --to csv -o out/csv findings
every_call 'datapackage' spunta-export --to datapackage -o out/package findings
every_call 'xml' spunta-export --to xml -o out/a.xml findings
every_call 'sqlite' spunta-export --to sqlite -o out/a.sqlite findings
every_call 'html' spunta-export --to html --pdf "$FIXTURES/valore-pubblico-errori.pdf" -o out/a.html findings
every_call 'xlsx' spunta-export --to xlsx -o out/a.xlsx findings
test_done
