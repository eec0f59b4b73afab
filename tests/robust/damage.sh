# damage.sh — damaged copies of a file, and how a program may end on them. Sourced after tests/lib.sh.
#
# A file is cut at N places and has bytes turned over in N more copies, always the same ones. What comes out must be an
# exit status from 0 to 3 (a signal, or timeout's 124, is a failure), with an end record only under status 0 or 1.
# The sanitizers reserve terabytes of address space, so memory is bounded only without them.

damage_seconds=20
damage_kilobytes=2000000
case $BIN in *-asan) damage_kilobytes=unlimited ;; esac

survive () { # FILE PROGRAM [OPTION…]: says each way of ending that is wrong
	file=$1 status=0
	shift
	timeout $damage_seconds "$@" "$file" >out 2>err || status=$?
	case $status in
	0 | 1) tail -n 2 out | grep -q '"type":"end"' || echo "$file: status $status without an end record" ;;
	2 | 3)
		! grep -q '^{"type":"end"' out || echo "$file: status $status with an end record"
		grep -q "^$1: " err || echo "$file: status $status without a word"
		;;
	*) echo "$file: status $status" ;;
	esac
}

survives () { # N FILE PROGRAM [OPTION…]: the 2N damaged copies of FILE
	n=$1 whole=$2
	shift 2
	rm -rf damaged && mkdir damaged && cd damaged && perl "$SRC/tests/robust/damage.pl" "$whole" "$n" &&
		(
			ulimit -c 0
			ulimit -v $damage_kilobytes
			for i in $(seq $((2 * n))); do survive "$i" "$@"; done
		) >../wrong && cd .. && test_must_be_empty wrong
}
