#!/bin/sh
test_description='docs/bulk.md under Slurm: a real slurmctld and slurmd on this machine; a failure, a task that is killed, the array again'
. "$(dirname "$0")/../lib.sh"

PATH=$PATH:/usr/sbin:/sbin
for program in slurmctld slurmd sbatch scancel squeue scontrol; do
	command -v $program >/dev/null || test_skip_all "$program is not installed (tools/install-deps cluster)"
done
test "$(id -u)" -eq 0 || test_skip_all 'slurmd wants root'

port () { perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport'; }
node=$(hostname -s)
mkdir state spool && cat >slurm.conf <<END || exit 1
ClusterName=prova
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=$(port)
SlurmdPort=$(port)
AuthType=auth/none
CredType=cred/none
SlurmUser=root
StateSaveLocation=$SCRATCH/state
SlurmdSpoolDir=$SCRATCH/spool
SlurmctldPidFile=$SCRATCH/slurmctld.pid
SlurmdPidFile=$SCRATCH/slurmd.pid
SlurmctldLogFile=$SCRATCH/slurmctld.log
SlurmdLogFile=$SCRATCH/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
MailProg=/bin/true
KillWait=2
NodeName=$node NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=tutto Nodes=$node Default=YES MaxTime=INFINITE State=UP
END
echo "CgroupPlugin=cgroup/v1" >cgroup.conf
SLURM_CONF=$SCRATCH/slurm.conf
export SLURM_CONF
slurmctld -D -i >ctld.out 2>&1 &
ctld=$!
slurmd -D -N "$node" >slurmd.out 2>&1 &
slurmd=$!
trap 'kill $ctld $slurmd 2>/dev/null; wait 2>/dev/null; test_at_exit' EXIT
for _ in $(seq 60); do
	sinfo -h -o %T 2>/dev/null | grep -q idle && break
	sleep 0.5
done
sinfo -h -o %T 2>/dev/null | grep -q idle || {
	tail -n 5 ./*.log ./*.out | sed 's/^/# /'
	test_skip_all 'Slurm does not come up here'
}

block () { # the sh blocks of the page's chapter
	awk '/^## / { below = $0 == "## Under Slurm" } /^```/ { inside = below && $0 == "```sh"; next } inside' "$SRC/docs/bulk.md"
}
# The page's command, for this machine: a document takes no 4 GB
submit () {
	n=$(($(find blocchi -type f | wc -l) - 1))
	sbatch --wait --cpus-per-task=1 --mem=0 --export=ALL --array="0-$n" "$@" blocco.sh
}
mkdir archivio && for name in zebra progetti-errori protetto prosa societa indicatori; do cp "$FIXTURES/$name.pdf" archivio || exit 1; done
block | sed '/^awk/,$d; s/-l 500/-l 2/' >before && block | sed -n '/^awk/,$p' >after && sh ./before || exit 1

test_expect_success 'an array of three blocks: all through, what failed is kept' '
	submit >said 2>&1 && test_grep "Submitted batch job" said && cat risultati/000?.log >logs && test_grep "1 failed" logs &&
	find risultati -path "*/records/*.jsonl" >names && test_line_count = 5 names && find risultati -path "*/failures/*.json" >names && test_line_count = 1 names
'
test_expect_success 'the catalogue of all, what failed, one database' '
	sh ./after && test_line_count = 7 catalogo.csv && echo archivio/protetto.pdf >want && test_cmp want falliti &&
	sqlite3 archivio.sqlite "SELECT count(*) FROM documents" >n && echo 5 >want && test_cmp want n
'
# The second block waits for a minute before it begins
mkdir slow && cp "$BIN"/spunta* slow && rm slow/spunta-bulk && printf '#!/bin/sh\ncase $* in *0001*) sleep 60 ;; esac\nexec %s/spunta-bulk "$@"\n' "$BIN" >slow/spunta-bulk && chmod +x slow/spunta-bulk || exit 1
through () { # BLOCK…: their catalogues are there
	for _ in $(seq 100); do
		for b; do test -s "risultati/$b/catalogue.csv" || { sleep 0.3; continue 2; }; done
		return 0
	done
	return 1
}
test_expect_success 'a task that is killed: the array again does what is missing, and nothing else' '
	mv risultati whole && mkdir risultati && { PATH=$SCRATCH/slow:$PATH submit >said 2>&1 & } && through 0000 0002 &&
	scancel "$(squeue -h -r -t R -o %i | head -n 1)" && wait $! || test $? -ne 127 &&
	test ! -e risultati/0001/catalogue.csv && find risultati -path "*/records/*.jsonl" >names && test_line_count -lt 5 names &&
	submit >said 2>&1 && cat risultati/000?.log >logs && test_grep "read (2 before)" logs && diff -r whole/0001/records risultati/0001/records &&
	sh ./after && sqlite3 archivio.sqlite "SELECT count(*) FROM documents" >n && echo 5 >want && test_cmp want n
'
test_done
