# figures.sh — which figures of a layout stream stand in no record; for tests that source it after lib.sh.
# shellcheck shell=sh

# Amounts and percentages of running text, every digit of a table's rows; blanks do not count.
cat >figures.jq <<'EOT'
def squeeze: gsub("[[:space:]]+"; "");
def amounts: [match("[0-9]{1,3}([.][0-9]{3})+(,[0-9]+)?|[0-9]+,[0-9]+|[0-9]+ ?%"; "g").string];
select(.type == "text" and .role != "header" and .role != "footer") | .text | amounts[] | squeeze
EOT
cat >cells.jq <<'EOT'
select(.type == "table") | .header_rows as $h | .cells[] | select(.row >= $h) | .text
| match("[0-9]+([.,/-][0-9]+)*"; "g").string
EOT
cat >strings.jq <<'EOT'
del(.. | .source?) | del(.id) | [.. | strings, (objects | keys[])] | join(" ") | gsub("[[:space:]]+"; "")
EOT

lost_in () { # LAYOUT RECORDS: the figures of LAYOUT that no string of RECORDS holds
	{ jq -r -f figures.jq "$1" && jq -r -f cells.jq "$1"; } | sort -u >figures &&
		jq -r -f strings.jq "$2" | tr -d '\n' >said &&
		while read -r figure; do
			grep -qF -e "$figure" said || echo "$figure"
		done <figures
}
