# streams.sh — what the golden files hold: for each document of fixtures/src, the streams after extract, normalize and
# recompute (findings only). Sourced by golden.t and rewrite with FIXTURES set and the programs in PATH.
#
# Golden files show what a change changes, record by record; that the figures are true is for tests/cli to say.

golden_documents () {
	for source in "$FIXTURES"/src/*.src; do
		source=${source##*/}
		echo "${source%.src}"
	done
}

golden_streams () { # DOCUMENT FOLDER: FOLDER/DOCUMENT.{layout,records,findings}.jsonl
	spunta-extract "$FIXTURES/$1.pdf" >"$2/$1.layout.jsonl" &&
		spunta-normalize "$2/$1.layout.jsonl" >"$2/$1.records.jsonl" &&
		{ spunta-recompute --only-findings "$2/$1.records.jsonl" >"$2/$1.findings.jsonl" || test $? -eq 1; }
}
