#!/bin/sh
test_description='spunta bulk, killed at random moments and run again: nothing lost, nothing twice, nothing half'
. "$(dirname "$0")/../lib.sh"

command -v setsid >/dev/null || test_skip_all 'setsid (util-linux) is not there'
mkdir archive && n=0 && while test "$n" -lt 24; do
	for name in zebra progetti-errori borderless prosa; do
		n=$((n + 1)) && { cat "$FIXTURES/$name.pdf" && echo "% $n"; } >archive/$n.pdf || exit 1
	done
done
head -c 5000 "$FIXTURES/zebra.pdf" >archive/damaged.pdf

now () { # milliseconds
	echo $(($(date +%s%N) / 1000000))
}
catalogue () {
	sed "s/,[0-9.]*,\([a-z-]*,[a-z-]*\)\r\$/,\1/" "$1/catalogue.csv"
}
failures () { # FOLDER: without the times
	find "$1/failures" -type f | sort | xargs -r sed "s/\"ms\":[0-9]*/\"ms\":0/; s/\"key\":\"[0-9a-f]*\"/\"key\":0/"
}
same_results () {
	diff -r "$1/records" "$2/records" && failures "$1" >one && failures "$2" >two && test_cmp one two &&
	catalogue "$1" >one && catalogue "$2" >two && test_cmp one two
}
whole () { # OUT: every result there is that of the undisturbed run; nothing else is there
	for f in "$1"/records/*/*; do
		test ! -e "$f" || cmp "$f" "reference/${f#"$1"/}" || return 1
	done && for f in "$1"/failures/*/*; do test ! -e "$f" || jq -e .stage "$f" >/dev/null || return 1; done &&
	find "$1" -mindepth 1 -maxdepth 1 ! -name records ! -name failures ! -name again ! -name catalogue.csv ! -name .bulk >stray && test_must_be_empty stray
}
places () { # OUT: which file each record is
	find "$1/records" -type f -printf "%i %f\n" | sort -k 2
}
start () {
	setsid "$BIN/spunta-bulk" -o "$1" --jobs=2 archive >said 2>err &
	pid=$!
}
strike () { # HOW
	case $1 in
	parent) kill -KILL "$pid" ;;
	group) kill -KILL -- "-$pid" ;;
	all) ps -o pid= -s "$pid" | xargs kill -KILL ;;
	esac 2>/dev/null
	wait "$pid"
}
gone () { # OUT: what the killed run had started has ended; the next run waits for it, but not as long as a busy machine takes
	test ! -d "$1/.bulk" || timeout 60 flock "$1/.bulk/lock" true
}

test_expect_success 'an undisturbed run' '
	begun=$(now) && test_expect_code 1 spunta-bulk -o reference --jobs=2 archive >said && took=$(($(now) - begun)) &&
	test_grep "^25 documents: 24 read, 1 failed" said
'
for round in 1 2 3 4 5 6 7 8 9 10; do
	case $((round % 3)) in
	0) how=all ;;
	1) how=parent ;;
	2) how=group ;;
	esac
	delay=$(perl -e 'printf "%.3f", rand($ARGV[0] * 1.1) / 1000' "$took")
	test_expect_success "killed ($how) after $delay s of about $took ms, then run to the end" '
		start "out$round" && sleep "$delay" && { strike $how || :; } && gone "out$round" && mkdir -p "out$round/records" &&
		whole "out$round" && places "out$round" >before &&
		test_expect_code 1 spunta-bulk -o "out$round" --jobs=2 archive >said 2>err && test_must_be_empty err &&
		same_results reference "out$round" && places "out$round" | grep -F -x -f before >kept || test ! -s before && test_cmp before kept
	'
done
test_expect_success 'killed again and again, and again' '
	for delay in 0.3 0.5 0.2 0.6; do start often && sleep $delay && { strike all || :; } || return 1; done &&
	test_expect_code 1 spunta-bulk -o often --jobs=2 archive >said && same_results reference often
'
some_done () { # FOLDER: waits until a document is done, a minute at most
	for _ in $(seq 600); do
		find "$1/records" -name '*.jsonl' 2>/dev/null | grep -q . && return
		sleep 0.1
	done
	return 1
}
test_expect_success 'stopped by SIGTERM: what is done is kept, the signal is passed on, nothing goes on' '
	mkdir slow && cp "$BIN"/spunta* slow && mv slow/spunta-recompute slow/real && printf "#!/bin/sh\nsleep 0.3\nexec \"\${0%%/*}/real\"\n" >slow/spunta-recompute && chmod +x slow/spunta-recompute &&
	{ setsid slow/spunta-bulk -o term --jobs=2 archive >said 2>err & } && pid=$! && some_done term && kill -TERM $pid && { wait $pid; test $? -eq 143; } &&
	test_grep "not tried" said && test -s term/catalogue.csv && ps -o stat=,args= -s $pid | grep -v "^Z" >left; test_must_be_empty left && whole term &&
	test_expect_code 1 slow/spunta-bulk -o term --jobs=8 archive >said && test_grep "([1-9][0-9]* before)" said && same_results reference term
'
test_done
