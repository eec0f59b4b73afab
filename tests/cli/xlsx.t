#!/bin/sh
test_description='spunta-export --to=xlsx: what a spreadsheet program reads back is what the CSV says'
. "$(dirname "$0")/../lib.sh"

STREAMS=$SRC/tests/streams
part () { # WORKBOOK PART: an XML part of it
	unzip -p "$1" "$2"
}
convert () { # WORKBOOK FOLDER: each sheet as CSV, values unformatted
	LC_ALL=C.UTF-8 soffice --headless "-env:UserInstallation=file://$SCRATCH/profile" \
		--convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1' --outdir "$2" "$1" >convert.log 2>&1
}

test_expect_success 'the same bytes, in a file and on standard output' '
	spunta-export --to=xlsx -o a.xlsx "$STREAMS/indicatori.findings.jsonl" && spunta-export --to=xlsx - <"$STREAMS/indicatori.findings.jsonl" >b.xlsx &&
	cmp a.xlsx b.xlsx
'
test_expect_success 'headers stay in sight, findings link to their records, dates are dates' '
	part a.xlsx xl/workbook.xml >book && sheet=$(grep -o "<sheet [^>]*name=\"Riscontri\"[^>]*" book | sed "s/.*sheetId=\"\([0-9]*\)\".*/\1/") &&
	part a.xlsx "xl/worksheets/sheet$sheet.xml" >findings && test_grep "state=\"frozen\"" findings &&
	row=$(spunta-export --to=csv -o csv "$STREAMS/indicatori.findings.jsonl" && grep -n "^[^,]*,indicator:C22:1," csv/indicators.csv | cut -d: -f1) &&
	test_grep "<hyperlink [^>]*location=\".*Indicatori.*!A$row\"" findings && part a.xlsx xl/worksheets/sheet2.xml >documents &&
	test_grep "<v>43646</v>" documents
'
test_expect_success 'the summary: what the document is, how much was read and checked, what to look at and where' '
	spunta-extract "$FIXTURES/valore-pubblico-errori.pdf" | spunta-normalize | spunta-recompute >vp.jsonl
	spunta-export --to=xlsx -o vp.xlsx vp.jsonl && part vp.xlsx xl/worksheets/sheet1.xml | sed "s/<row/\n<row/g" | sed "s/<\/t>/|/g; s/<[^>]*>//g" >summary &&
	test_grep "^Stato di attuazione degli obiettivi di valore pubblico|" summary && test_grep "^Ente|Comune di Roccaspina|" summary &&
	test_grep "^Anni|2025–2027|" summary && test_grep "^Pagine|3, tutte lette|" summary && test_grep "^Cifre verificate|69: 64 tornano, 5 non tornano|" summary &&
	test_grep "^Da guardare: 9|" summary && test_grep "^non torna|01.02: raggiungimento pesato pubblicato 10%; 20 × 45 / 100 = 9|p. 1, tabella 1, riga 3|" summary &&
	part vp.xlsx xl/worksheets/sheet1.xml >sheet && test_grep "<hyperlink [^>]*location=\".*Riscontri.*!A" sheet &&
	for n in 1 2 3 4 5; do part vp.xlsx xl/worksheets/sheet$n.xml >sheet && test_grep "orientation=\"landscape\"" sheet && test_grep "fitToHeight=\"0\"" sheet || return 1; done &&
	part vp.xlsx xl/workbook.xml | grep -o "Print_Titles" | head -n 1 >titles && test -s titles
'
test_expect_success 'sentences first, identifiers last and folded away' '
	part vp.xlsx xl/worksheets/sheet3.xml | sed "s/<row/\n<row/g" | grep "^<row" | head -n 1 | sed "s/<\/t>/|/g; s/<[^>]*>//g" >heads &&
	test_grep "^Messaggio (italiano)|Esito|" heads && test_grep "|Altro|$" heads && test_grep "|Documento|Identificativo|Posizione|Messaggio (inglese)|Riquadro|Altro|$" heads &&
	part vp.xlsx xl/worksheets/sheet3.xml | grep -o "<col [^>]*/>" | tail -n 1 >last && test_grep "hidden=\"1\"\|collapsed=\"1\"" last
'
test_expect_success 'a text is never a formula' '
	for part in $(unzip -Z1 a.xlsx | grep sheet.*xml$); do part a.xlsx $part; done >all && test_grep "=HYPERLINK(&quot;x&quot;)\|=HYPERLINK(\"x\")" all && test_grep ! "<f>" all
'
test_expect_success '--safe-cells: nor does it become one when it is edited' '
	spunta-export --to=xlsx --safe-cells -o safe.xlsx "$STREAMS/indicatori.findings.jsonl" &&
	for part in $(unzip -Z1 safe.xlsx | grep sheet.*xml$); do part safe.xlsx $part; done >all && test_grep "'\''=HYPERLINK" all && test_grep ! "<f>\|>=HYPERLINK" all
'
test_expect_success 'the summary, the document, its findings, then the rest' '
	part a.xlsx xl/workbook.xml | grep -o "<sheet [^>]*name=\"[^\"]*" | sed "s/.*\"//" | head -n 4 >got &&
	printf "%s\n" Riepilogo Documento Riscontri "Atti citati" >want && test_cmp want got
'
test_expect_success 'texts that a cell cannot hold are cut, and that is said' '
	long=$(printf "%033000d" 0) && sed "s/Avviato\./Avvia\\\\u0001to$long/" "$STREAMS/indicatori.findings.jsonl" >long &&
	spunta-export --to=xlsx -o long.xlsx long 2>err && test_grep "1 texts are longer than a cell" err && test_grep "control characters" err
'
test_expect_success 'cut: exit 2; a full disk: exit 3; nothing appears, no temporary file stays' '
	mkdir folder tmp && cd folder && head -n 9 "$STREAMS/progetti.findings.jsonl" >../cut &&
	test_expect_code 2 env TMPDIR="$SCRATCH/tmp" spunta-export --to=xlsx -o x.xlsx ../cut &&
	test_expect_code 2 env TMPDIR="$SCRATCH/tmp" spunta-export --to=xlsx ../cut >../out && test_must_be_empty ../out &&
	test_expect_code 3 env TMPDIR="$SCRATCH/tmp" sh -c "ulimit -f 8; exec spunta-export --to=xlsx -o x.xlsx \"\$1\" 2>../err" sh "$STREAMS/valore-pubblico.findings.jsonl" &&
	test_grep "cannot write" ../err && test_expect_code 3 env TMPDIR="$SCRATCH/tmp" sh -c "spunta-export --to=xlsx \"\$1\" >/dev/full" sh "$STREAMS/valore-pubblico.findings.jsonl" &&
	test -z "$(ls -A . ../tmp | grep -v :)"
'
if command -v soffice >/dev/null; then
	for name in valore-pubblico progetti indicatori; do
		test_expect_success "$name: LibreOffice reads the cells of the CSV" '
			spunta-export --to=xlsx -o book.xlsx "$STREAMS/$name.findings.jsonl" && spunta-export --to=csv -o "$name" "$STREAMS/$name.findings.jsonl" &&
			convert book.xlsx "$name.sheets" && "$SRC/tests/workbook-agrees.py" "$name" "$name.sheets" "$DERIVED/export/model.json" >got && test_grep "^findings [1-9]" got
		'
	done
else
	test_skip 'LibreOffice reads the cells of the CSV' 'LibreOffice is not installed'
fi
test_done
