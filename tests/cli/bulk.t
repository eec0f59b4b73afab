#!/bin/sh
test_description='spunta bulk: an archive into a folder, each document once, whatever befalls it'
. "$(dirname "$0")/../lib.sh"

bulk () {
	spunta-bulk --jobs=2 "$@"
}
sums () { # FOLDER: what is in it, by content
	(cd "$1" && find . -type f ! -path "./.bulk/*" -exec sha256sum {} + | sort -k 2)
}
catalogue () { # OUT: without the times, which differ
	sed "s/,[0-9.]*,\([a-z-]*,[a-z-]*\)\r\$/,\1/" "$1/catalogue.csv"
}
same_results () { # OUT OUT
	diff -r "$1/records" "$2/records" && diff -r "$1/failures" "$2/failures" && catalogue "$1" >one.csv && catalogue "$2" >two.csv && test_cmp one.csv two.csv
}
chain () { # FILE
	spunta-extract "$1" | spunta-normalize | spunta-recompute
}
sha256 () {
	sha256sum "$1" | cut -c 1-64
}
records () { # OUT SHA256
	echo "$1/records/$(echo "$2" | cut -c 1-2)/$2.jsonl"
}
results () { # OUT records|failures: their names
	find "$1/$2" -type f | sed "s|.*/||" | sort
}
programs_in () { # FOLDER: copies of the programs, to put others in their place
	mkdir "$1" && cp "$BIN"/spunta* "$1"
}

mkdir -p archive/2024/-x && cp "$FIXTURES"/zebra.pdf "$FIXTURES"/progetti-errori.pdf "$FIXTURES"/firmato.pdf.p7m archive &&
	cp "$FIXTURES"/progetti.pdf archive/2024/GRANDE.PDF && cp "$FIXTURES"/zebra.pdf archive/2024/"due volte.pdf" &&
	cp "$FIXTURES"/prosa.pdf "archive/2024/-x/-o \"a\" 'b'
c.pdf" && cp "$FIXTURES"/societa.pdf "$(printf "archive/2024/b\377d.pdf")" && echo "no document" >archive/notes.doc &&
	printf 'Comune di Roccaspina\n\nProgramma\tPeso\n01.01\t10%%\n' >archive/conversione.txt || exit 1

test_expect_success 'help, version' 'spunta-bulk --help >help && test_grep "GNU parallel" help && spunta bulk --version >v && test_grep "^spunta-bulk [0-9]" v'
test_expect_success 'wrong arguments: exit 2 and what to do' '
	test_expect_code 2 spunta-bulk archive 2>err && test_grep "with -o" err &&
	test_expect_code 2 spunta-bulk -o none 2>err && test_grep "name folders or files" err && test ! -e none &&
	test_expect_code 2 bulk -o none --timeout=0 archive 2>err && test_grep "at least a second" err &&
	test_expect_code 2 bulk -o none --retries=0 archive 2>err && test_expect_code 2 spunta-bulk --jobs=-1 -o none archive 2>err &&
	test_expect_code 2 bulk -o none -0 archive 2>err && test_grep "from-file" err &&
	test_expect_code 2 bulk -o none --export=x archive 2>err && test_grep "which format" err &&
	test_expect_code 2 bulk -o none --job=2 archive 2>err && test_grep "did you mean --jobs" err && test ! -e none
'
test_expect_success 'folders are walked: every document once, under all of its names' '
	test_expect_code 1 bulk -o out --texts archive >said 2>err && test_must_be_empty err &&
	head -n 1 said >first && echo "7 documents: 7 read, 0 failed; 3 with figures to look at" >want && test_cmp want first &&
	results out records >records && test_line_count = 7 records && results out failures >failures && test_must_be_empty failures &&
	test_line_count = 9 out/catalogue.csv &&
	grep -c "$(sha256 archive/zebra.pdf)" out/catalogue.csv >n && echo 2 >want && test_cmp want n
'
test_expect_success 'the records are those of the filters' '
	for f in archive/zebra.pdf archive/progetti-errori.pdf archive/firmato.pdf.p7m archive/2024/GRANDE.PDF archive/conversione.txt; do
		chain "$f" | sed "1s/\"name\":\"[^\"]*\"//" >want && sed "1s/\"name\":\"[^\"]*\"//" "$(records out "$(sha256 "$f")")" >got && test_cmp want got || return 1
	done && spunta-validate "$(records out "$(sha256 archive/zebra.pdf)")" >lines && test_ended lines
'
test_expect_success 'the catalogue: what each document is and what was found in it' '
	head -n 1 out/catalogue.csv | tr -d "\r" >header &&
	echo "path,sha256,name,stated_body,stated_year,body,kind,period,pages,tables,records,match,truncated,mismatch,missing,contradiction,not-computable,pages_unread,figures_checked,figures_agreeing,figures_accused,outcome,seconds,failed,reason" >want && test_cmp want header &&
	catalogue out >lines && grep "^archive/progetti-errori.pdf" lines >got &&
	echo "archive/progetti-errori.pdf,$(sha256 archive/progetti-errori.pdf),,,,Comune di Roccaspina,performance-plan,2025,1,1,11,5,0,3,0,2,0,0,13,10,3,checked,," >want && test_cmp want got &&
	grep "GRANDE" lines >got && echo "archive/2024/GRANDE.PDF,$(sha256 archive/2024/GRANDE.PDF),,,,Comune di Roccaspina,performance-plan,2025,2,2,15,13,0,0,0,0,0,0,19,19,0,checked,," >want && test_cmp want got
'
test_expect_success 'what was read need not have been understood or checked: scans, prose' '
	mkdir mixed && cp "$FIXTURES/scansione.pdf" "$FIXTURES/prosa.pdf" "$FIXTURES/valore-pubblico.pdf" mixed && test_expect_code 1 bulk -o far mixed >said 2>err &&
	grep "scansione.*,unread,.*,,[a-z-]*.\$" far/catalogue.csv >line && test_line_count = 1 line && sed -n 1,2p said >got && cat >want <<-\END && test_cmp want got &&
	3 documents: 3 read, 0 failed; 1 with figures to look at
	of those read: 1 with figures that were checked, 1 without any that could be, 1 without a page that could be read (scans: --ocr)
	END
	catalogue far | sed "1d; s/,\([^,]*\),,[^,]*$/ \1/; s/^mixed.\([a-z-]*\).* /\1 /" >got && printf "%s\n" "prosa unchecked" "scansione unread" "valore-pubblico checked" >want && test_cmp want got
'
test_expect_success 'text conversions of folders are taken where that is asked for' '
	mkdir conversions && cp archive/conversione.txt archive/zebra.pdf conversions && spunta-bulk -o plain conversions >said && test_grep "^1 document: 1 read" said &&
	spunta-bulk -o plain conversions/conversione.txt >said && test_grep "^1 document: 1 read" said && spunta-bulk -o plain --texts conversions >said && test_grep "^2 documents: 2 read (2 before)" said
'
test_expect_success 'names: quotes, line ends, dashes, no UTF-8' '
	grep -F "\"archive/2024/-x/-o \"\"a\"\" '\''b'\''\\x0ac.pdf\"," out/catalogue.csv >line && test_line_count = 1 line &&
	grep -F "archive/2024/b\\xffd.pdf," out/catalogue.csv >line && test_line_count = 1 line &&
	iconv -f UTF-8 -t UTF-8 out/catalogue.csv >utf8 && test_cmp out/catalogue.csv utf8
'
test_expect_success 'a rerun does nothing, and says so' '
	sums out >before && touch mark && sleep 0.01 && test_expect_code 1 bulk -o out --texts archive >said2 && sums out >after && test_cmp before after &&
	test_grep "^7 documents: 7 read (7 before), 0 failed" said2 && find out/records -type f -newer mark >again && test_must_be_empty again
'
test_expect_success 'a rerun does what is missing: a new file, a record that was removed' '
	cp archive/zebra.pdf new.pdf && echo "% more" >>new.pdf && rm "$(records out "$(sha256 archive/zebra.pdf)")" && touch mark && sleep 0.01 &&
	test_expect_code 1 bulk -o out --texts archive new.pdf >said && test_grep "^8 documents: 8 read (6 before)" said &&
	find out/records -type f -newer mark >made && test_line_count = 2 made && test_line_count = 10 out/catalogue.csv
'
test_expect_success 'a file with new bytes: its older results go, unless another file has them' '
	old=$(sha256 new.pdf) && echo "% still more" >>new.pdf && spunta-bulk -o out new.pdf >said && test ! -e "$(records out "$old")" &&
	test -f "$(records out "$(sha256 new.pdf)")" && test_grep ! "$old" out/catalogue.csv && test_line_count = 10 out/catalogue.csv &&
	cp archive/zebra.pdf new.pdf && spunta-bulk -o out new.pdf >said && echo "% again" >>new.pdf && spunta-bulk -o out new.pdf >said &&
	test -f "$(records out "$(sha256 archive/zebra.pdf)")" && test_line_count = 10 out/catalogue.csv
'
test_expect_success 'lists of names: lines, NULs, standard input' '
	printf "%s\n" archive/zebra.pdf archive/2024/GRANDE.PDF >list && spunta-bulk -o lists --from-file=list >said && test_grep "^2 documents: 2 read" said &&
	find archive -name "*.pdf" -print0 >nuls && test_expect_code 1 bulk -o nul -0 --from-file=- <nuls >said && test_grep "^4 documents: 4 read" said &&
	echo archive/missing.pdf >>list && test_expect_code 2 spunta-bulk -o lists --from-file=list >said 2>err && test_grep "cannot read archive/missing.pdf" err && test_grep "^2 documents: 2 read" said &&
	mkdir empty && test_expect_code 2 spunta-bulk -o lists empty 2>err && test_grep "no documents" err
'
test_expect_success 'the results may stand within the archive; links to files are followed, to folders not' '
	mkdir inside && cp archive/zebra.pdf inside && ln -s ../archive/progetti-errori.pdf inside/link.pdf && ln -s ../archive inside/loop && ln -s nowhere inside/broken.pdf &&
	test_expect_code 1 bulk -o inside/results inside >said 2>err && test_grep "warning: inside/broken.pdf is a link that leads nowhere" err && test_grep "^2 documents: 2 read" said &&
	rm inside/broken.pdf && test_expect_code 1 bulk -o inside/results inside >said && test_grep "^2 documents: 2 read (2 before)" said
'

test_expect_success 'a ledger that is torn or damaged: what it does not say is done again' '
	spunta-bulk -o damaged archive/zebra.pdf archive/2024/GRANDE.PDF "$FIXTURES/prosa.pdf" >said &&
	printf "{\"sha256\":\"0b1" >>damaged/.bulk/ledger.jsonl && spunta-bulk -o damaged archive/zebra.pdf archive/2024/GRANDE.PDF >said 2>err && test_must_be_empty err && test_grep "(2 before)" said &&
	sed -i "s/^{\"sha256\"/{x/;" damaged/.bulk/ledger.jsonl && spunta-bulk -o damaged archive/zebra.pdf archive/2024/GRANDE.PDF >said 2>err && test_must_be_empty err && test_grep "^2 documents: 2 read, 0" said &&
	spunta-bulk -o damaged archive/zebra.pdf archive/2024/GRANDE.PDF >said && test_grep "(2 before)" said
'
test_expect_success 'on a terminal: a bar with the time left, taken away at the end' '
	programs_in paced && mv paced/spunta-extract paced/real && printf "#!/bin/sh\nsleep 0.5\nexec \"\${0%%/*}/real\" \"\$@\"\n" >paced/spunta-extract && chmod +x paced/spunta-extract &&
	TERM=xterm script -qec "paced/spunta-bulk -o paced.out --jobs=1 archive/zebra.pdf archive/2024/GRANDE.PDF $FIXTURES/prosa.pdf" typescript >/dev/null && tr "\r" "\n" <typescript >lines &&
	test_grep "] 2 of 3 documents, [0-9]* s left" lines && test_grep "3 documents: 3 read" lines
'

test_expect_success 'GNU parallel is killed: exit 3, what was done is kept, the rest is told' '
	{ paced/spunta-bulk -o orphan --jobs=1 --texts archive >said 2>err & } && pid=$! && sleep 2 && kill -KILL "$(ps -o pid= --ppid $pid | tr -d " ")" && { wait $pid; test $? -eq 3; } &&
	test_grep "GNU parallel was stopped by signal 9; run again" err && test_grep "[1-9] not tried" said && results orphan failures >left && test_must_be_empty left &&
	test_expect_code 1 paced/spunta-bulk -o orphan --jobs=4 --texts archive >said && test_grep "^7 documents: 7 read" said
'
test_expect_success 'a folder of any name for the results' '
	name=$(printf "o\047u\nt \"x\" \044y") && spunta-bulk -o "$name" archive/zebra.pdf >said && test -s "$name/catalogue.csv" && test_grep "^1 document: 1 read" said && test_grep "^o.u.x0at" said &&
	spunta-bulk --output=-dash -- archive/zebra.pdf >said && test -s ./-dash/catalogue.csv
'

# --- what fails ------------------------------------------------------------------------------------------

mkdir bad && cp "$FIXTURES/zebra.pdf" "$FIXTURES/protetto.pdf" bad && head -c 9000 "$FIXTURES/progetti.pdf" >bad/damaged.pdf && : >bad/empty.pdf || exit 1
failure () { # OUT FILE JQ…
	sum=$(sha256 "$2") && file="$1/failures/$(echo "$sum" | cut -c 1-2)/$sum.json" && shift 2 && jq -r "$1" "$file"
}
test_expect_success 'damaged, encrypted, empty: a failure each, the others are read' '
	test_expect_code 1 bulk -o failing bad >said 2>err && test_must_be_empty err && head -n 1 said >first &&
	echo "4 documents: 1 read, 3 failed; 0 with figures to look at" >want && test_cmp want first &&
	test_grep "^  bad/protetto.pdf: spunta-extract: ./protetto.pdf: encrypted; give its password" said && test_grep "^needs-password: encrypted: .* (1)" said && test_grep "^  bad/damaged.pdf: spunta-extract: " said &&
	failure failing bad/protetto.pdf "[.stage, .exit, .signal, .timeout, .paths[0]] | @csv" >got && echo "\"spunta-extract\",2,0,false,\"bad/protetto.pdf\"" >want && test_cmp want got &&
	failure failing bad/protetto.pdf .stderr >got && test_grep "encrypted; give its password" got &&
	grep "^bad/protetto.pdf.*,spunta-extract,needs-password.\$" failing/catalogue.csv >line && test_line_count = 1 line && results failing records >n && test_line_count = 1 n
'
test_expect_success 'failures stand by reason, with the command that may help; what is no PDF has none' '
	failure failing bad/protetto.pdf .code >got && echo needs-password >want && test_cmp want got &&
	test_grep "^bad-document: .* (2)" said && ls failing/again >names && echo needs-password >want && test_cmp want names &&
	tr "\\0" "\\n" <failing/again/needs-password >got && echo bad/protetto.pdf >want && test_cmp want got &&
	grep "^  spunta bulk" said >got && echo "  spunta bulk --output=failing -0 --from-file=failing/again/needs-password --password-file=FILE" >want && test_cmp want got
'
test_expect_success '--password-file: each password is tried on what is encrypted, and none is left behind' '
	printf "wrong\nsegreta\n" >passwords && test_expect_code 1 bulk -o opened --password-file=passwords bad/protetto.pdf bad/zebra.pdf >said && test_grep "^2 documents: 2 read, 0 failed" said &&
	! grep -r segreta opened && printf "wrong\n" >passwords && test_expect_code 1 bulk -o shut --password-file=passwords bad/protetto.pdf >said && test_grep "this password does not open it" said &&
	printf "segreta\nx" >passwords && spunta-extract --password=segreta bad/protetto.pdf >want && spunta-extract --password-file=passwords bad/protetto.pdf >got && test_cmp want got
'
test_expect_success 'a rerun tries failures again; --resume does not' '
	touch mark && sleep 0.01 && test_expect_code 1 bulk -o failing bad >said && find failing/failures -newer mark -name "*.json" >again && test_line_count = 3 again &&
	touch mark && sleep 0.01 && test_expect_code 1 bulk -o failing --resume bad >said && find failing/failures -newer mark -name "*.json" >again && test_must_be_empty again &&
	test_grep "^4 documents: 1 read (1 before), 3 failed" said
'
test_expect_success 'what was mended is no failure any more' '
	cp archive/progetti-errori.pdf bad/damaged.pdf && rm bad/protetto.pdf bad/empty.pdf && test_expect_code 1 bulk -o failing bad >said && test_grep "^2 documents: 2 read (1 before), 0 failed" said &&
	results failing failures >left && test_line_count = 2 left
'
test_expect_success 'a crash, a hang, too little memory: a failure each, the others are read' '
	programs_in odd && mv odd/spunta-normalize odd/real && cat >odd/spunta-normalize <<-\END && chmod +x odd/spunta-normalize &&
	#!/bin/sh
	cat >"$SCRATCH/layout.$$"
	case $(head -n 1 "$SCRATCH/layout.$$") in
	*crash.pdf*) kill -SEGV $$ ;;
	*hang.pdf*) echo "still here" >&2; sleep 1000 & sleep 1000 ;;
	*big.pdf*) echo "out of memory" >&2; exit 3 ;;
	esac
	"${0%/*}/real" "$SCRATCH/layout.$$"
	END
	mkdir hostile && for n in crash hang big fine; do { cat "$FIXTURES/zebra.pdf" && echo "% $n"; } >hostile/$n.pdf || return 1; done &&
	test_expect_code 1 odd/spunta-bulk -o hostile.out --timeout=3 --jobs=2 hostile >said && test_grep "^4 documents: 1 read, 3 failed" said &&
	test_grep "^  spunta bulk --output=hostile.out -0 --from-file=hostile.out/again/timeout --timeout=9" said && ls hostile.out/again >names && printf "%s\\n" crashed not-done timeout >want && test_cmp want names &&
	test_grep "hostile/crash.pdf: spunta-normalize: stopped by signal 11" said && test_grep "hostile/hang.pdf: spunta-normalize: took too long" said && test_grep "hostile/big.pdf: out of memory" said &&
	failure hostile.out hostile/crash.pdf "[.stage, .exit, .signal, .timeout] | @csv" >got && echo "\"spunta-normalize\",-1,11,false" >want && test_cmp want got &&
	failure hostile.out hostile/hang.pdf "[.stage, .timeout, .stderr] | @csv" >got && echo "\"spunta-normalize\",true,\"still here" >want && head -n 1 got >line && test_cmp want line &&
	failure hostile.out hostile/big.pdf "[.stage, .exit] | @csv" >got && echo "\"spunta-normalize\",3" >want && test_cmp want got &&
	! ps -e -o args= | grep "^sleep 1000"
'
test_expect_success '--retries: what may pass is tried again, what cannot is not' '
	programs_in flaky && mv flaky/spunta-extract flaky/real && cat >flaky/spunta-extract <<-\END && chmod +x flaky/spunta-extract &&
	#!/bin/sh
	echo x >>"$SCRATCH/tries.${1##*/}"
	case $1 in
	*flaky.pdf) test "$(wc -l <"$SCRATCH/tries.flaky.pdf")" -ge 3 || kill -KILL $$ ;;
	esac
	"${0%/*}/real" "$@"
	END
	mkdir passing && cp "$FIXTURES/zebra.pdf" passing/flaky.pdf && cp "$FIXTURES/protetto.pdf" passing && cp "$FIXTURES/prosa.pdf" passing &&
	test_expect_code 1 flaky/spunta-bulk -o passing.out --retries=3 --jobs=1 --joblog=log passing >said && test_grep "^3 documents: 2 read, 1 failed" said &&
	test_line_count = 3 tries.flaky.pdf && test_line_count = 1 tries.protetto.pdf && test_line_count = 1 tries.prosa.pdf && test_grep "spunta-bulk --work=" log
'
test_expect_success '--ocr afterwards rereads what has pages that were not read, nothing else' '
	mkdir scans && cp "$FIXTURES/zebra.pdf" "$FIXTURES/scansione.pdf" scans && spunta-bulk -o scanned scans >said && test_grep "(scans: --ocr)" said &&
	touch mark && sleep 0.01 && { bulk -o scanned --ocr scans >said; test $? -le 1; } && test_grep "^2 documents: 2 read (1 before)" said &&
	find scanned/records -newer mark -name "*.jsonl" >made && echo "$(records scanned "$(sha256 scans/scansione.pdf)")" >want && test_cmp want made &&
	{ bulk -o scanned --ocr scans >said; test $? -le 1; } && test_grep "^2 documents: 2 read (2 before)" said
'
test_expect_success 'other programs, profiles, rules or options: all is done again' '
	programs_in upgrade && printf "#!/bin/sh\nexec %s/spunta-recompute \"\$@\"\n" "$BIN" >upgrade/spunta-recompute && spunta-bulk -o keyed archive/zebra.pdf >said && test_grep "1 read, 0" said &&
	upgrade/spunta-bulk -o keyed archive/zebra.pdf >said && test_grep "1 read, 0" said && upgrade/spunta-bulk -o keyed archive/zebra.pdf >said && test_grep "(1 before)" said &&
	printf "# mine\n" >own.rules && spunta-bulk -o keyed --rules=own.rules archive/zebra.pdf >said && test_grep "1 read, 0" said &&
	printf "# mine again\n" >own.rules && spunta-bulk -o keyed --rules=own.rules archive/zebra.pdf >said && test_grep "1 read, 0" said &&
	spunta-bulk -o keyed --rules=own.rules archive/zebra.pdf >said && test_grep "(1 before)" said
'
test_expect_success 'rules of the user are used, and one that is wrong fails every document' '
	echo "rule" >bad.rules && test_expect_code 1 spunta-bulk -o ruled --rules=bad.rules archive/zebra.pdf >said && test_grep "spunta-recompute: " said
'
test_expect_success 'one run at a time in a folder' '
	mkfifo hold.pdf && mkdir locked && : >locked/x && mkdir -p locked/.bulk && (exec 8>locked/.bulk/lock && flock 8 && exec sleep 8) & sleeper=$! && sleep 0.3 &&
	test_expect_code 3 spunta-bulk -o locked archive/zebra.pdf 2>err; test_grep "another run is at work in locked" err; kill $sleeper; wait $sleeper || :
'
test_expect_success 'GNU parallel is not there: exit 3, nothing is called a failure' '
	mkdir bare && for p in sh env; do ln -s "$(command -v $p)" bare/$p || return 1; done &&
	test_expect_code 3 env PATH="$PWD/bare" "$BIN/spunta-bulk" -o no-parallel archive/zebra.pdf >said 2>err && test_grep "GNU parallel is not installed" err &&
	test_grep "1 not tried" said && results no-parallel failures >left && test_must_be_empty left
'

# --- exports -------------------------------------------------------------------------------------------------

test_expect_success '--to: all records as one database, package, workbook' '
	spunta-bulk -o whole archive/zebra.pdf "archive/2024/GRANDE.PDF" --to=sqlite >said && sqlite3 whole/archive.sqlite "SELECT count(*) FROM documents; SELECT count(*) FROM projects" >got && printf "2\n12\n" >want && test_cmp want got &&
	cp whole/archive.sqlite first && spunta-bulk -o whole --to=sqlite >said && cmp first whole/archive.sqlite && test_must_be_empty said &&
	spunta-bulk -o whole --to=datapackage && jq -r ".sources | length" whole/datapackage/datapackage.json >n && echo 2 >want && test_cmp want n &&
	spunta-bulk -o whole --to=csv --export=folder --lang=en && test -s folder/projects.csv &&
	spunta-bulk -o whole --to=xlsx --export=all.xlsx && unzip -p all.xlsx xl/workbook.xml >book && test_grep "sheet name=" book
'
test_expect_success '--to=html: a page for each document, and one for all, worst first, of links that lead there' '
	cp "$FIXTURES/protetto.pdf" mixed && test_expect_code 1 bulk -o far --to=html archive/progetti-errori.pdf mixed/protetto.pdf >said 2>err && xmllint --html --xpath "//tbody/tr/th" far/html/index.html 2>noise | grep -o "archive/[a-z-]*\|mixed/[a-z-]*\|bad/[a-z-]*" >got &&
	head -n 1 got >first && echo archive/progetti-errori >want && test_cmp want first && test_line_count = 5 got &&
	grep -o "href=\"it/[^\"]*" far/html/index.html | sed "s/.*\"//" >links && test_line_count = 4 links && while read -r page; do test -s "far/html/$page" || return 1; done <links &&
	test_grep "needs-password" far/html/index.html && touch mark && sleep 0.01 && bulk -o far --to=html && find far/html/it -newer mark -name "*.html" >again && test_must_be_empty again &&
	bulk -o far --to=html --lang=en && test_grep "Documents, worst first" far/html/index.html && test_grep "href=\"en/" far/html/index.html
'
test_expect_success '--to: nothing to export, a format of one document, a record that was cut: nothing appears' '
	mkdir nothing && test_expect_code 2 spunta-bulk -o nothing --to=sqlite 2>err && test_grep "no records" err &&
	test_expect_code 2 spunta-bulk -o whole --to=xml --export=x.xml 2>err && test_grep "one document" err && test ! -e x.xml &&
	cp -r whole torn && rm torn/archive.sqlite && f=$(cd torn/records && ls */* | head -n 1) && head -n 3 "whole/records/$f" >"torn/records/$f" && test_expect_code 2 spunta-bulk -o torn --to=sqlite 2>err && test ! -e torn/archive.sqlite
'
test_done
