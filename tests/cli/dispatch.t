#!/bin/sh
test_description='spunta: `spunta X` runs spunta-X'
. "$(dirname "$0")/../lib.sh"

test_expect_success 'help lists every program there is' '
	spunta --help >help && for p in "$BIN"/spunta-*; do
		name=${p##*/spunta-} && { test "$name" = profile || test "$name" = snapshot || test_grep "^  $name " help; } || return 1
	done && spunta -h >h && test_cmp help h
'
test_expect_success 'version' 'spunta --version >version && test_grep "^spunta [0-9]" version'
test_expect_success 'arguments and exit status are the program'\''s' '
	spunta export --list >one && spunta-export --list >two && test_cmp one two &&
	test_expect_code 2 spunta export --to=x y 2>err && test_grep "^spunta-export: " err
'
test_expect_success 'no command, an unknown one, an option' '
	test_expect_code 2 spunta 2>err && test_grep "name a command" err &&
	test_expect_code 2 spunta exprot 2>err && test_grep "did you mean export" err &&
	test_expect_code 2 spunta vaildate 2>err && test_grep "did you mean validate" err &&
	test_expect_code 2 spunta nromalize 2>err && test_grep "did you mean normalize" err &&
	test_expect_code 2 spunta quux 2>err && test_grep "\"quux\" is no command (--help" err &&
	test_expect_code 2 spunta --quux 2>err && test_expect_code 2 spunta ../spunta-run 2>err
'
test_expect_success 'a program that is not there' '
	mkdir alone && cp "$BIN/spunta" alone && test_expect_code 3 env PATH=/usr/bin alone/spunta export 2>err && test_grep "spunta-export is not here" err
'
test_expect_success 'another program of that name in PATH is a command' '
	mkdir path && printf "#!/bin/sh\necho \"hello \$1\"\n" >path/spunta-hello && chmod +x path/spunta-hello &&
	PATH=$PWD/path:$PATH spunta hello you >out && echo "hello you" >want && test_cmp want out
'
test_expect_success 'a full standard output: exit 3' 'test_expect_code 3 sh -c "spunta --help >/dev/full"'
test_done
