#!/bin/sh
test_description='make install puts everything in its place, and what is there works; make uninstall takes it away'
. "$(dirname "$0")/../lib.sh"

case $BIN in
"$SRC"/build/bin) mode=release ;;
"$SRC"/build/bin-*) mode=${BIN##*/bin-} ;;
*) test_skip_all "programs from elsewhere: $BIN" ;;
esac
unset MAKEFLAGS MAKELEVEL MFLAGS
run_make () {
	make --no-print-directory -C "$SRC" MODE="$mode" DESTDIR="$SCRATCH/root" PREFIX=/usr "$@" >make.log 2>&1 || { cat make.log >&2; return 1; }
}

test_expect_success 'make install' 'run_make install'
test_expect_success 'programs, manual, completion, schemas' '
	for program in "$BIN"/spunta*; do
		test -x "root/usr/bin/${program##*/}" && test -s "root/usr/share/man/man1/${program##*/}.1" || return 1
	done &&
	test -s root/usr/share/man/man5/spunta-records.5 && test -s root/usr/share/man/man7/spunta.7 &&
	test -s root/usr/share/man/it/man1/spunta-run.1 &&
	test -s root/usr/share/bash-completion/completions/spunta-extract && test -s root/usr/share/zsh/site-functions/_spunta &&
	test -s root/usr/share/fish/vendor_completions.d/spunta-extract.fish &&
	test -s root/usr/share/spunta/schemas/records.schema.json && test -s root/usr/share/doc/spunta/LICENSE &&
	test -s root/usr/share/doc/spunta/README.it.md && test -s root/usr/share/doc/spunta/CITATION.cff
'
test_expect_success 'the installed programs work from where they are, without the source tree' '
	cp "$FIXTURES/valore-pubblico-errori.pdf" . &&
	{ spunta run valore-pubblico-errori.pdf >expected || test $? -eq 1; } &&
	{ PATH=/usr/bin:/bin root/usr/bin/spunta run valore-pubblico-errori.pdf >actual || test $? -eq 1; } &&
	test -s expected && test_cmp expected actual
'
test_expect_success 'make uninstall leaves nothing of ours' '
	run_make uninstall && find root ! -type d >left && test_must_be_empty left
'
test_expect_success 'make help names every public target once' '
	make --no-print-directory -C "$SRC" help >help && for target in all check demo install uninstall clean dist format lint golden \
		coverage check-asan check-valgrind check-headers; do
		test "$(grep -c "^  $target " help)" -eq 1 || { echo "$target" >&2; return 1; }
	done
'
if git -C "$SRC" rev-parse --git-dir >/dev/null 2>&1; then
	test_expect_success 'a tarball has everything that make needs' '
		git -C "$SRC" archive --prefix=spunta/ HEAD | tar -x && cd spunta && make -n all >../plan 2>&1 && cd .. &&
		test_grep "tools/spunta-extract.c" plan && test_grep ! "No rule" plan
	'
	test_expect_success 'what is built is ignored by git' '
		git -C "$SRC" check-ignore -q build/bin/spunta-extract
	'
else
	test_skip 'a tarball has everything that make needs' 'not a git checkout'
	test_skip 'what is built is ignored by git' 'not a git checkout'
fi
test_done
