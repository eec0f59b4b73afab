#!/bin/sh
test_description='the filters together: one document from pages to checked figures'
. "$(dirname "$0")/../lib.sh"

chain () { # DOCUMENT
	spunta-extract "$1" | spunta-normalize | spunta-validate | spunta-recompute
}
column () { # NAME FILE: that column of an expectation, found by its heading
	awk -F '\t' -v name="$1" '
		/^#/ { next }
		!at { for (i = 1; i <= NF; i++) if ($i == name) at = i; next }
		{ print $at }' "$2"
}
short () { # jq has numbers without zeros at their end
	sed -E 's/(\.[0-9]*[1-9])0+$/\1/; s/\.0+$//'
}
pick () { # FILTER FILE: jq over the records
	jq -r "$1" "$2"
}
plain='def plain: if . == null then "" else .value end;'

# --- public-value documents against what was read off their pages by hand -----------------------------

for name in valore-pubblico valore-pubblico-errori; do
	expected=$FIXTURES/expected/$name
	test_expect_success "$name: the chain runs to its end and every record holds" '
		spunta-extract "$FIXTURES/$name.pdf" >layout && spunta-normalize layout >records && test_ended records &&
		spunta-validate --quiet records && { spunta-recompute records >findings; test $? -le 1; } && test_ended findings
	'
	test_expect_success "$name: kind, body, reference date" '
		test "$(pick "select(.type == \"document\") | .kind, .body.name, .reference_date // .reference_month" records | paste -s -d "|")" = \
			"public-value-status|Comune di Roccaspina|$(case $name in *errori) echo 2025-12-31 ;; *) echo 2025-09 ;; esac)"
	'
	test_expect_success "$name: every contribution, as printed" '
		for c in code objective_code title; do column $c "$expected.contributions.tsv" >want.$c; done &&
		for c in weight achievement weighted; do column $c "$expected.contributions.tsv" | short >want.$c; done &&
		paste want.code want.objective_code want.title want.weight want.achievement want.weighted >want &&
		pick "$plain select(.type == \"contribution\") |
			[.code, .objective_code, .title, (.weight, .achievement, .weighted | plain)] | map(. // \"\" | tostring) |
			join(\"\t\")" records >got && test -s want && test_cmp want got
	'
	test_expect_success "$name: every contribution is on the page where it is printed" '
		column page "$expected.contributions.tsv" >want && pick "select(.type == \"contribution\") | .source.page" records >got &&
		test_cmp want got
	'
	test_expect_success "$name: every total" '
		column published_total "$expected.totals.tsv" >want &&
		pick "$plain select(.type == \"total\" and .of == \"contribution.weighted\") | plain // \"\"" records >got && test_cmp want got
	'
	# Every share and every sum of weights; the two totals' rules share their name in no other table.
	test_expect_success "$name: what every share was found to be" '
		awk -F "\t" "\$1 == \"weighted-share\" { print \$2, \$7 }" "$expected.findings.tsv" | sort >want &&
		pick "select(.type == \"finding\" and .rule == \"weighted-share\") |
			\"\(.subject | sub(\"^contribution:\"; \"\")) \(.status)\"" findings | sort >got &&
		test -s want && test_cmp want got
	'
done

test_expect_success 'the deliberate faults, and nothing else, do not hold' '
	pick "select(.type == \"finding\" and .severity != \"info\" and (.status | IN(\"match\", \"not-computable\") | not)) |
		[.rule, .subject, .status] | join(\" \")" findings | sort >got &&
	awk -F "\t" "!/^#/ && NR > 2 && \$7 != \"match\" && \$7 != \"not-computable\" { print \$1, \$7 }" \
		"$FIXTURES/expected/valore-pubblico-errori.findings.tsv" | sort >want &&
	awk "{ print \$1, \$NF }" got | sort >found && test -s want && sort want >wanted && test_cmp wanted found
'
test_expect_success 'where all figures hold the chain exits 0, else 1' '
	spunta-extract "$FIXTURES/valore-pubblico.pdf" | spunta-normalize | test_expect_code 0 spunta-recompute >/dev/null &&
	spunta-extract "$FIXTURES/valore-pubblico-errori.pdf" | spunta-normalize | test_expect_code 1 spunta-recompute >/dev/null
'
test_expect_success 'a finding quotes page and cell of each figure' '
	pick "select(.type == \"finding\" and .rule == \"weighted-share\") | .inputs[] | select(.source.page and .source.table | not)" \
		findings >without && test_must_be_empty without
'

# --- project documents -----------------------------------------------------------------------------------

for name in progetti progetti-errori; do
	expected=$FIXTURES/expected/$name
	test_expect_success "$name: the chain runs to its end and every record holds" '
		spunta-extract "$FIXTURES/$name.pdf" >layout && spunta-normalize layout >records && test_ended records &&
		spunta-validate --quiet records && { spunta-recompute records >findings; test $? -le 1; } && test_ended findings &&
		test "$(pick "select(.type == \"document\").kind" records)" = performance-plan
	'
	test_expect_success "$name: every project with its codes and amounts" '
		for c in number codes; do column $c "$expected.projects.tsv" >want.$c; done &&
		for c in own_funds third_party_funds gross; do column $c "$expected.projects.tsv" | short >want.$c; done &&
		paste want.number want.codes want.own_funds want.third_party_funds want.gross >want &&
		pick "$plain select(.type == \"project\") | [.number, (.codes // [] | join(\" \")),
			(.own_funds, .third_party_funds | plain), .own_funds.gross // .third_party_funds.gross] | map(. // \"\" | tostring) | join(\"\t\")" records >got &&
		test -s want && test_cmp want got
	'
	test_expect_success "$name: totals without a label" '
		column published "$expected.totals.tsv" | short >want &&
		pick "$plain select(.type == \"total\" and (.of | startswith(\"project.\"))) | plain" records >got && test_cmp want got
	'
done
test_expect_success 'progetti: every figure holds' '
	spunta-extract "$FIXTURES/progetti.pdf" | spunta-normalize | test_expect_code 0 spunta-recompute >/dev/null
'

test_expect_success 'figures keep their digits' '
	test_grep "\"raw\":\"€ 600.00\",\"value\":600.00," records && test_grep "\"gross\":7000[,}]" records
'

# --- the chain itself ------------------------------------------------------------------------------------

test_expect_success 'in one pipe or by way of files: the same bytes' '
	spunta-extract "$FIXTURES/valore-pubblico-errori.pdf" >l && spunta-normalize l >n && spunta-validate n >v &&
	{ spunta-recompute v >f || test $? -eq 1; } && chain "$FIXTURES/valore-pubblico-errori.pdf" >pipe; test_cmp f pipe
'
test_expect_success 'the dispatcher runs the same programs' '
	spunta extract "$FIXTURES/valore-pubblico-errori.pdf" | spunta normalize | spunta validate | spunta recompute >actual
	test_cmp pipe actual
'
test_expect_success 'a stage that fails is felt to the end: no stage after it writes an end record' '
	echo "not a PDF" >bad.pdf &&
	spunta-extract bad.pdf 2>/dev/null | spunta-normalize 2>/dev/null | spunta-validate 2>/dev/null |
		spunta-recompute >out 2>err; test_not_ended out && test_grep "empty" err
'
for n in 1 3 10; do
	test_expect_success "cut after $n lines: every later stage says so and exits 2" '
		for step in "normalize:l" "validate:n" "recompute:n" "export --to json:f"; do
			head -n $n "${step#*:}" >cut && test_expect_code 2 spunta-${step%%:*} cut >out 2>err && test_not_ended out &&
			test_grep "cut: the stream stops after line $n without its end record" err || return 1
		done
	'
done
test_done
