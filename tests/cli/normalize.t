#!/bin/sh
test_description='spunta-normalize: layout stream in, records out'
. "$(dirname "$0")/../lib.sh"

cat >layout <<'EOT'
{"type":"document","schema":"spunta-layout/1","name":"stato.pdf","sha256":"0000000000000000000000000000000000000000000000000000000000000000","bytes":1,"media_type":"application/pdf","pages":1,"x":1.50}
{"type":"page","page":1}
{"type":"text","page":1,"text":"OBIETTIVO DI VALORE PUBBLICO 02 Pagamenti puntuali","lines":[{"text":"OBIETTIVO DI VALORE PUBBLICO 02"},{"text":"Pagamenti puntuali"}],"role":"body"}
{"type":"table","id":"p1t1","page":1,"method":"ruled","n_rows":3,"n_cols":5,"header_rows":1,"continues":null,"cells":[{"row":0,"col":0,"text":"Cod.VP"},{"row":0,"col":1,"text":"obiettivo"},{"row":0,"col":2,"text":"peso"},{"row":0,"col":3,"text":"raggiungimento %"},{"row":0,"col":4,"text":"raggiungimento pesato"},{"row":1,"col":0,"text":"02.01"},{"row":1,"col":1,"text":"01-03 Fatture (*)"},{"row":1,"col":2,"text":"100"},{"row":1,"col":3,"text":"40%"},{"row":1,"col":4,"text":"40%"},{"row":2,"col":1,"text":"Totale"},{"row":2,"col":4,"text":"40%"}]}
{"type":"problem","page":1,"code":"unmapped-glyphs","message":"x"}
{"type":"text","page":1,"text":"(*) Obiettivo sospeso","role":"footnote"}
{"type":"end","pages":1,"texts":2,"tables":1,"problems":1}
EOT

test_expect_success 'help and version' '
	spunta-normalize --help >help && test_grep "explain" help &&
	spunta-normalize --version >version && test_grep "^spunta-normalize [0-9]" version
'
test_expect_success 'records, from a file and from standard input alike' '
	spunta-normalize layout >out && test_ended out &&
	spunta-normalize <layout >stdin && test_cmp out stdin &&
	spunta-normalize - <layout >stdin && test_cmp out stdin &&
	test_grep "\"kind\":\"public-value-status\"" out && test_grep "\"x\":1.50" out &&
	test_grep "\"footnotes\":\[\"Obiettivo sospeso\"\]" out &&
	test_grep "\"records\":{\"contribution\":1,\"problem\":1,\"public_value\":1,\"total\":1}" out &&
	test_grep "^{\"type\":\"problem\",\"page\":1,\"code\":\"unmapped-glyphs\",\"message\":\"x\"}\$" out
'
test_expect_success 'a total may stand in a line under its table' '
	sed -e "s/,{\"row\":2[^]]*}\]/]/" -e "s/(\*) Obiettivo sospeso/Contributo al Valore Pubblico: 40,5%/" layout >below &&
	spunta-normalize below >out && test_grep "\"type\":\"total\".*\"scope\":\"public_value:02\".*\"value\":40.5," out
'
test_expect_success 'the records are what their schema says' '
	spunta-normalize layout >out && spunta-validate --quiet out
'
test_expect_success 'a stream cut before its end gives no end' '
	sed \$d layout >cut && test_expect_code 2 spunta-normalize cut >out 2>err &&
	test_not_ended out && test_grep "stops after line 6 without its end" err
'
test_expect_success 'a line that is no JSON is said with its place' '
	sed "3s/}\$//" layout >bad && test_expect_code 2 spunta-normalize bad >out 2>err &&
	test_not_ended out && test_grep "bad: line 3: column" err
'
test_expect_success 'a stream of another kind is refused' '
	spunta-normalize layout >records && test_expect_code 2 spunta-normalize records 2>err &&
	test_grep "spunta-layout/1 is wanted" err
'
test_expect_success 'wrong arguments' '
	test_expect_code 2 spunta-normalize a b 2>err &&
	test_expect_code 2 spunta-normalize --explian 2>err && test_grep "explain" err &&
	test_expect_code 2 spunta-normalize missing 2>err && test_grep "missing" err &&
	test_expect_code 2 spunta-normalize --profile missing.json layout 2>err && test_grep "missing.json" err &&
	test_expect_code 2 spunta-normalize --show-profile nothing 2>err && test_grep "list-profiles" err
'
test_expect_success '--explain says what was chosen, on standard error only' '
	spunta-normalize --explain layout >explained 2>err && spunta-normalize layout >plain && test_cmp plain explained &&
	test_grep "public-value-status: .* points, chosen" err &&
	test_grep "contributions: code <- \"Cod.VP\"" err
'
test_expect_success 'profiles are listed and shown; a shown one can be added again' '
	spunta-normalize --list-profiles >list && test_grep "^performance-plan " list && test_grep "^dup-status " list &&
	spunta-normalize --show-profile public-value-status >p.json &&
	spunta-normalize --profile p.json layout >again && spunta-normalize layout >plain && test_cmp plain again
'
test_expect_success 'a full disk and a closed pipe' '
	test_expect_code 3 spunta-normalize layout >/dev/full 2>err && test_grep "No space" err &&
	{ spunta-normalize layout; echo $? >status; } | head -n 1 >first && test_line_count = 1 first
'
test_expect_success 'terminal signs of a document do not reach the terminal' '
	sed "s/Pagamenti puntuali/Pagamenti \\\\u001b[31mrossi/g" layout >odd && spunta-normalize --explain odd >out 2>err &&
	! grep "$(printf "\033")" err
'
test_done
