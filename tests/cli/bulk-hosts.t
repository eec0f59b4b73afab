#!/bin/sh
test_description='spunta bulk on two machines, which are two sshd on loopback: the work is shared, the results are those of one'
. "$(dirname "$0")/../lib.sh"

sshd=$(command -v sshd || echo /usr/sbin/sshd)
test -x "$sshd" || test_skip_all 'sshd is not installed'
for program in ssh ssh-keygen rsync; do
	command -v $program >/dev/null || test_skip_all "$program is not installed"
done
test "$(id -u)" -ne 0 || mkdir -p /run/sshd || test_skip_all '/run/sshd cannot be made'

# Each machine has a port, a home and a PATH of its own; it sees nothing of ours but the programs.
machine () { # NAME OTHER-NAME…
	mkdir -p "$1" && port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport') &&
	cat >"$1.login" <<-END && chmod +x "$1.login" &&
	#!/bin/sh
	echo "\$SSH_ORIGINAL_COMMAND" | head -c 200 >>"$SCRATCH/$1.commands"
	cd "$SCRATCH/$1" && exec env -i HOME="$SCRATCH/$1" PATH="$SCRATCH/$1.bin:/usr/bin:/bin" SHELL=/bin/sh sh -c "\$SSH_ORIGINAL_COMMAND"
	END
	mkdir "$1.bin" && ln -s "$BIN"/spunta* "$1.bin" &&
	cat >"$1.sshd" <<-END &&
	Port $port
	ListenAddress 127.0.0.1
	HostKey $SCRATCH/host.key
	PidFile none
	AuthorizedKeysFile $SCRATCH/user.key.pub
	StrictModes no
	UsePAM no
	PermitRootLogin prohibit-password
	MaxStartups 100
	ForceCommand $SCRATCH/$1.login
	END
	cat >>ssh.config <<-END &&
	Host $*
	HostName 127.0.0.1
	Port $port
	IdentityFile $SCRATCH/user.key
	UserKnownHostsFile $SCRATCH/known
	StrictHostKeyChecking no
	BatchMode yes
	LogLevel ERROR
	END
	{ "$sshd" -D -e -f "$SCRATCH/$1.sshd" 2>"$1.log" & } && machines="$machines $!"
}
machines=''
ssh-keygen -q -t ed25519 -N '' -f host.key && ssh-keygen -q -t ed25519 -N '' -f user.key && machine uno calcolo01 calcolo03 calcolo05 calcolo07 calcolo09 &&
	machine due calcolo02 calcolo04 calcolo06 calcolo08 calcolo10 || exit 1
trap 'kill $machines 2>/dev/null; test_at_exit' EXIT
export PARALLEL_SSH="ssh -F $SCRATCH/ssh.config"
for _ in 1 2 3 4 5 6 7 8 9 10; do
	$PARALLEL_SSH uno true 2>/dev/null && $PARALLEL_SSH due true 2>ssh.err && reached=t && break
	sleep 0.3
done
test -n "$reached" || test_skip_all "sshd cannot run here: $(cat ./*.log ssh.err | head -n 1)"

mkdir -p archive/sub && n=0 && while test "$n" -lt 22; do
	for name in zebra progetti-errori borderless prosa societa; do
		n=$((n + 1)) && { cat "$FIXTURES/$name.pdf" && echo "% $n"; } >"archive/sub/atto n. $n.pdf" || exit 1
	done
done
cp archive/sub/*.\ 7.pdf "$(printf "archive/l\300 \"x\"\n.pdf")" && cp "$FIXTURES/protetto.pdf" archive && printf 'uno\n# the other\ndue\n' >machines || exit 1
catalogue () {
	sed "s/,[0-9.]*,\([a-z-]*,[a-z-]*\)\r\$/,\1/" "$1/catalogue.csv"
}
failures () {
	find "$1/failures" -type f | sort | xargs -r sed "s/\"ms\":[0-9]*/\"ms\":0/"
}
same_results () {
	diff -r "$1/records" "$2/records" && failures "$1" >one && failures "$2" >two && test_cmp one two &&
	catalogue "$1" >one && catalogue "$2" >two && test_cmp one two
}
shares () { # JOBLOG: on which machines
	tail -n +2 "$1" | cut -f 2 | sort -u
}

test_expect_success 'one machine' '
	test_expect_code 1 spunta-bulk -o alone --jobs=2 archive >said && test_grep "^26 documents: 25 read, 1 failed" said
'
test_expect_success 'two machines: the work is shared, the results are the same, byte for byte' '
	test_expect_code 1 spunta-bulk -o shared --jobs=1 --joblog=log --sshloginfile=machines archive >said 2>err && cat err >&2 && test_grep "^26 documents: 25 read, 1 failed" said &&
	same_results alone shared && shares log >got && printf "due\nuno\n" >want && test_cmp want got
'
test_expect_success 'ten machines, as in docs/bulk.md (which are these two)' '
	awk "/^## Ten machines/ { below = 1; next } /^## / { below = 0 } /^\`\`\`/ { inside = below && /sh\$/; next } inside" "$SRC/docs/bulk.md" >ten && test_line_count = 2 ten &&
	ln -s archive archivio && sh ./ten >said 2>err; cat err >&2; test_grep "^26 documents: 25 read, 1 failed" said && diff -r alone/records risultati/records &&
	shares risultati/.bulk/joblog >got && test_line_count -ge 2 got && test_grep "^calcolo" got
'
test_expect_success 'nothing is left on them' '
	find uno due -type f ! -path "*/.parallel/tmp/sshlogin/*" >left && test_must_be_empty left
'
test_expect_success 'no name of a file is ever in a command' 'cat uno.commands due.commands >commands && test_grep "rsync" commands && test_grep ! "atto" commands'
test_expect_success 'this machine and another' '
	test_expect_code 1 spunta-bulk -o mixed --jobs=1 --joblog=log --sshlogin=: --sshlogin=due archive >said && same_results alone mixed &&
	shares log >got && printf ":\ndue\n" >want && test_cmp want got
'
mkdir few && cp archive/sub/*1*.pdf few || exit 1
test_expect_success 'profiles and rules of the user go along' '
	printf "# none\n" >own.rules && test_expect_code 1 spunta-bulk -o few.alone --rules=own.rules few >said && test_expect_code 1 spunta-bulk -o ruled --rules=own.rules --sshlogin=uno few >said && same_results few.alone ruled &&
	echo "rule" >own.rules && test_expect_code 1 spunta-bulk -o wrong --rules=own.rules --sshlogin=uno archive/protetto.pdf few >said && test_grep "spunta-recompute: .*rules" said
'
test_expect_success 'a machine with another version does nothing; the others do its share' '
	rm due.bin/spunta-bulk && cat >due.bin/spunta-bulk <<-END && chmod +x due.bin/spunta-bulk &&
	#!/bin/sh
	sed -i "s/\"agreement\":\"./&x/" in/*/run/run.json
	exec "$BIN/spunta-bulk" "\$@"
	END
	test_expect_code 1 spunta-bulk -o versions --jobs=1 --retries=3 --joblog=log --sshloginfile=machines few >said 2>err && same_results few.alone versions &&
	shares log >got && echo uno >want && test_cmp want got
'
test_expect_success 'only machines with another version: every document says so' '
	test_expect_code 1 spunta-bulk -o none --jobs=1 --sshlogin=due archive/protetto.pdf >said 2>err && test_grep "has another spunta" err && test_grep "its job on due ended (status 2" said
'
test_expect_success 'a machine that does not answer: the others do its share' '
	printf "Host altro\nHostName 127.0.0.1\nPort 1\n" >>ssh.config && test_expect_code 1 spunta-bulk -o unreached --jobs=1 --retries=3 --sshlogin=uno --sshlogin=altro few >said 2>err && same_results few.alone unreached
'
test_done
