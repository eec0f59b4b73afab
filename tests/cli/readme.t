#!/bin/sh
test_description='the commands of README.md, and of docs/series.md, print what is shown there'
. "$(dirname "$0")/../lib.sh"

# Each ```console block is one or more commands: a line that begins with "$ " (and goes on below while a line ends in
# "|" or "\"), then exactly what it prints. Commands run at the top of a copy of what they name.
cp -r "$FIXTURES" fixtures && ln -s "$SRC/build" build || exit 1

awk '
	/^```console$/ { inside = 1; next }
	/^```/ { inside = 0; more = 0; next }
	!inside { next }
	!more && /^\$ / { n = sprintf("%02d", n + 1); sub(/^\$ /, ""); printf "" >(n ".expected"); print >(n ".sh"); more = /[|\\]$/; next }
	more { print >(n ".sh"); more = /[|\\]$/; next }
	{ print >(n ".expected") }
' "$SRC/README.md" "$SRC/docs/series.md"

test_expect_success 'there are commands in README.md' 'test -s 01.sh'
for script in [0-9][0-9].sh; do
	test_expect_success "$(head -n 1 "$script")" '
		sh "./$script" >actual 2>&1; test_cmp "${script%.sh}.expected" actual
	'
done
test_expect_success 'README.it.md shows how a report begins' '
	sed -n "/^\`\`\`console$/,/^\`\`\`$/p" "$SRC/README.it.md" | sed "1,2d; /^\`\`\`$/d" >begins && test -s begins &&
	{ LANG=it_IT.UTF-8 SPUNTA_LANG=it spunta run fixtures/progetti-errori.pdf >report; head -n "$(wc -l <begins)" report >head && test_cmp begins head; }
'
test_expect_success 'the table of programs names those that there are' '
	ls "$BIN" | grep "^spunta-" | sort >have && sed -n "s/^| \`\(spunta-[a-z-]*\)\`.*/\1/p" "$SRC/README.md" | sort >want &&
	test_cmp have want
'
test_done
