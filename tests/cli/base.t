#!/bin/sh
test_description='what every filter promises, tried on each of them'
. "$(dirname "$0")/../lib.sh"

# What each filter reads. The streams are written by hand so that one broken filter fails only its own lines.
cp "$FIXTURES/valore-pubblico-errori.pdf" in.extract || exit 1
cat >in.normalize <<'EOT'
{"type":"document","schema":"spunta-layout/1","name":"a.pdf","sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","bytes":4,"media_type":"application/pdf","pages":1,"producer":null,"creator":null,"title":null,"created":null,"modified":null,"pdf_version":"1.7","encrypted":false,"tagged":false}
{"type":"page","page":1,"width":595,"height":842,"rotation":0,"chars":9,"text_layer":true,"ocr":false}
{"type":"text","page":1,"bbox":[56,60,120,72],"text":"Relazione","lines":[{"bbox":[56,60,120,72],"text":"Relazione"}],"size":12,"bold":false,"italic":false,"role":"body"}
{"type":"end","pages":1,"texts":1,"tables":0,"problems":0}
EOT
cat >in.records <<'EOT'
{"type":"document","schema":"spunta-records/1","name":"a.pdf","sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","bytes":4,"media_type":"application/pdf","pages":1,"producer":null,"creator":null,"title":null,"created":null,"modified":null,"pdf_version":"1.7","encrypted":false,"tagged":false,"kind":"unknown","body":null,"period":null,"reference_date":null,"acts":[]}
{"type":"unparsed","id":"unparsed:1","text":"C06 qualità 12,50","reason":"no rule","source":{"page":1,"bbox":[56,60,120,72]}}
{"type":"end","records":{"unparsed":1}}
EOT
cp in.records in.validate && cp in.records in.recompute && cp in.records in.export || exit 1

filters='extract normalize validate recompute export'
streams='normalize validate recompute export' # those that read a stream

run () { # FILTER [ARGUMENT…]: as it is used, standard output is data
	filter=$1
	shift
	case $filter in
	export) "spunta-$filter" --to json "$@" ;;
	*) "spunta-$filter" "$@" ;;
	esac
}

each () { # TITLE FILTERS SCRIPT: one test a filter, $f in the script
	for f in $2; do
		test_expect_success "$f: $1" "$3"
	done
}

each 'help goes to standard output and names program and statuses' "$filters" '
	spunta-$f --help >out 2>err && test_must_be_empty err &&
	test_grep "spunta-$f \[OPTION" out && test_grep "[Ee]xit status" out &&
	test_grep "^  -q, --quiet" out && test_grep "^  --diagnostics=FORM" out &&
	spunta-$f -h >short && test_cmp out short
'
each 'version is one line' "$filters" '
	spunta-$f --version >out 2>err && test_must_be_empty err && test_line_count = 1 out &&
	test_grep "^spunta-$f [0-9][0-9]*\.[0-9][0-9]*\.[0-9][0-9]*$" out
'
each 'help to a full disk fails' "$filters" '
	test_expect_code 3 spunta-$f --help 2>err >/dev/full && test_grep "^spunta-$f: " err
'
each 'an unknown option is answered with the nearest' "$filters" '
	test_expect_code 2 spunta-$f --verbos >out 2>err &&
	test_must_be_empty out && test_grep "^spunta-$f: .*did you mean --verbose?" err &&
	test_line_count = 1 err &&
	test_expect_code 2 spunta-$f --no-such-thing >out 2>err && test_grep "no-such-thing" err && test_must_be_empty out
'
# Every short option that takes a value, in every program.
sticks () { # PROGRAM OPTION VALUE ARGUMENT…: the same with a blank before the value and without
	program=$1 option=$2 value=$3 && shift 3 &&
	{ "$program" "$option" "$value" "$@" >expected 2>expected.err; status=$?; } &&
	test_expect_code "$status" "$program" "$option$value" "$@" >out 2>err && test_cmp expected out && test_cmp expected.err err
}
test_expect_success 'the value of a short option may stick to it' '
	sticks spunta-extract -j 2 in.extract && sticks spunta-extract -p 1 in.extract && test_ended out &&
	sticks spunta-extract -qj 2 in.extract && test_ended out && sticks spunta-extract -j x in.extract && test -s err &&
	sticks spunta-export -t xml in.export && test -s out && sticks spunta-normalize -p none.json in.normalize && test -s err &&
	sticks spunta-run -j 2 in.extract && test -s out && sticks spunta-series -b Valdora in.records &&
	sticks spunta-bulk -j x in.extract && test_grep "parse integer value .*x.* for -j" err &&
	spunta-export --to json -oexported in.export && test -s exported
'
test_expect_success 'what is a value or an operand is not parted' '
	cp in.extract ./-j2 && spunta-extract -- -j2 >out && test_ended out &&
	spunta-extract --password -j2 in.extract >out && test_ended out && spunta-export -t json -o -t2 in.export && test -s ./-t2
'
each 'options are not abbreviated' "$filters" '
	test_expect_code 2 spunta-$f --verb >out 2>err && test_must_be_empty out
'
each 'a wrong form of diagnostics' "$filters" '
	test_expect_code 2 run $f --diagnostics=xml in.$f >out 2>err &&
	test_must_be_empty out && test_grep "text or json" err
'
each 'a missing file is named' "$filters" '
	test_expect_code 2 run $f no-such-file >out 2>err &&
	test_must_be_empty out && test_line_count = 1 err &&
	test_grep "^spunta-$f: .*no-such-file.*: No such file or directory" err
'
each 'a folder is no file' "$filters" '
	mkdir -p folder && test_expect_code 2 run $f folder >out 2>err &&
	test_must_be_empty out && test_line_count = 1 err && test_grep "^spunta-$f: .*folder.*is a directory" err
'
each 'two files are one too many' "$filters" '
	test_expect_code 2 run $f in.$f in.$f >out 2>err && test_must_be_empty out && test_grep "one too many" err
'
each 'file, -, and nothing read the same' "$filters" '
	status=0 && { run $f in.$f >expected 2>err || status=$?; } && test_must_be_empty err &&
	{ test $status -le 1 || { echo "status $status" >&2; false; }; } && test -s expected &&
	sed "1s/\"name\":\"[^\"]*\",//" expected >want &&
	test_expect_code $status run $f - <in.$f >actual && sed "1s/\"name\":\"[^\"]*\",//" actual >got && test_cmp want got &&
	test_expect_code $status run $f <in.$f >actual2 && test_cmp actual actual2
'
each 'the same output twice' "$filters" '
	run $f in.$f >one; run $f in.$f >two; test -s one && test_cmp one two
'
each '-- ends the options' "$filters" '
	cp in.$f ./-x && run $f -- -x >actual; test -s actual && rm ./-x
'
each 'input in two reads' "$filters" '
	run $f <in.$f >expected; test -s expected &&
	{ head -c 701 in.$f; sleep 0.2; tail -c +702 in.$f; } | run $f >actual; test_cmp expected actual
'
each 'a full disk is noticed' "$filters" '
	test_expect_code 3 run $f in.$f 2>err >/dev/full &&
	test_grep "^spunta-$f: cannot write standard output: " err && test_line_count = 1 err
'
each 'a closed standard output is noticed' "$filters" '
	test_expect_code 3 run $f in.$f 2>err >&- && test_grep "^spunta-$f: cannot write standard output" err
'
each 'closed standard input' "$filters" '
	test_expect_code 2 run $f <&- >out 2>err && test_grep "^spunta-$f: " err && test_must_be_empty out
'
each 'a reader that goes away ends it quietly' "$filters" '
	{ run $f in.$f 2>err; echo $? >status; } | head -n 1 >out && test_must_be_empty err && test_line_count = 1 out &&
	case $(cat status) in 0 | 1 | 141) ;; *) cat status >&2; false ;; esac
'
each 'empty input' "$filters" '
	test_expect_code 2 run $f </dev/null >out 2>err && test_not_ended out && test_line_count = 1 err &&
	test_grep "^spunta-$f: .*empty" err
'
each 'diagnoses as JSON' "$filters" '
	test_expect_code 2 run $f --diagnostics=json no-such-file >out 2>err && test_must_be_empty out &&
	test "$(jq -r "[.program, .severity, .code] | join(\" \")" err)" = "spunta-$f error cannot-open"
'

each 'a stream that stops early' "$streams" '
	for n in 1 2; do
		head -n $n in.$f >cut && test_expect_code 2 run $f cut >out 2>err && test_not_ended out &&
		test_grep "^spunta-$f: cut: the stream stops after line $n without its end record" err || return 1
	done
'
each 'a line cut in the middle' "$streams" '
	head -c -20 in.$f >cut && test_expect_code 2 run $f cut >out 2>err && test_not_ended out &&
	test_grep "^spunta-$f: cut: line [0-9]*: column [0-9]*: " err
'
each 'lines that are not strict JSON are refused with their place' "$streams" '
	for bad in "{\"type\":\"x\",\"a\":01}" "{\"type\":\"x\",\"a\":1,\"a\":2}" "{\"type\":\"x\"} y" \
		"{\"type\":\"x\",\"a\":\"\\u0000\"}" "$(printf "{\"type\":\"x\",\"a\":\"\377\"}")" "nonsense" ""; do
		{ head -n 1 in.$f && printf "%s\n" "$bad" && tail -n +2 in.$f; } >bad &&
		test_expect_code 2 run $f bad >out 2>err && test_not_ended out &&
		test_grep "^spunta-$f: bad: line 2: column [0-9]*: " err || { echo "for: $bad" >&2; return 1; }
	done
'
each 'a count that does not hold' "$streams" '
	sed 2d in.$f >less && test_expect_code 2 run $f less >out 2>err &&
	test_not_ended out && test_grep "the end record says" err
'
each 'a line behind the end' "$streams" '
	{ cat in.$f && tail -n 1 in.$f; } >more && test_expect_code 2 run $f more >out 2>err &&
	test_grep "line [0-9]*: a line after the end record" err
'
each 'another stage'\''s stream' 'normalize recompute export' '
	case $f in normalize) other=in.records ;; recompute) other=in.normalize ;;
	export) # takes layouts, too
		sed "1s#spunta-layout/1#spunta-elsewhere/1#" in.normalize >elsewhere && other=elsewhere ;;
	esac &&
	test_expect_code 2 run $f $other >out 2>err && test_not_ended out &&
	test_grep "this is a stream of spunta-[a-z]*/1; spunta-[a-z]*/1 is wanted" err
'
each 'records of an unknown type and unknown keys pass, byte for byte' 'normalize validate recompute' '
	case $f in
	normalize) sed "\$i {\"type\":\"from_elsewhere\", \"a\" : 1.50,\"b\":[1e2,\"è\"]}" in.$f >more ;;
	*) sed "\$i {\"type\":\"from_elsewhere\", \"a\" : 1.50,\"b\":[1e2,\"è\"]}
		s/\"unparsed\":1/\"unparsed\":1,\"from_elsewhere\":1/" in.$f >more ;;
	esac &&
	sed -i "1s/}\$/,\"x_note\":{\"n\":1.10}}/" more &&
	run $f more >out 2>err; test_must_be_empty err && test_ended out &&
	grep -F -x "{\"type\":\"from_elsewhere\", \"a\" : 1.50,\"b\":[1e2,\"è\"]}" out &&
	head -n 1 out | grep -F "\"x_note\":{\"n\":1.10}"
'
test_done
