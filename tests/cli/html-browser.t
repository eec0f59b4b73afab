#!/bin/sh
test_description='the page of --to=html in a browser: it opens, filters, sorts, draws what the stream says, and all can read it'
. "$(dirname "$0")/../lib.sh"

# Pictures of the page stay in build/report for the eye.
PICTURES=$SRC/build/report
command -v node >/dev/null || test_skip_all 'node is not installed'
CHROMIUM=${CHROMIUM:-$(command -v chromium)} || test_skip_all 'chromium is not installed'
NODE_PATH=$("$SRC/tests/npm/install" 2>npm.err) || test_skip_all "the npm packages cannot be installed: $(head -n 1 npm.err)"
export CHROMIUM NODE_PATH

for name in valore-pubblico-errori stato-dup; do
	test_expect_success "$name: a page, opened" '
		test_expect_code 1 spunta run --to=html -o "$name.html" "$FIXTURES/$name.pdf" &&
		{ spunta-extract "$FIXTURES/$name.pdf" | spunta-normalize | spunta-recompute >"$name.jsonl" || test $? -eq 1; } &&
		HOME=$SCRATCH node "$SRC/tests/npm/open-report.js" "$name.html" "$name.jsonl" "$PICTURES" >"$name.said"
	'
	while read -r check; do
		test_expect_success "$name: $check" 'grep -F "ok $check" "$name.said" && grep -qFx "ok $check" "$name.said"'
	done <<-EOF
	$(sed -n "s/^check('\(.*\)', async.*/\1/p" "$SRC/tests/npm/open-report.js")
	no fault of accessibility: 1280 pixels, light
	no fault of accessibility: 380 pixels, light
	no fault of accessibility: 1280 pixels, dark
	no fault of accessibility: 380 pixels, dark
	EOF
	test_expect_success "$name: pictures for the eye" 'test -s "$PICTURES/$name-1280-light.png" && test -s "$PICTURES/$name-380-dark.png"'
done
test_done
