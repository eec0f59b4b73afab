#!/bin/sh
test_description='po/it.po has the Italian of each sentence that people read, and nothing else'
. "$(dirname "$0")/../lib.sh"

test_expect_success 'sentences are found' '
	cat >example.c <<-\END && "$SRC/tools/sentences" example.c >found && cat >want <<-\WANT && test_cmp want found
	printf(sp_say(f(x), n == 1 ? "%d (page)" : "%d pages"), n); { SP_SAID("a \"b\" "
		"and c") } /* sp_say("no") */
	sp_report(ctx, SP_D_OPEN, f(x, y) ? "cannot open %s" : "no, %s", "this is data"); sp_report(ctx, X, "%s: %s", a, b);
	sp_report(ctx, SP_D_JSON, "line %" PRId64 ": bad", n);
	END
	%d (page)
	%d pages
	a \"b\" and c
	cannot open %s
	no, %s
	line %ld: bad
	WANT
'
sources () { # the C of the programs
	for room in base extract normalize verify export bulk tools; do
		ls $room/*.[ch] $room/*/*.[ch] 2>/dev/null
	done
}
# shellcheck disable=SC2046 # a list of names, to be split
(cd "$SRC" && tools/sentences $(sources)) | sort -u >said
sed -n 's/^msgid "\(..*\)"$/\1/p' "$SRC/po/it.po" | sort >known

test_expect_success 'each sentence has its Italian' '
	test -s said && comm -23 said known >missing && test_must_be_empty missing
'
test_expect_success 'each Italian sentence is said somewhere' '
	comm -13 said known >unused && test_must_be_empty unused
'
test_expect_success 'places for figures and texts are the same, in the same order' '
	perl -ne "
		\$id = \$1 if /^msgid \"(.*)\"/;
		if (/^msgstr \"(.*)\"/) {
			my (\$a, \$b) = map { join \" \", /%[-0-9.*]*(?:l|z|ll)?[a-zA-Z%]/g } (\$id, \$1);
			print \"\$id\n\" if \$a ne \$b;
		}" "$SRC/po/it.po" >odd && test_must_be_empty odd
'
if command -v msgfmt >/dev/null; then
	test_expect_success 'gettext reads it' 'msgfmt --check -o /dev/null "$SRC/po/it.po"'
fi
test_done
