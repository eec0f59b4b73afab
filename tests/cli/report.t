#!/bin/sh
test_description='the report for people: what, how much, where, why'
. "$(dirname "$0")/../lib.sh"

STREAMS=$SRC/tests/streams
report () {
	spunta-export --to=report "$@"
}
widest () { # FILE: columns of its longest line
	awk -v RS='\n' '{ gsub(/[\200-\277]/, ""); if (length($0) > m) m = length($0) } END { print m + 0 }' "$1"
}

test_expect_success 'each fault with its place, the figures, the arithmetic and its inputs' '
	report "$STREAMS/valore-pubblico.findings.jsonl" >out && cat >want <<-\EOT &&
	  1  non torna · p. 1, tabella 1, riga 3
	     contributo 01.02 «PagoPA per mense, trasporto scolastico e lampade votive»:
	     raggiungimento pesato
	     pubblicato    10%
	     risulta       9%
	     differenza    1
	     calcolo       20 × 45 / 100
	     dati          20 · peso
	                   45% · raggiungimento %
	EOT
	sed -n "/^  1 /,/^\$/p" out | sed "\$d" >got && test_cmp want got &&
	tail -n 1 out >got && echo "41 verifiche: 32 tornano, 9 da guardare, 0 non calcolabili." >want && test_cmp want got
'
test_expect_success 'in English' '
	report --lang=en "$STREAMS/valore-pubblico.findings.jsonl" >out && test_grep "^To look at: 9" out &&
	test_grep "^  1  does not add up · p. 1, table 1, row 3" out && test_grep "^41 checks: 32 add up, 9 to look at" out
'
test_expect_success 'what was not read, not understood, not computable is said' '
	report "$STREAMS/indicatori.findings.jsonl" >out && test_grep "^Non calcolabili: 1" out &&
	test_grep "^  p. 7    page 7 holds pictures only" out && test_grep "^  p. 9    C99 - voce senza tabella" out
'
test_expect_success 'what is only likely stands apart, counted for itself' '
	report "$STREAMS/indicatori.findings.jsonl" >out && test_grep ! "^Da guardare" out &&
	test_grep "^Probabili, ma il testo si può leggere anche altrimenti: 1" out &&
	test_grep "^3 verifiche: 1 torna, 0 da guardare, 1 probabile, 1 non calcolabile" out &&
	sed "s/\"confidence\":\"likely\"/\"confidence\":\"certain\"/" "$STREAMS/indicatori.findings.jsonl" | report >out &&
	test_grep "^Da guardare: 1" out && test_grep ! "^Probabili" out && test_grep "1 da guardare, 1 non calcolabile" out
'
test_expect_success 'it fits the width' '
	for w in 40 64 80 120; do
		COLUMNS=$w report "$STREAMS/valore-pubblico.findings.jsonl" >out && test "$(LC_ALL=C widest out)" -le $w || { echo "$w: $(widest out)"; return 1; }
	done
'
test_expect_success 'no colour but on a terminal' '
	report "$STREAMS/valore-pubblico.findings.jsonl" >out && test_grep ! "$(printf "\033")" out
'
test_expect_success 'a document without findings' '
	{ head -n 1 "$STREAMS/progetti.findings.jsonl" && echo "{\"type\":\"end\",\"records\":{}}"; } >empty && report empty >out &&
	test_grep "letto   niente" out && test_grep "^Nessuna verifica possibile" out
'
test_expect_success 'texts of the document are not translated, whatever they say' '
	{ head -n 1 "$STREAMS/progetti.findings.jsonl" &&
	  echo "{\"type\":\"unparsed\",\"id\":\"unparsed:1\",\"text\":\"total\",\"reason\":\"a row of totals\",\"source\":{\"page\":1}}" &&
	  echo "{\"type\":\"end\",\"records\":{\"unparsed\":1}}"; } >odd &&
	report odd >out && test_grep "^  p. 1    total$" out && spunta-export --to html odd >page && test_grep "<td>total <span class=\"where\">una riga di totali</span>" page
'
test_expect_success 'control characters of the document do nothing' '
	sed "s/Pagamenti puntuali/Paga\\\\u001b[31m\\\\u202ementi/" "$STREAMS/valore-pubblico.findings.jsonl" >evil &&
	report evil >out && test_grep ! "$(printf "\033")" out && test_grep "Paga.x1b\[31m" out
'
test_done
