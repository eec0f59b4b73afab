#!/bin/sh
test_description='spunta bulk: a manifest names documents, says what they must be and whose; exports are parted by that'
. "$(dirname "$0")/../lib.sh"

command -v parallel >/dev/null || test_skip_all 'GNU parallel is not installed'
sha256 () { sha256sum "$1" | cut -c 1-64; }
column () { # OUT NAME…: columns of the catalogue, parted by |
	out=$1 && shift && python3 -c 'import csv, sys
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")): print("|".join(row[c] for c in sys.argv[2:]))' "$out/catalogue.csv" "$@"
}

mkdir -p archive/2024 && cp "$FIXTURES/zebra.pdf" archive/2024/a.pdf && cp "$FIXTURES/progetti.pdf" archive/b.pdf &&
	cp "$FIXTURES/prosa.pdf" archive/c.pdf && cp "$FIXTURES/societa.pdf" archive/d.pdf && cat >archive/list.csv <<END || exit 1
body,path,name,sha256,year,note
"Comune di Sant'Ànna, frazione",2024/a.pdf,Somme del 2024,$(sha256 archive/2024/a.pdf | tr a-f A-F),2024,"of ""two"" lines
here"
Comune di Roccaspina,b.pdf,,,2023,

Comune di Roccaspina,c.pdf,,$(sha256 archive/b.pdf),2023,wrong
END
test_expect_success 'documents of a manifest, seen from its folder; bytes that are others are left out and said' '
	test_expect_code 2 spunta-bulk -o out --manifest=archive/list.csv >said 2>err && test_line_count = 1 err &&
	test_grep "archive/c.pdf has not the SHA-256 of the manifest (line 6)" err &&
	column out path name stated_body stated_year >got && cat >want <<-\END && test_cmp want got
	archive/2024/a.pdf|Somme del 2024|Comune di Sant'\''Ànna, frazione|2024
	archive/b.pdf||Comune di Roccaspina|2023
	END
'
test_expect_success 'a name is that of the document in its records' '
	cat out/records/*/*.jsonl | jq -r "select(.type == \"document\").name" | sort >got && printf "Somme del 2024\nb.pdf\n" >want && test_cmp want got
'
test_expect_success 'it holds until another says otherwise' '
	spunta-bulk -o out archive/2024 >said 2>err && column out path stated_year >got && test_grep "a.pdf|2024" got &&
	printf "path;year\r\n2024/a.pdf;2019\r\n" >archive/later.csv && spunta-bulk -o out --manifest=archive/later.csv >said 2>err &&
	column out path name stated_year >got && test_grep "a.pdf||2019" got && test_grep "1 document: 1 read (1 before)" said
'
test_expect_success 'rows without a path are about the files of that name; one that is about none is said' '
	printf "\357\273\277name\tbody\tyear\na.pdf\tUnione\t2020\nnone.pdf\tUnione\t2020\n" >names.csv &&
	spunta-bulk -o named --manifest=names.csv archive/2024 archive/b.pdf >said 2>err && test_grep "called \"none.pdf\"" err &&
	column named path stated_body stated_year >got && printf "%s\n" "archive/2024/a.pdf|Unione|2020" "archive/b.pdf||" >want && test_cmp want got
'
test_expect_success 'rows that make no sense are said with their line, and left out' '
	printf "path,sha256,year,name\narchive/b.pdf,12,,\narchive/b.pdf,,MMXX,\narchive/b.pdf,,,a/b\n,,2020,\narchive/d.pdf,,,\nnone.pdf,,,\n" >odd.csv &&
	test_expect_code 2 spunta-bulk -o odd --manifest=odd.csv >said 2>err && test_grep "odd.csv: line 2: \"12\" is no SHA-256" err &&
	test_grep "line 3: the year" err && test_grep "line 4: \"a/b\" cannot be" err && test_grep "line 5: there is neither" err && test_grep "cannot read none.pdf" err &&
	column odd path >got && echo archive/d.pdf >want && test_cmp want got
'
test_expect_success 'no manifest at all: exit 2, and nothing is read' '
	echo "file,ente" >none.csv && printf "path\n\377\n" >latin.csv && : >empty.csv &&
	for m in none.csv latin.csv empty.csv missing.csv archive; do
		test_expect_code 2 spunta-bulk -o no --manifest=$m archive >said 2>err && test_line_count = 1 err && test_must_be_empty said || { echo $m; cat err; return 1; }
	done
'
test_expect_success 'exports parted by body and year: what the manifest says, else what was read' '
	spunta-bulk -o parts archive >said 2>err || test $? -eq 1; test_expect_code 2 spunta-bulk -o parts --manifest=archive/list.csv >said 2>err &&
	spunta-bulk -o parts --to=sqlite --by=body,year && (cd parts/sqlite && find . -type f | sort) >got && cat >want <<-\END && test_cmp want got &&
	./comune-di-roccaspina/2023.sqlite
	./comune-di-roccaspina/2025.sqlite
	./comune-di-roccaspina/unknown.sqlite
	./comune-di-sant-anna-frazione/2024.sqlite
	END
	spunta-bulk -o parts --to=csv --by=year && test -s parts/csv/2023/documents.csv &&
	spunta-bulk -o parts --to=xlsx --by=body --export=fogli && test -s fogli/comune-di-roccaspina.xlsx
'
test_expect_success 'all parts together are the whole' '
	spunta-bulk -o parts --to=csv --export=whole && for t in documents projects; do
		tail -q -n +2 parts/csv/20*/$t.csv parts/csv/unknown/$t.csv 2>/dev/null | sort >got; tail -n +2 whole/$t.csv | sort >want && test -s want && test_cmp want got || return 1
	done
'
test_expect_success 'what cannot be parted: exit 2' '
	for args in "--to=html --by=body" "--to=postgres --by=year" "--to=csv --by=colour" "--to=csv --by=body,body" "--by=body"; do
		test_expect_code 2 spunta-bulk -o parts $args 2>err && test_line_count = 1 err || return 1
	done
'
test_done
