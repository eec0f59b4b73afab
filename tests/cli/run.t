#!/bin/sh
test_description='spunta run: the whole chain, what went wrong said once'
. "$(dirname "$0")/../lib.sh"

FAULTY=$FIXTURES/valore-pubblico-errori.pdf
SOUND=$FIXTURES/valore-pubblico.pdf

left_over () { # no process of ours is left
	! pgrep -f "spunta-[enr].*$1"
}

test_expect_success 'help and version' '
	spunta-run --help >help && test_grep "whole chain" help && spunta run --version >version && test_grep "^spunta-run [0-9]" version
'
test_expect_success 'wrong arguments: exit 2' '
	test_expect_code 2 spunta-run 2>err && test_grep "name one or more PDFs" err &&
	test_expect_code 2 spunta-run -o out "$SOUND" 2>err && test_grep "say with --to" err &&
	test_expect_code 2 spunta-run --to=json "$SOUND" "$FAULTY" 2>err && test_grep "name a folder" err &&
	test_expect_code 2 spunta-run --jobs=0 "$SOUND" 2>err && test_expect_code 2 spunta-run --job=2 "$SOUND" 2>err && test_grep "did you mean --jobs" err
'
test_expect_success 'a document with faults: the report, exit 1' '
	test_expect_code 1 spunta-run "$FAULTY" >out 2>err && test_must_be_empty err && test_grep "^Da guardare: 9" out &&
	test_grep "^82 verifiche: 73 tornano, 9 da guardare" out
'
test_expect_success 'a document without: exit 0' '
	spunta-run "$SOUND" >out && test_grep " 0 da guardare" out
'
test_expect_success 'it is the chain' '
	spunta-run --lang=en "$FAULTY" >one; spunta-extract "$FAULTY" | spunta-normalize | spunta-recompute | spunta-export --to=report --lang=en >two;
	test_cmp one two
'
test_expect_success 'exports' '
	test_expect_code 1 spunta-run --to=csv -o folder "$FAULTY" && test -f folder/contributions.csv &&
	test_expect_code 1 spunta-run --to=csv --lang=en --dialect=excel-it -o excel "$FAULTY" && head -n 1 excel/findings.csv >head && test_grep ";Rule;" head &&
	test_expect_code 1 spunta-run --to=json "$FAULTY" >out.json && jq -e .end out.json >/dev/null
'
test_expect_success 'several documents: a report each, and a line for all' '
	test_expect_code 2 spunta-run "$SOUND" missing.pdf "$FAULTY" >out 2>err && test_grep "^3 documenti: 1 con cifre da guardare, 1 senza, 1 non letti (missing.pdf)" out &&
	test_line_count = 1 err && test_grep "spunta-extract: .*missing.pdf" err && grep -c "^Stato di attuazione" out >n && echo 2 >want && test_cmp want n
'
test_expect_success 'several documents into one database' '
	test_expect_code 1 spunta-run --to=sqlite -o one.sqlite "$SOUND" "$FAULTY" && test -f one.sqlite &&
	sqlite3 -batch one.sqlite "SELECT name FROM documents ORDER BY name; SELECT count(DISTINCT document) FROM findings" >got &&
	printf "%s\n" valore-pubblico-errori.pdf valore-pubblico.pdf 2 >want && test_cmp want got
'
test_expect_success 'several documents into a folder' '
	mkdir dbs && test_expect_code 1 spunta-run --to=sqlite -o dbs "$SOUND" "$FAULTY" && test -f dbs/valore-pubblico.sqlite && test -f dbs/valore-pubblico-errori.sqlite
'
test_expect_success 'what is no document: one line, no report, nothing left' '
	echo text >text.pdf && : >empty.pdf && head -c 9000 "$SOUND" >cut.pdf && mkdir folder.pdf &&
	for f in empty cut folder missing; do
		test_expect_code 2 spunta-run $f.pdf >out 2>err && test_must_be_empty out && test_line_count = 1 err && test_grep "^spunta-extract: .*$f.pdf" err || return 1
		test_expect_code 2 spunta-run --to=csv -o none $f.pdf 2>err && test_line_count = 1 err && test ! -e none || return 1
	done
'
test_expect_success 'what a later stage refuses is said by it alone' '
	echo "rule" >bad.rules && test_expect_code 2 spunta-run --rules bad.rules "$SOUND" >out 2>err && test_must_be_empty out &&
	test_grep "^spunta-recompute: bad.rules" err && test_grep ! "truncated\|stream" err &&
	test_expect_code 2 spunta-run --to=papyrus "$SOUND" >out 2>err && test_line_count = 1 err && test_grep "^spunta-export: .*papyrus" err
'
test_expect_success 'a stage that is not there, or is no program: exit 3 and which it is' '
	for stage in extract normalize recompute export; do
		rm -rf part && mkdir part && cp "$BIN"/spunta-[enr]* part && rm part/spunta-$stage &&
		test_expect_code 3 part/spunta-run "$SOUND" >out 2>err && test_must_be_empty out && test_line_count = 1 err &&
		test_grep "^spunta-run: there is no .*part/spunta-$stage; install it" err &&
		echo "no program" >part/spunta-$stage && chmod +x part/spunta-$stage &&
		test_expect_code 3 part/spunta-run "$SOUND" >out 2>err && test_line_count = 1 err && test_grep "cannot run .*spunta-$stage" err || return 1
	done
'
test_expect_success 'a full disk: exit 3, said once' '
	test_expect_code 3 sh -c "spunta-run \"\$1\" >/dev/full 2>err" sh "$SOUND" && test_line_count = 1 err && test_grep "cannot write standard output" err
'
test_expect_success 'a reader that goes away ends it quietly' '
	{ spunta-run "$FAULTY" "$FAULTY" "$FAULTY" 2>err; echo $? >status; } | head -n 1 >/dev/null && test_must_be_empty err &&
	{ test "$(cat status)" -eq 141 || test "$(cat status)" -eq 1; }
'
test_expect_success 'interrupted: all stages end, the signal is passed on' '
	mkfifo fifo.pdf && { spunta-run fifo.pdf >out 2>err & } && pid=$! && sleep 0.5 && kill -TERM $pid && { wait $pid; test $? -eq 143; } &&
	left_over fifo.pdf
'
test_expect_success 'programs are found beside it, wherever it is called from' '
	mkdir -p away && cd away && PATH=/usr/bin:/bin "$BIN/spunta-run" "$SOUND" >out && ln -s "$BIN/spunta" tick && ./tick run "$SOUND" >out2 && test_cmp out out2
'
test_done
