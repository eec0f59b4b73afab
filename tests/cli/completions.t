#!/bin/sh
test_description='completions of bash, zsh and fish: programs, options, words behind them'
. "$(dirname "$0")/../lib.sh"

# Each: what is typed, what is to be offered, what is not
cases='spunta ex|extract|--quiet
spunta report-|report-problem|
spunta-extract --pag|--pages|--name
spunta extract --pag|--pages|--name
spunta tables --to |md|datapackage
spunta-bulk --to |datapackage|md
spunta run --lang |en|fixtures
spunta rules |explain|--rules
spunta-bulk --by |body,year|'

reply_bash () { # TYPED
	bash -c 'source "$1"; line=$2; COMP_WORDS=($line); [[ $line != *" " ]] || COMP_WORDS+=(""); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _spunta; printf "%s\n" "${COMPREPLY[@]}"' - "$SRC/completions/spunta" "$1"
}
reply_fish () {
	HOME=$SCRATCH fish --no-config -c 'source $argv[1]; complete -C $argv[2]' "$SRC/completions/spunta.fish" "$1" | cut -f 1
}
# zsh completes on a terminal only: one is made, and what compadd is given is written down
reply_zsh () {
	rm -f offered
	zsh -f -c '
		zmodload zsh/zpty && zpty z zsh -f -i && zpty -w z "PROMPT=; cd $SCRATCH; fpath=($SRC/completions \$fpath); autoload -U compinit; compinit -u -D; bindkey \"^I\" expand-or-complete; zstyle \":completion:*\" menu no; compadd () { local -a all; builtin compadd -O all \"\$@\"; print -l -- \$all >>$SCRATCH/offered; builtin compadd \"\$@\" }; : >$SCRATCH/ready" &&
		for i in {1..50}; do [[ -e $SCRATCH/ready ]] && break; sleep 0.1; done
		zpty -w -n z "$1"$'"'\\t'"'
		for i in {1..20}; do [[ -s $SCRATCH/offered ]] && break; sleep 0.1; done; sleep 0.2; zpty -d z' - "$1"
	rm -f ready
	cat offered 2>/dev/null
}
for shell in bash fish zsh; do
	command -v $shell >/dev/null || { test_skip "$shell" 'it is not installed'; continue; }
	echo "$cases" | while IFS='|' read -r typed want not; do
		reply_$shell "$typed" >reply 2>err
		grep -q -x -e "$want=*" reply || echo "\"$typed\" does not give $want but: $(tr '\n' ' ' <reply)"
		test -z "$not" || ! grep -q -x -e "$not=*" reply || echo "\"$typed\" gives $not"
	done >"wrong.$shell" 2>&1
	test_expect_success "$shell" 'test_must_be_empty wrong.$shell'
done
test_expect_success 'bash: behind an option and its sign of equality' '
	bash -c "source \"$SRC/completions/spunta\"; COMP_WORDS=(spunta-tables --to = m); COMP_CWORD=3; _spunta; echo \${COMPREPLY[*]}" >reply && echo md >want && test_cmp want reply &&
	bash -c "source \"$SRC/completions/spunta\"; COMP_WORDS=(spunta-tables --lang =); COMP_CWORD=2; _spunta; echo \${COMPREPLY[*]}" >reply && echo "it en" >want && test_cmp want reply
'
test_done
