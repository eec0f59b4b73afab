#!/bin/sh
test_description='spunta-tables: what tables there are, and the tables whole, figures exact, on a terminal and in six formats'
. "$(dirname "$0")/../lib.sh"

ZEBRA=$FIXTURES/zebra.pdf
PROJECTS=$FIXTURES/progetti.pdf

query () { # DATABASE SQL
	sqlite3 -batch "$1" "$2"
}
layout_line () { # TYPE REST: a line of a layout by hand
	printf '{"type":"%s",%s}\n' "$1" "$2"
}
# A layout by hand: LINE…, each between its document and its end; counts are told by their types.
layout () {
	layout_line document '"schema":"spunta-layout/1","name":"x.pdf","sha256":"'"$(printf %064d 1)"'","bytes":1,"media_type":"application/pdf","pages":9'
	printf '%s\n' "$@"
	printf '%s\n' "$@" | jq -sc '{type:"end"} + ([["pages","page"],["texts","text"],["tables","table"],["problems","problem"]] as $k
		| . as $l | reduce $k[] as $p ({}; .[$p[0]] = ([$l[] | select(.type == $p[1])] | length)))'
}
# A table by hand: ID PAGE HEADER_ROWS CONTINUES-or-null EXTRA ROWS, rows as JSON lists of texts
table () {
	jq -cn --arg id "$1" --argjson page "$2" --argjson heads "$3" --argjson continues "$4" --argjson extra "$5" --argjson rows "$6" '
		{type: "table", id: $id, page: $page, bbox: [50, 100, 500, (100 + 20 * ($rows | length))], method: "ruled", confidence: 0.9,
		 n_rows: ($rows | length), n_cols: ($rows[0] | length), header_rows: $heads, continues: $continues,
		 cells: [$rows | to_entries[] | .key as $r | .value | to_entries[] |
			{row: $r, col: .key, rowspan: 1, colspan: 1, text: .value,
			 bbox: [50 + 100 * .key, 100 + 20 * $r, 150 + 100 * .key, 120 + 20 * $r]}]} + $extra'
}

test_expect_success 'help, version, wrong arguments' '
	spunta-tables --help >help && test_grep "area" help &&
	spunta-tables --version >version && test_grep "^spunta-tables [0-9]" version &&
	test_expect_code 2 spunta-tables 2>err && test_grep "name one or more documents" err &&
	test_expect_code 2 spunta-tables --to=ods "$ZEBRA" 2>err && test_grep "text, csv, xlsx, html, md, json or sqlite" err &&
	test_expect_code 2 spunta-tables --to=csv "$ZEBRA" 2>err && test_grep "name a folder for them with -o" err &&
	test_expect_code 2 spunta-tables --pages=x "$ZEBRA" 2>err && test_grep "write it as 1-3,7" err &&
	test_expect_code 2 spunta-tables --table=0 "$ZEBRA" 2>err && test_grep "table=0: write it as 1-3,7" err &&
	test_expect_code 2 spunta-tables --area=1:5,5,2,9 "$ZEBRA" 2>err && test_grep "PAGE:LEFT,TOP,RIGHT,BOTTOM" err &&
	test_expect_code 2 spunta-tables --figures=some "$ZEBRA" 2>err && test_grep "both, values or printed" err &&
	test_expect_code 2 spunta-tables -o out "$ZEBRA" 2>err && test_grep "say with --to" err &&
	test_expect_code 2 spunta-tables --to=json "$ZEBRA" "$PROJECTS" 2>err && test_grep "name a folder" err &&
	test_expect_code 2 spunta-tables missing.pdf 2>err && test_grep "cannot open missing.pdf" err && test_line_count = 1 err
'
test_expect_success 'on a terminal: page, size, confidence, caption, columns, within 80 columns' '
	spunta-tables "$ZEBRA" >list && cat >want <<-\END &&
	zebra.pdf: 2 tabelle

	N.  pagina  righe × colonne  affidabilità  didascalia
	 1  p. 1              7 × 6          0.61  Somme assegnate e spese
	    Settore | Primo semestre / assegnate | Primo semestre / spese | Secondo sem…
	 2  p. 1              5 × 5          0.99  Progetti finanziati da altri enti
	    N. | Progetto | Ente finanziatore | Costo | Contributo
	END
	test_cmp want list &&
	spunta-tables --lang=en "$PROJECTS" >list && test_grep "^progetti.pdf: 1 table$" list && test_grep "^  1  p. 1–2 *12 × 7" list
'
test_expect_success 'on a terminal: one table, as wide as the terminal' '
	spunta-tables --table=2 "$ZEBRA" >drawn && test_grep "^Tabella 2, p. 1: Progetti finanziati da altri enti$" drawn &&
	test_grep "86.400,00 " drawn && test "$(LC_ALL=C.UTF-8 wc -L <drawn)" -le 80 &&
	COLUMNS=40 spunta-tables --table=1 "$ZEBRA" >narrow && test "$(LC_ALL=C.UTF-8 wc -L <narrow)" -le 40 &&
	test_expect_code 0 spunta-tables --table=7 "$ZEBRA" >none && test_grep "nessuna tabella" none
'
test_expect_success 'csv: one table to standard output, figures with their digits, what is printed beside' '
	spunta-tables --to=csv --table=2 "$ZEBRA" | tr -d "\r" >actual && cat >want <<-\END &&
	N.,N. (come stampato),Progetto,Ente finanziatore,Costo,Costo (come stampato),Contributo,Contributo (come stampato)
	1,1,Anziani a casa propria,Ambito sociale di Monteserra,12000.00,"12.000,00",9000.00,"9.000,00"
	2,2,Sentiero del Rasca: due passerelle e la segnaletica fino alla frazione Valmora,Regione,86400.00,"86.400,00",60480.00,"60.480,00"
	3,3,Punti di prestito nelle frazioni,Fondazione Monteserra,4200.00,"4.200,00",2100.00,"2.100,00"
	4,4,Strade sicure,Regione,8400.00,"8.400,00",8400.00,"8.400,00"
	,Totale dei progetti finanziati,Totale dei progetti finanziati,Totale dei progetti finanziati,111000.00,"111.000,00",79980.00,"79.980,00"
	END
	test_cmp want actual &&
	spunta-tables --to=csv --table=2 --figures=printed "$ZEBRA" | head -n 2 | tr -d "\r" >actual && cat >want <<-\END && test_cmp want actual &&
	N.,Progetto,Ente finanziatore,Costo,Contributo
	1,Anziani a casa propria,Ambito sociale di Monteserra,"12.000,00","9.000,00"
	END
	spunta-tables --to=csv --table=2 --figures=values --dialect=excel-it "$ZEBRA" | sed -n 2p | tr -d "\r" >actual &&
	echo "1;Anziani a casa propria;Ambito sociale di Monteserra;12000,00;9000,00" >want && test_cmp want actual
'
test_expect_success 'csv: a folder with a file for each table and an index' '
	spunta-tables --to=csv -o out "$ZEBRA" && ls out >files && printf "%s\n" index.csv table-1.csv table-2.csv >want && test_cmp want files &&
	tr -d "\r" <out/index.csv >actual && cat >want <<-\END && test_cmp want actual &&
	Tabella,Pagina,Ultima pagina,Didascalia,Righe,Colonne,Affidabilità,Metodo,Identificativo,File
	1,1,1,Somme assegnate e spese,7,6,0.61,aligned,p1t1,table-1.csv
	2,1,1,Progetti finanziati da altri enti,5,5,0.99,aligned,p1t2,table-2.csv
	END
	test_expect_code 2 spunta-tables --to=csv -o two.csv "$ZEBRA" 2>err && test_grep "a file of csv holds one" err && test ! -e two.csv
'
test_expect_success 'over pages: the head once, a row that the page cut is one row' '
	spunta-tables --to=json "$PROJECTS" >json && jq -r ".tables | length, (.[0] | .page, .last_page, (.rows | length))" json >actual &&
	printf "%s\n" 1 1 2 12 >want && test_cmp want actual &&
	jq -r ".tables[0].rows[] | [.[\"N.\"], .[\"risorse proprie\"]] | @tsv" json >actual &&
	printf "%s\t%s\n" 1 24000 2 12500 3 6000 4 3500 5 2750.5 6 4000 7 1249.5 8 "" 9 "" 10 "" 11 "" 12 "" >want && test_cmp want actual &&
	jq -r ".tables[0].rows[9][\"RISULTATO ATTESO\"]" json >actual && echo "Duecento servizi serali e incidenti con feriti in calo nelle vie controllate." >want && test_cmp want actual
'
test_expect_success 'json keeps the digits that are printed' '
	spunta-tables --to=json "$ZEBRA" >json && grep -o "\"Costo\":[0-9.]*" json >actual &&
	printf "\"Costo\":%s\n" 12000.00 86400.00 4200.00 8400.00 111000.00 >want && test_cmp want actual
'
test_expect_success 'export takes the layout stream for the same' '
	spunta-extract "$ZEBRA" >layout && for to in json md html text; do
		spunta-tables --to=$to "$ZEBRA" >a && spunta-export --to=$to layout >b && test_cmp a b && spunta-export --to=$to <layout >b && test_cmp a b || return 1
	done &&
	spunta-tables --to=csv -o folder "$ZEBRA" && spunta-export --to=csv -o other layout && diff -r folder other &&
	test_expect_code 2 spunta-export --to=xml layout 2>err && test_grep "text, csv, xlsx" err
'
test_expect_success 'a stream that is cut leaves nothing behind' '
	spunta-extract "$ZEBRA" | head -n 6 >cut && for to in csv xlsx html md json sqlite; do
		test_expect_code 2 spunta-export --to=$to -o left cut 2>err && test_grep "without its end record" err && test ! -e left || return 1
	done
'
test_expect_success 'same input, same bytes, whatever the number of jobs' '
	for to in xlsx sqlite; do
		spunta-tables --to=$to -o a "$PROJECTS" && spunta-tables --jobs=2 --to=$to -o b "$PROJECTS" && cmp a b || return 1
	done
'

# --- by hand: what is a figure, what is none --------------------------------------------------------------------

table p1t1 1 1 null '{}' '[["Codice","Prot.","Capitolo","Data","Importo","Quota","Nota"],
	["01.02","00123","8123456E12","10/12","1.997.574,61","40%","≥ 80"],
	["01.03","00124","1E5","3-4","-1.250,5","7,25%","circa 5"],
	["12.01","00700","12","gen-24","n.d.","","=1+1"]]' >figures.table
layout "$(layout_line page '"page":1,"width":600,"height":800,"rotation":0,"chars":1,"text_layer":true,"ocr":false')" "$(cat figures.table)" >figures

test_expect_success 'figures: exact; codes, dates, marked figures stay as they are printed' '
	spunta-export --to=csv --table=1 figures | tr -d "\r" >actual && cat >want <<-\END && test_cmp want actual
	Codice,Prot.,Capitolo,Data,Importo,Importo (come stampato),Quota,Quota (come stampato),Nota
	01.02,00123,8123456E12,10/12,1997574.61,"1.997.574,61",40,40%,≥ 80
	01.03,00124,1E5,3-4,-1250.5,"-1.250,5",7.25,"7,25%",circa 5
	12.01,00700,12,gen-24,,n.d.,,,=1+1
	END
'
test_expect_success 'Excel in Italian: texts that it would change stay what they are' '
	spunta-export --to=csv --dialect=excel-it --table=1 -o excel.csv figures && sed "1s/^...//" excel.csv | tr -d "\r" >actual && cat >want <<-\END && test_cmp want actual
	Codice;Prot.;Capitolo;Data;Importo;Importo (come stampato);Quota;Quota (come stampato);Nota
	"=""01.02""";"=""00123""";"=""8123456E12""";"=""10/12""";1997574,61;"=""1.997.574,61""";40;"=""40%""";≥ 80
	"=""01.03""";"=""00124""";"=""1E5""";"=""3-4""";-1250,5;"=""-1.250,5""";7,25;"=""7,25%""";circa 5
	"=""12.01""";"=""00700""";12;"=""gen-24""";;n.d.;;;'\''=1+1
	END
'
if command -v soffice >/dev/null; then
	test_expect_success 'and LibreOffice, too, shows them as they are printed' '
		LC_ALL=C.UTF-8 soffice --headless "-env:UserInstallation=file://$SCRATCH/profile" --infilter="CSV:59,34,76,1,,1040" --convert-to xlsx excel.csv >/dev/null 2>&1 &&
		LC_ALL=C.UTF-8 soffice --headless "-env:UserInstallation=file://$SCRATCH/profile" \
			--convert-to "csv:Text - txt - csv (StarCalc):44,34,76,1" --outdir back excel.xlsx >/dev/null 2>&1 &&
		test_grep "^\"01.02\",\"00123\",\"8123456E12\",\"10/12\",1997574.61,\"1.997.574,61\",40,\"40%\",\"≥ 80\"" back/excel.csv && test_grep "gen-24" back/excel.csv
	'
fi
test_expect_success 'the workbook: numbers are numbers, texts are texts, nothing is a formula or a date' '
	spunta-export --to=xlsx -o book.xlsx figures && unzip -p book.xlsx xl/worksheets/sheet2.xml >sheet && unzip -p book.xlsx xl/styles.xml >styles &&
	test_grep "<v>1997574.61</v>" sheet && test_grep "<v>-1250.5</v>" sheet && test_grep "<v>7.25</v>" sheet && test_grep "<t>00123</t>" sheet &&
	test_grep "<t>8123456E12</t>" sheet && test_grep "<t>10/12</t>" sheet && test_grep "<t>=1+1</t>" sheet && test_grep ! "<f>" sheet &&
	test_grep "formatCode=\"#,##0.00\"" styles && test_grep "0.00&quot;%&quot;" styles && test_grep "outlineLevel=\"1\"" sheet
'
test_expect_success 'sqlite: types, exact digits beside, an index' '
	spunta-export --to=sqlite -o db figures && query db "SELECT sum(\"Importo\"), typeof(\"Prot.\"), \"Prot.\", \"Data\", \"Importo (come stampato)\" FROM table_1" >actual &&
	echo "1996324.11|text|00123|10/12|1.997.574,61" >want && test_cmp want actual &&
	query db "SELECT number, page, n_rows, n_cols, confidence, name FROM tables" >actual && echo "1|1|3|7|0.9|table_1" >want && test_cmp want actual
'

# --- by hand: pages, areas, merged cells -------------------------------------------------------------------------

page () { # PAGE
	layout_line page "\"page\":$1,\"width\":600,\"height\":800,\"rotation\":0,\"chars\":1,\"text_layer\":true,\"ocr\":false"
}
layout "$(page 1)" "$(table p1t1 1 1 null '{}' '[["Voce","Somma"],["a","1,00"],["b","2,0"]]')" \
	"$(page 2)" "$(table p2t1 2 0 '"p1t1"' '{"continues_row":true,"repeated_header_rows":1}' '[["e c","0"],["d","3,00"]]')" \
	"$(page 3)" "$(table p3t1 3 0 '"p2t1"' '{}' '[["e","4,00"]]')" "$(table p3t2 3 1 null '{}' '[["Voce","Somma"],["f","5,00"]]')" >three

test_expect_success 'pages: rows of others are left out, the head stays; the cut row belongs to both' '
	spunta-export --to=csv --table=1 --figures=values three | tr -d "\r" >actual && printf "%s\n" Voce,Somma a,1.00 "b e c,\"2,0 0\"" d,3.00 e,4.00 >want && test_cmp want actual &&
	spunta-export --to=csv --table=1 --figures=printed --pages=2 three | tr -d "\r" >actual && printf "%s\n" Voce,Somma "b e c,\"2,0 0\"" "d,\"3,00\"" >want && test_cmp want actual &&
	spunta-export --to=json --pages=3 three | jq -c "[.tables[] | [.number, .page, .last_page, .n_rows]]" >actual && echo "[[1,3,3,1],[2,3,3,1]]" >want && test_cmp want actual
'
test_expect_success 'areas: rows and columns whose cells lie in them' '
	spunta-export --to=csv --figures=printed --table=1 --area=1:150,100,250,140 three | tr -d "\r" >actual && printf "%s\n" Somma "\"1,00\"" >want && test_cmp want actual &&
	spunta-export --to=json --area=3:50,100,250,115 three | jq -c "[.tables[].rows]" >actual && echo "[[{\"Voce\":\"e\",\"Somma\":4.00,\"Somma (come stampato)\":\"4,00\"}]]" | jq -c . >want && test_cmp want actual
'

merged='{"cells":[{"row":0,"col":0,"rowspan":2,"colspan":1,"text":"Voce"},{"row":0,"col":1,"rowspan":1,"colspan":2,"text":"Anno 2025"},
	{"row":1,"col":1,"rowspan":1,"colspan":1,"text":"cassa"},{"row":1,"col":2,"rowspan":1,"colspan":1,"text":"competenza"},
	{"row":2,"col":0,"rowspan":2,"colspan":1,"text":"Strade"},{"row":2,"col":1,"rowspan":1,"colspan":2,"text":"1.000,00"},
	{"row":3,"col":1,"rowspan":1,"colspan":1,"text":"7"},{"row":3,"col":2,"rowspan":1,"colspan":1,"text":"8"}]}'
layout "$(page 1)" "$(table p1t1 1 2 null "$merged" '[["","",""],["","",""],["","",""],["","",""]]')" >spans

test_expect_success 'merged cells: texts are told at each place, figures once, heads are joined' '
	spunta-export --to=csv --table=1 --figures=values spans | tr -d "\r" >actual && cat >want <<-\END && test_cmp want actual
	Voce,Anno 2025 / cassa,Anno 2025 / competenza
	Strade,1000.00,
	Strade,7,8
	END
'
test_expect_success 'merged cells: --spans keeps them' '
	spunta-export --to=html --spans spans >page && test_grep "colspan=\"2\">Anno 2025<" page && test_grep "rowspan=\"2\" colspan=\"1\">Strade<" page &&
	spunta-export --to=xlsx --spans -o book.xlsx spans && unzip -p book.xlsx xl/worksheets/sheet2.xml >sheet &&
	for range in A1:A2 B1:C1 A3:A4 B3:C3; do test_grep "mergeCell ref=\"$range\"" sheet || return 1; done &&
	spunta-export --to=json --spans spans | jq -c ".tables[0].cells[] | select(.text == \"1.000,00\") | [.row, .col, .colspan, .value]" >actual &&
	echo "[2,1,2,1000.00]" | jq -c . >want && test_cmp want actual
'
test_expect_success 'names of columns are keys: empty and doubled ones are numbered' '
	layout "$(page 1)" "$(table p1t1 1 1 null "{}" "[[\"Anno\",\"\",\"anno\",\"Anno\"],[\"x\",\"y\",\"z\",\"w\"]]")" >names &&
	spunta-export --to=csv --table=1 names | head -n 1 | tr -d "\r" >actual && echo "Anno,Colonna 2,anno (2),Anno (3)" >want && test_cmp want actual &&
	spunta-export --to=sqlite -o names.db names
'
test_expect_success 'what could not be read is said' '
	test_expect_code 1 spunta-tables "$FIXTURES/scansione.pdf" >list 2>/dev/null && test_grep "nessuna tabella" list &&
	test_grep "^Non lette, o non del tutto: p. 1 (" list &&
	test_expect_code 1 spunta-tables --to=json "$FIXTURES/scansione.pdf" 2>/dev/null | jq -c .unread >actual && echo "[{\"page\":1,\"code\":\"no-text-layer\"}]" >want && test_cmp want actual
'
test_expect_success 'more places than a table may have are refused' '
	layout "$(page 1)" "$(table p1t1 1 0 null "{\"n_rows\":100000000,\"n_cols\":1000}" "[[\"x\"]]")" >vast &&
	test_expect_code 3 spunta-export --to=json vast 2>err >/dev/null && test_grep "places for cells" err
'
test_expect_success 'several documents: a folder, one of each' '
	spunta-tables --to=json -o many "$ZEBRA" "$PROJECTS" && ls many >files && printf "%s\n" progetti.json zebra.json >want && test_cmp want files &&
	spunta-tables "$ZEBRA" "$PROJECTS" >both && test_grep "^zebra.pdf" both && test_grep "^progetti.pdf" both
'
if command -v soffice >/dev/null; then
	test_expect_success 'LibreOffice opens the workbook and finds the figures' '
		spunta-tables --to=xlsx -o zebra.xlsx "$ZEBRA" && LC_ALL=C.UTF-8 soffice --headless "-env:UserInstallation=file://$SCRATCH/profile" \
			--convert-to "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,3" zebra.xlsx >/dev/null 2>&1 &&
		cat zebra-*.csv >sheet && test_grep "^1,1,Anziani a casa propria,Ambito sociale di Monteserra,12000,\"12.000,00\",9000,\"9.000,00\"" sheet && test_grep "Totale dei progetti finanziati,111000," sheet
	'
fi
test_done
