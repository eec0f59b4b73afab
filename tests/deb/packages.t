#!/bin/sh
test_description='debian/: the packages are built, lintian has nothing to say, and what is in them works'
. "$(dirname "$0")/../lib.sh"

for tool in dpkg-buildpackage dh lintian; do
	command -v $tool >/dev/null || test_skip_all "$tool is not installed (tools/install-deps package)"
done

unpack () { # NAME FOLDER
	dpkg-deb --extract "$SCRATCH"/"$1"_*.deb "$2"
}
test_expect_success 'built from what is committed, with the unit tests' '
	mkdir spunta && git -C "$SRC" archive HEAD | tar -xC spunta && cd spunta && unset MAKEFLAGS MAKELEVEL MFLAGS BIN DERIVED &&
	dpkg-buildpackage --build=binary --no-sign --jobs="$(nproc)" >../log 2>&1 || { tail -n 40 ../log; false; }
'
test_expect_success 'lintian has nothing to say' '
	lintian --allow-root --info --fail-on=error,warning,info ./*.changes >said 2>&1 || { cat said; false; }
'
test_expect_success 'every file of make install is in one of them, and none in both' '
	for p in spunta spunta-pdf; do dpkg-deb --contents ${p}_*.deb | awk "/^[^d]/ { print \$6 }" | sort >$p.files; done &&
	test_line_count -gt 20 spunta.files && test_line_count -gt 5 spunta-pdf.files && comm -12 spunta.files spunta-pdf.files >both && test_must_be_empty both &&
	for program in "$SRC"/tools/spunta*.c; do grep -h -x "./usr/bin/$(basename "$program" .c)" spunta.files spunta-pdf.files || return 1; done
'
test_expect_success 'spunta alone needs nothing of Poppler, and says what is missing' '
	unpack spunta alone && for program in alone/usr/bin/*; do ldd "$program" >libraries && test_grep ! poppler libraries || return 1; done &&
	dpkg-deb --field spunta_*.deb Depends >depends && test_grep ! poppler depends && dpkg-deb --field spunta-pdf_*.deb Depends >depends && test_grep poppler depends &&
	test_expect_code 3 env PATH=/usr/bin:/bin alone/usr/bin/spunta run "$FIXTURES/zebra.pdf" 2>err && test_grep spunta-extract err
'
test_expect_success 'both together: a report' '
	unpack spunta root && unpack spunta-pdf root &&
	test_expect_code 1 env PATH=/usr/bin:/bin root/usr/bin/spunta run --lang=en "$FIXTURES/valore-pubblico-errori.pdf" >report && test_grep "To look at: 9" report
'
test_expect_success 'they are left in build/deb' '
	mkdir -p "$SRC/build/deb" && cp ./*.deb "$SRC/build/deb"
'
test_done
