#!/bin/sh
test_description='the limits that docs/limits.md names are where it says'
. "$(dirname "$0")/../lib.sh"
. "$SRC/tests/robust/damage.sh"

blanks () { # BYTES
	head -c "$1" /dev/zero | tr '\0' ' '
}
deep () { # N TEXT: TEXT N times
	perl -e 'print $ARGV[1] x $ARGV[0]' "$1" "$2"
}
spunta-extract "$FIXTURES/progetti.pdf" | spunta-normalize >records
cp "$SRC/verify/rules/funds.rules" own.rules
spunta-normalize --show-profile performance-plan >own.json

test_expect_success 'rules: 4 MiB' '
	{ cat own.rules && echo && blanks $((4194304 - $(wc -c <own.rules) - 1)); } >most.rules && spunta-recompute --rules most.rules records >out &&
	{ cat most.rules && echo; } >more.rules && test_expect_code 3 spunta-recompute --rules more.rules records 2>err &&
	test_grep "larger than 4 MiB" err
'
test_expect_success 'profiles: 4 MiB' '
	{ cat own.json && blanks $((4194304 - $(wc -c <own.json))); } >most.json && spunta-normalize --profile most.json --list-profiles >out &&
	{ cat most.json && echo; } >more.json && test_expect_code 3 spunta-normalize --profile more.json --list-profiles 2>err &&
	test_grep "larger than 4 MiB" err
'
test_expect_success 'schemas: 64 MiB' '
	{ echo "{}" && blanks $((67108864 - 3)); } >most.schema.json && echo 1 | spunta-validate --schema most.schema.json >out &&
	{ cat most.schema.json && echo; } >more.schema.json && echo 1 | test_expect_code 3 spunta-validate --schema more.schema.json 2>err &&
	test_grep "larger than 64 MiB" err
'
test_expect_success 'streams: 200 levels' '
	{ deep 200 "[" && deep 200 "]"; } >most && echo true >any.schema.json && spunta-validate --schema any.schema.json most >out &&
	{ deep 201 "[" && deep 201 "]"; } >more && test_expect_code 2 spunta-validate --schema any.schema.json more 2>err && test_grep nested err
'
test_expect_success 'expressions: a hundred levels' '
	sed "s|^    holds:.*|    holds: $(deep 90 "(")1$(deep 90 ")") == 1|" "$SRC/tests/robust/holds.rules" >most.rules &&
	spunta-recompute --rules most.rules records >out &&
	sed "s|^    holds:.*|    holds: $(deep 101 "(")1$(deep 101 ")") == 1|" "$SRC/tests/robust/holds.rules" >more.rules &&
	test_expect_code 2 spunta-recompute --rules more.rules records 2>err && test_grep "more.rules: line 5: " err
'
test_expect_success 'texts made by replace: 1 MiB, and unknown beyond' '
	tens="$(deep 8 "replace(")\"aaaaaaaaaa\"$(deep 8 ", \"a\", \"aaaaaaaaaa\")")" &&
	sed "s|^    holds:.*|    holds: $tens == \"b\"|; s|gives match|gives nothing|" "$SRC/tests/robust/holds.rules" >more.rules &&
	(ulimit -v $damage_kilobytes && spunta-recompute --rules more.rules records >out)
'
test_expect_success 'a document of a thousand pages' '
	perl -e "print qq(<< /Type /Catalog /Pages 2 0 R >>\n\n<< /Type /Pages /Count 1000 /Kids [), join(q( ), map { 3 + 2 * \$_ . q( 0 R) } 0 .. 999), qq(] >>\n\n);
		print qq(<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ), 4 + 2 * \$_, q( 0 R),
			qq( /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>\n\n),
			qq(<< >>\nstream BT /F1 10 Tf 50 400 Td (Pagina \$_) Tj ET\n\n) for 0 .. 999" |
		perl "$SRC/tests/robust/pdf.pl" >long.pdf &&
	spunta-extract long.pdf >out && test "$(jq "select(.type == \"page\").page" out | tail -n 1)" = 1000
'
test_done
