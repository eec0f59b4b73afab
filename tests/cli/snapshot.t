#!/bin/sh
test_description='spunta-snapshot: pictures of places in a PDF'
. "$(dirname "$0")/../lib.sh"

PDF=$FIXTURES/valore-pubblico-errori.pdf
place='{"page":1,"frames":[[447.0,300.0,538.6,328.0],[316.9,300.0,360.3,328.0]]}'

test_expect_success 'a line for each place: a PNG of the size that it says' '
	printf "%s\n%s\n" "$place" "{\"page\":2,\"frames\":[[60,60,200,90]]}" | spunta-snapshot "$PDF" >out && test_line_count = 2 out &&
	head -n 1 out | jq -r .png | base64 -d >one.png && test "$(head -c 8 one.png | od -An -tx1 | tr -d " ")" = 89504e470d0a1a0a &&
	wide=$(od -An -tu1 -j16 -N4 one.png | awk "{ print ((\$1 * 256 + \$2) * 256 + \$3) * 256 + \$4 }") &&
	test "$wide" = "$(head -n 1 out | jq .width)" && test "$wide" -gt 500 && test "$wide" -lt 1100 &&
	head -n 1 out | jq -e ".page == 1 and .height > 50 and .height < 400 and .at > 70 and .at < 100" >/dev/null
'
test_expect_success 'the figure is framed in red, what it comes from in blue' '
	printf "%s\n" "{\"page\":1,\"frames\":[[100,100,150,120]]}" "{\"page\":1,\"frames\":[[100,100,150,120],[200,100,250,120]]}" |
		spunta-snapshot "$PDF" | jq -r .png >both && test "$(sed -n 1p both)" != "$(sed -n 2p both)"
'
test_expect_success 'the same bytes twice, in any locale' '
	echo "$place" | spunta-snapshot "$PDF" >one && test_locale it_IT.UTF-8 && echo "$place" | LC_ALL=it_IT.UTF-8 spunta-snapshot "$PDF" >two && test_cmp one two
'
test_expect_success 'places that are not there have no picture; the others have' '
	printf "%s\n" "{\"page\":99,\"frames\":[[1,1,2,2]]}" "{\"page\":1,\"frames\":[[9000,9000,9001,9001]]}" "$place" |
		spunta-snapshot "$PDF" >out 2>err && jq -c "has(\"width\")" out >got && printf "false\nfalse\ntrue\n" >want && test_cmp want got &&
	test_grep "2 of 3 places could not be drawn" err
'
test_expect_success 'signed, turned and encrypted documents' '
	for name in firmato.pdf.p7m ruotato.pdf; do
		echo "{\"page\":1,\"frames\":[[100,100,200,200]]}" | spunta-snapshot "$FIXTURES/$name" >out && jq -e ".png | length > 100" out >/dev/null || return 1
	done &&
	echo "$place" >places && test_expect_code 2 spunta-snapshot "$FIXTURES/protetto.pdf" <places >out 2>err && test_must_be_empty out && test_grep password err
'
test_expect_success 'what is no request, no PDF, no file: exit 2' '
	for line in "{\"page\":0,\"frames\":[[1,1,2,2]]}" "{\"page\":1,\"frames\":[]}" "{\"page\":1,\"frames\":[[3,1,2,2]]}" "{\"page\":1,\"frames\":[[1,2]]}" "[]" "x"; do
		echo "$line" >line && test_expect_code 2 spunta-snapshot "$PDF" <line >out 2>err && test_must_be_empty out && test -s err || { echo "$line"; return 1; }
	done &&
	echo "$place" >places && echo text >text.txt && test_expect_code 2 spunta-snapshot text.txt <places 2>err && test_grep "not a PDF" err &&
	test_expect_code 2 spunta-snapshot none.pdf <places 2>err && test_expect_code 2 spunta-snapshot <places 2>err && test_grep "name the PDF" err
'
test_expect_success 'no places: nothing; a full disk: exit 3' '
	spunta-snapshot "$PDF" </dev/null >out && test_must_be_empty out &&
	echo "$place" >places && test_expect_code 3 sh -c "spunta-snapshot \"\$1\" <places >/dev/full" sh "$PDF"
'
test_expect_success 'a huge page and huge frames make no huge picture' '
	echo "{\"page\":1,\"frames\":[[-100000,-100000,100000,100000],[0,0,1,1]]}" | spunta-snapshot "$PDF" >out && jq -e ".width < 1100 and .height < 800" out >/dev/null
'
test_done
