#!/bin/sh
test_description='a clerk reads no English, an English reader no Italian: report, page, workbook, tables, messages'
. "$(dirname "$0")/../lib.sh"

# No locale is installed for this: the programs look at the name alone.
unset LC_ALL LC_MESSAGES SPUNTA_LANG
LANG=it_IT.UTF-8 PERL_BADLANG=0 && export LANG PERL_BADLANG
english='the|and|not|with|which|read|pages?|found|figures?|checks?|rows?|reason|running text|match|mismatch|certain|likely|unparsed|contribution|public_value'
italian='il|della|non|con|che|letto|pagine?|cifre|verifich?e|righe|torna|calcolabile|certo|probabile'

# The text of a page, without what is not read: style, script, attributes
text_of_page () { # PAGE
	perl -0777 -pe 's/<(style|script)\b.*?<\/\1>//gs; s/<[^>]*>/ /g; s/[ \t]+/ /g' "$1"
}
# The cells of a workbook that are in sight: columns that are folded away are for programs
cells_of_workbook () { # WORKBOOK
	for part in $(unzip -Z1 "$1" | grep "worksheets/sheet"); do
		unzip -p "$1" "$part" | perl -0777 -ne '
			my %folded;
			while (/<col ([^>]*)\/>/g) {
				my $col = $1;
				my ($from, $to) = $col =~ /min="(\d+)" max="(\d+)"/;
				@folded{$from .. $to} = () if $col =~ /hidden="1"/;
			}
			sub column { my $n = 0; $n = $n * 26 + ord($_) - 64 for split //, shift; $n }
			while (/<c r="([A-Z]+)\d+"[^>]*t="inlineStr"[^>]*>.*?<t[^>]*>(.*?)<\/t>/gs) {
				my ($at, $text) = ($1, $2);
				print "$text\n" unless exists $folded{column($at)};
			}'
	done
}
# What the document itself prints may be in its language: it is in none of these samples but «…» and titles
none_of () { # WORDS FILE
	grep -nwE "$1" "$2" >words; test_must_be_empty words
}
said_by_us () {
	sed 's/«[^»]*»//g; s/“[^”]*”//g' "$@"
}

spunta-extract "$FIXTURES/valore-pubblico-errori.pdf" | spunta-normalize | spunta-recompute >findings
spunta-extract "$FIXTURES/scansione.pdf" 2>err.it | spunta-normalize | spunta-recompute >scan

test_expect_success 'in Italian: the report, the page, the list of tables' '
	for stream in findings scan; do
		spunta-export --to report $stream >report && test_grep "Quanto è stato letto" report && said_by_us report >said && none_of "$english" said &&
		spunta-export --to html $stream >page && text_of_page page >text && said_by_us text >said && none_of "$english" said || return 1
	done &&
	spunta-tables "$FIXTURES/zebra.pdf" >tables && test_grep "affidabilità" tables && none_of "$english" tables
'
test_expect_success 'in Italian: what is in sight of a workbook' '
	for stream in findings scan; do
		spunta-export --to xlsx -o book.xlsx $stream && cells_of_workbook book.xlsx >cells && test_grep "^Messaggio" cells &&
		said_by_us cells | grep -vE "^[a-z-]+$|^spunta-records/1$|Writer|LibreOffice|application/pdf" >said; none_of "$english" said || return 1
	done &&
	spunta-export --to xlsx -o book.xlsx findings && cells_of_workbook book.xlsx >cells &&
	test_grep "^non torna$" cells && test_grep "^certo$" cells && test_grep "^una cifra nel testo corrente$" cells && test_grep "^30 × 80 / 100$" cells &&
	test_grep "^contributo 02.01 «Canoni e affitti: contratti scaduti rivisti entro l.anno»: peso$" cells
'
test_expect_success 'in Italian: messages, help, what a scan loses' '
	test_grep "pagina 1: no-text-layer: la pagina è un.immagine senza testo" err.it &&
	spunta-export --to report scan >report && test_grep "p. 1    la pagina è un.immagine senza testo: si legge con --ocr" report &&
	for program in spunta spunta-run spunta-tables spunta-export spunta-bulk spunta-extract spunta-normalize spunta-validate spunta-recompute spunta-series spunta-rules spunta-profile spunta-snapshot spunta-report-problem; do
		$program --help >help && test_grep "^Uso:" help && none_of "Usage|Options|Exit|Show|Read|Write|Only|the|and" help || return 1
	done &&
	{ spunta-run missing.pdf 2>err; test_grep "non si può aprire" err; }
'
test_expect_success 'in English, by LANG and by --lang' '
	for way in "LANG=en_GB.UTF-8:" "LANG=it_IT.UTF-8:--lang=en"; do
		for stream in findings scan; do
			env "${way%%:*}" spunta-export --to report ${way#*:} $stream >report && test_grep "How much was read" report && tr "\n" " " <report | said_by_us | sed "s/p. 1 *Questa.* …/ /" >said; none_of "$italian" said || return 1
		done
	done &&
	spunta-export --lang=en --to html findings >page && text_of_page page | grep -vE "«|“" >said && none_of "letto|torna|risulta|verifiche|verifica|calcolabile|probabile|pubblicato|stampato" said &&
	spunta-export --lang=en --to xlsx -o book.xlsx findings && cells_of_workbook book.xlsx >cells && test_grep "^does not add up$" cells && test_grep "^a figure in running text$" cells &&
	test_grep ! "^non torna$\|^certo$\|^Esito$\|^Riepilogo$" cells && spunta-run --help --lang en >help && test_grep "^Usage:" help
'
test_expect_success 'what goes into files does not depend on the surroundings' '
	for format in html xlsx csv; do
		spunta-export --to $format -o it.$format findings && LANG=en_GB.UTF-8 spunta-export --to $format -o en.$format findings && diff -r it.$format en.$format || return 1
	done
'
test_done
