#!/bin/sh
test_description='spunta-export --to=html: one page, nothing from elsewhere, nothing of the document runs'
. "$(dirname "$0")/../lib.sh"

STREAMS=$SRC/tests/streams
html () {
	spunta-export --to=html "$@"
}
well_formed () { # FILE: libxml2 has nothing to say but that it does not know the elements of HTML 5
	xmllint --html --noout "$1" 2>&1 | grep "error :" | grep -v "Tag [a-z]* invalid" >faults
	test_must_be_empty faults
}
xpath () { # FILE EXPRESSION
	xmllint --html --xpath "$2" "$1" 2>xpath.err
}
values () { # one a line, 7 for 7.00
	sed -n 's/.*"\(.*\)".*/\1/p' | awk '{ print $1 + 0 }'
}
from_pdf () { # NAME: its stream with findings
	spunta-extract "$FIXTURES/$1.pdf" | spunta-normalize | spunta-recompute >"$1.jsonl"
	test_ended "$1.jsonl"
}

for name in valore-pubblico progetti indicatori; do
	test_expect_success "$name: well-formed, ids once, counts by status are the stream's" '
		html -o "$name.html" "$STREAMS/$name.findings.jsonl" && well_formed "$name.html" &&
		for status in match mismatch truncated missing contradiction not-computable; do
			want=$(jq -s "map(select(.type == \"finding\" and .status == \"$status\")) | length" "$STREAMS/$name.findings.jsonl") &&
			test "$(xpath "$name.html" "string(//a[@data-status=\"$status\"]/strong)")" = "$want" &&
			test "$(xpath "$name.html" "count(//tr[@data-status=\"$status\"])")" = "$want" || return 1
		done &&
		jq -r "select(.type == \"finding\").id" "$STREAMS/$name.findings.jsonl" | sed "s/#/~23/g" | sort >want &&
		xpath "$name.html" "//@id" | grep -o "\"finding:[^\"]*\"" | tr -d "\"" | grep -v "\.title\$" | sort >got && test_cmp want got
	'
done
test_expect_success 'a finding: published, recomputed, arithmetic, inputs and their places' '
	from_pdf valore-pubblico-errori && html -o page.html valore-pubblico-errori.jsonl && well_formed page.html &&
	card="//article[@id=\"finding:weighted-share:01.02\"]" &&
	test "$(xpath page.html "normalize-space($card//div[@class=\"published\"])")" = "pubblicato10%" &&
	test "$(xpath page.html "normalize-space($card//div[@class=\"recomputed\"])")" = "risulta9%" &&
	test "$(xpath page.html "string($card//*[@class=\"expression\"])")" = "20 × 45 / 100" &&
	test "$(xpath page.html "normalize-space($card//tr[th=\"peso\"]/td)")" = 20 &&
	test "$(xpath page.html "normalize-space($card//caption)")" = "Dati del calcolop. 1, tabella 1, riga 3" &&
	card="//article[@id=\"finding:weights-sum:04\"]" && test "$(xpath page.html "count($card//tbody/tr)")" = 4 &&
	test "$(xpath page.html "string($card//tbody/tr[4]/td[2])")" = "tabella 2, riga 5"
'
test_expect_success 'what is only likely, and remarks, stand apart' '
	from_pdf stato-dup && jq -c "if .id == \"finding:indicator-sum:S03:1:2022\" or (.type == \"finding\" and .status == \"mismatch\" and .rule == \"indicator-sum\") then .confidence = \"likely\"
		elif .type == \"finding\" and .status == \"missing\" then .severity = \"info\" else . end" stato-dup.jsonl >apart &&
	html -o apart.html apart && well_formed apart.html &&
	test "$(xpath apart.html "count(//section[h2/@id=\"probabili\"]//article)")" = 1 &&
	test "$(xpath apart.html "count(//section[h2/@id=\"osservazioni\"]//li)")" = 1 &&
	certain=$(jq -s "map(select(.type == \"finding\" and (.status | IN(\"match\", \"not-computable\") | not) and .confidence != \"likely\" and .severity != \"info\")) | length" apart) &&
	test "$(xpath apart.html "count(//section[h2/@id=\"non-torna\"]//article)")" = "$certain" && test "$certain" -gt 1
'
test_expect_success 'charts: a bar for each published figure, and the figure in a table' '
	html -o page.html valore-pubblico-errori.jsonl && for field in weight achievement weighted; do
		xpath page.html "//rect[@class=\"$field\"]/@data-value" | values >got &&
		jq -r "select(.type == \"contribution\").$field.value | select(. != null)" valore-pubblico-errori.jsonl >want && test -s want && test_cmp want got || return 1
	done &&
	test "$(xpath page.html "string(//tr[@data-id=\"contribution:01.02\"]/td[3])")" = "10%" &&
	html -o dup.html stato-dup.jsonl && xpath dup.html "//rect[@class=\"actual\"]/@data-value" | values >got &&
	jq -r "select(.type == \"indicator\") | .actuals | sort_by(.year)[] | .value | select(. != null)" stato-dup.jsonl >want && test_cmp want got
'
test_expect_success 'what companies report is charted too, company by company' '
	jq -c "if .type == \"indicator\" then .type = \"service_indicator\" | .company = \"Rasca Servizi Srl\" | del(.objective)
		elif .type == \"end\" then .records |= (.service_indicator = .indicator | del(.indicator)) else . end" stato-dup.jsonl >services &&
	html -o services.html services && well_formed services.html && test "$(xpath services.html "count(//details[@class=\"group\"])")" = 1 &&
	test "$(xpath services.html "normalize-space(//details/summary/h3)")" = "Rasca Servizi Srl 12" &&
	test "$(xpath services.html "count(//rect[@class=\"actual\"])")" = "$(xpath dup.html "count(//rect[@class=\"actual\"])")"
'
EVIL="</title></style></script><script>alert(1)</script><img src=x onerror=alert(2)>\"'\` onload=x{{id}}[[a|b]]&lt;"
test_expect_success 'findings about one figure stand together; places lead to the page of the PDF, rules to what they state' '
	spunta-extract "$FIXTURES/valore-pubblico-errori.pdf" | spunta-normalize | spunta-recompute >vp.jsonl
	spunta-export --to=html vp.jsonl >vp.html && grep -c "class=\"cause\"" vp.html >causes && echo 1 >want && test_cmp want causes &&
	tr "\n" " " <vp.html | grep -o "2 verifiche sulla stessa cifra.*" | grep -o "id=\"finding:[^\"]*\" tabindex" | head -n 2 >two && test_grep "finding:weighted-total:weighted:03" two && test_grep "finding:weighted-total-from-weights:weighted:03" two &&
	test_grep "<a class=\"to-page\" href=\"./valore-pubblico-errori.pdf#page=2\"[^>]*>p. 2, tabella 1, riga 5</a>" vp.html &&
	test_grep "<a class=\"to-rule\" href=\"#regola-weights-sum\"[^>]*><code>weights-sum</code></a>" vp.html &&
	test_grep "id=\"regola-weights-sum\".*I pesi delle righe di un obiettivo di valore pubblico fanno 100" vp.html &&
	spunta-export --to=html --lang=en vp.jsonl >en.html && test_grep "The weights of a public value.*s rows add up to 100, .*D.Lgs. 150/2009 art. 5" en.html &&
	sed "1s/valore-pubblico-errori.pdf/atti\/a \\\\\"b\\\\\" #1.PDF/" vp.jsonl >odd && spunta-export --to=html odd >odd.html && test_grep "href=\"./atti%2Fa%20%22b%22%20%231.PDF#page=2\"" odd.html &&
	sed "1s/valore-pubblico-errori.pdf/a.pdf.p7m/" vp.jsonl >signed && spunta-export --to=html signed >signed.html && test_grep ! "class=\"to-page" signed.html
'
test_expect_success 'text of the document stays text'  '
	jq -c --arg evil "$EVIL" "walk(if type == \"string\" then gsub(\"Comune di Roccaspina|PagoPA\"; \$evil) | sub(\"^10%\$\"; \"<b>10%\") else . end)
		| if .type == \"finding\" then .rule = \"x<script>y\" | .message.it += \$evil else . end
		| if .type == \"document\" then .name = \$evil | .title = \$evil else . end" valore-pubblico-errori.jsonl >evil &&
	test "$(grep -c "onerror" evil)" -gt 20 && html -o evil.html evil && well_formed evil.html &&
	test "$(grep -o "<script" evil.html | wc -l)" -eq 1 && test "$(xpath evil.html "count(//script)")" = 1 &&
	test "$(xpath evil.html "count(//img | //b[. = \"10%\"] | //@onerror | //@onload)")" = 0 &&
	xpath evil.html "string(//h1)" >got && printf "%s\n" "$EVIL" >want && test_cmp want got
'
test_expect_success 'ids of any characters lead somewhere' '
	sed "s/weighted-share:01.02/weighted-share:a b<è\\\\\"#2/" valore-pubblico-errori.jsonl >odd && html -o odd.html odd && well_formed odd.html &&
	test "$(xpath odd.html "count(//article[@id=\"finding:weighted-share:a~20b~3c~c3~a8~22~232\"])")" = 1 &&
	xpath odd.html "//a/@href" | grep -o "\"#[^\"]*" | cut -c 3- | sort -u >links && xpath odd.html "//@id" | grep -o "\"[^\"]*" | cut -c 2- | sort -u >ids &&
	comm -23 links ids >lost && test_must_be_empty lost
'
test_expect_success 'nothing from elsewhere; style and script are allowed by their hashes' '
	! grep -oE "(src|href|url|action|data)[=(][\"'\'']?(https?:)?//[^\"]*" page.html && test "$(xpath page.html "count(//link[@rel!=\"icon\"] | //iframe | //object | //@style)")" = 0 &&
	xpath page.html "string(//meta[@http-equiv=\"Content-Security-Policy\"]/@content)" >policy && test_grep "^default-src .none.; " policy && test_grep ! "unsafe\|http\|\*" policy &&
	for part in style script; do
		hash=$(perl -0777 -MDigest::SHA=sha256_base64 -ne "print sha256_base64(\$1) . \"=\" if m{<$part>(.*?)</$part>}s" page.html) &&
		grep -qF "$part-src '\''sha256-$hash'\''" policy || return 1
	done
'
test_expect_success 'the same bytes: twice, on standard output, in any locale' '
	html valore-pubblico-errori.jsonl >out && test_cmp page.html out && test_locale it_IT.UTF-8 &&
	LC_ALL=it_IT.UTF-8 spunta-export --to=html valore-pubblico-errori.jsonl >out && test_cmp page.html out
'
test_expect_success 'in English' '
	html --lang=en valore-pubblico-errori.jsonl >en.html && well_formed en.html && test "$(xpath en.html "string(/html/@lang)")" = en && test_grep "9 things to look at" en.html &&
	test_grep "20 × 45 / 100" en.html && test_grep ! "\[\[\|]]\|{{" en.html && test_grep ! "Che cosa non torna\|pubblicato" en.html
'
test_expect_success 'a document without findings, and one without anything' '
	{ head -n 1 "$STREAMS/progetti.findings.jsonl" && echo "{\"type\":\"end\",\"records\":{}}"; } >empty && html -o empty.html empty && well_formed empty.html && test_grep "Nessuna verifica possibile" empty.html &&
	printf "%s\n" "{\"type\":\"document\",\"schema\":\"spunta-records/1\"}" "{\"type\":\"end\",\"records\":{}}" >bare && html bare >bare.html && well_formed bare.html
'
test_expect_success 'with --pdf: a picture in each card of a place' '
	html --pdf="$FIXTURES/valore-pubblico-errori.pdf" -o pictures.html valore-pubblico-errori.jsonl && well_formed pictures.html &&
	places=$(jq -s "map(select(.type == \"finding\" and (.status | IN(\"match\", \"not-computable\") | not) and .severity != \"info\" and .source.bbox)) | length" valore-pubblico-errori.jsonl) &&
	test "$places" -eq 9 && test "$(xpath pictures.html "count(//article//img[starts-with(@src, \"data:image/png;base64,\")])")" = 9 &&
	test "$(xpath pictures.html "string(//article[@id=\"finding:weighted-share:01.02\"]//img/@alt)")" = "Ritaglio della pagina 1: nel riquadro rosso 10%" &&
	xpath pictures.html "string(//article[@id=\"finding:weighted-share:01.02\"]//img/@src)" | sed "s/.*,//" | base64 -d | head -c 4 | grep -q PNG
'
test_expect_success 'spunta run gives the page the document by itself, with its password' '
	test_expect_code 1 spunta run "$FIXTURES/valore-pubblico-errori.pdf" --to html -o run.html && test_cmp pictures.html run.html &&
	test_expect_code 1 spunta run --password=segreta "$FIXTURES/protetto.pdf" --to html -o locked.html && test "$(xpath locked.html "count(//img)")" = 9 &&
	test_expect_code 1 sh -c "spunta run --to=html /dev/stdin <\"\$1\" >piped.html" sh "$FIXTURES/valore-pubblico-errori.pdf"
'
test_expect_success 'another document, none, no password, no spunta-snapshot: said, and no page' '
	mkdir none && test_expect_code 2 spunta-export --to=html --pdf="$FIXTURES/progetti.pdf" -o none/x.html valore-pubblico-errori.jsonl 2>err && test_grep "is not the document that was read" err &&
	test_expect_code 2 spunta-export --to=html --pdf=none.pdf -o none/x.html valore-pubblico-errori.jsonl 2>err && test_grep "none.pdf: there is no such file" err &&
	spunta-extract --password=segreta "$FIXTURES/protetto.pdf" | spunta-normalize | { spunta-recompute >locked.jsonl || test $? -eq 1; } &&
	test_expect_code 2 spunta-export --to=html --pdf="$FIXTURES/protetto.pdf" -o none/x.html locked.jsonl 2>err && test_grep "password" err &&
	mkdir alone && cp "$BIN/spunta-export" alone && test_expect_code 3 alone/spunta-export --to=html --pdf="$FIXTURES/valore-pubblico-errori.pdf" -o none/x.html valore-pubblico-errori.jsonl 2>err &&
	test_grep "cannot run .*alone/spunta-snapshot" err && test -z "$(ls -A none)"
'
test_expect_success 'cut: exit 2; a full disk: exit 3; nothing appears' '
	mkdir folder && cd folder && head -n 9 "$STREAMS/progetti.findings.jsonl" >../cut && test_expect_code 2 spunta-export --to=html -o x.html ../cut &&
	test_expect_code 3 sh -c "trap \"\" XFSZ; ulimit -f 8; exec spunta-export --to=html -o x.html \"\$1\" 2>../err" sh "$STREAMS/valore-pubblico.findings.jsonl" &&
	test_grep "cannot write" ../err && test_expect_code 3 sh -c "spunta-export --to=html \"\$1\" >/dev/full" sh "$STREAMS/valore-pubblico.findings.jsonl" &&
	test -z "$(ls -A)"
'
test_expect_success 'what a rule rests on is told in the language of the page' '
	{ spunta-extract "$FIXTURES/valore-pubblico-errori.pdf" | spunta-normalize | spunta-recompute >rests.jsonl || test $? -eq 1; } && spunta-export --to=html --lang=it -o it.html rests.jsonl && spunta-export --to=html --lang=en -o en.html rests.jsonl &&
	test_grep "le intestazioni delle tabelle stesse" it.html && test_grep ! "own headings" it.html && test_grep "own headings" en.html &&
	awk "/^rule /{r=\$2; s=\"\"} /^    source: /{s=\$0} /^    source: D\\.Lgs\\. [0-9\/]*, allegato [0-9]*\$/{s=\"\"} /^    source-it: /{s=\"\"} /^    example/{if (s != \"\") print r; s=\"\"}" "$SRC"/verify/rules/*.rules >lack && test_must_be_empty lack
'
test_done
