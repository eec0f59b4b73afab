#!/bin/sh
test_description='output does not depend on the locale, the time zone or the terminal'
. "$(dirname "$0")/../lib.sh"

test_locale it_IT.UTF-8 || { echo "Bail out! no it_IT.UTF-8 could be made (package locales)"; exit 1; }
pdf=$FIXTURES/valore-pubblico-errori.pdf

test_expect_success 'the locale is real: it has a decimal comma' '
	test "$(LC_ALL=it_IT.UTF-8 locale decimal_point)" = ,
'
spunta-extract "$pdf" >layout
spunta-normalize layout >records
spunta-recompute records >findings

for step in 'extract:$pdf' 'normalize:layout' 'validate:records' 'recompute:records' 'export --to json:findings'; do
	program=spunta-${step%%:*} input=${step#*:}
	eval "input=$input"
	test_expect_success "$program under C, it_IT.UTF-8 and elsewhere" '
		$program "$input" >expected 2>err.c; test -s expected &&
		{ LC_ALL=it_IT.UTF-8 LANG=it_IT.UTF-8 LANGUAGE=it $program "$input" >italian 2>err.it; test_cmp expected italian; } &&
		test_cmp err.c err.it &&
		{ TZ=Pacific/Auckland COLUMNS=20 TERM=xterm HOME=/nowhere $program "$input" >elsewhere 2>err.el; test_cmp expected elsewhere; } &&
		test_cmp err.c err.el
	'
done
test_expect_success 'help and errors are for people: Italian for who says so, in English for all others' '
	for filter in extract normalize validate recompute export; do
		spunta-$filter --help >c && LC_ALL=de_DE.UTF-8 spunta-$filter --help >de && test_cmp c de && test_grep "^Usage:" c &&
		LC_ALL=it_IT.UTF-8 spunta-$filter --help >it && test_grep "^Uso:" it &&
		{ spunta-$filter --verbos 2>c; LC_ALL=de_DE.UTF-8 spunta-$filter --verbos 2>de; test_cmp c de; } &&
		{ LC_ALL=it_IT.UTF-8 spunta-$filter --verbos 2>it; test_grep "si intendeva --verbose" it; } || return 1
	done
'
test_expect_success 'the report' '
	spunta run "$pdf" >c; LC_ALL=it_IT.UTF-8 spunta run "$pdf" >it; test -s c && test_cmp c it
'
test_expect_success 'from another folder, under another path' '
	mkdir other && cp "$pdf" other/ && cd other &&
	spunta-extract "${pdf##*/}" >../actual && cd .. && test_cmp layout actual
'
test_done
