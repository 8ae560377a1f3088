#!/usr/bin/env bash
# Captures what every supported Go version serves for fixtures/programs/zoo, and
# some of them for fixtures/programs/hoard, into fixtures/captures. Needs Go 1.21
# or newer on the PATH (it fetches the others) and curl. About five minutes.
#
#   scripts/capture-fixtures.sh            every capture
#   scripts/capture-fixtures.sh go1.26     only those whose folder begins so
set -euo pipefail
export LC_ALL=C TZ=UTC CGO_ENABLED=0 GOWORK=off GOFLAGS=-mod=mod

repository=$(cd "$(dirname "$0")/.." && pwd)
captures=$repository/fixtures/captures
# The kernel puts the path of the executable into every profile: build where
# that path says nothing about this machine.
place=${CAPTURE_PLACE:-/srv/zoo}
only=${1:-}
program_id=

toolchains=(
	go1.19.13 go1.20.14 go1.21.13 go1.22.12 go1.23.12 go1.24.13 go1.25.8 go1.26.8 go1.27.3
)

main() {
	mkdir -p "$place"
	trap stop EXIT
	for toolchain in "${toolchains[@]}"; do
		capture_all "$(minor "$toolchain")" "$toolchain"
	done
	# Go 1.26 has labels in dumps, and the leak profile, only on request.
	labels go1.26-labels go1.26.8 1.26
	labels go1.27-labels go1.27.3 1.27
	leaks go1.26-leaks go1.26.8
	off go1.26-off go1.26.8
	minutes go1.26-minutes go1.26.8
	heap go1.19-heap go1.19.13
	heap go1.22-heap go1.22.12
	heap go1.23-heap go1.23.12
	heap go1.26-heap go1.26.8
	heap go1.27-heap go1.27.3
	check_paths
}

# capture_all FOLDER TOOLCHAIN: everything, with both profiles on.
capture_all() {
	wanted "$1" || return 0
	local directive=${1#go}
	# From 1.27 the directive switches labels on in dumps: see go1.27-labels.
	[[ $directive == 1.27 ]] && directive=1.26
	build "$2" "$directive"
	start -block 1 -mutex 1
	# Let the contended goroutines fill the block and mutex profiles.
	sleep 2
	fetch index.html ''
	fetch goroutine.pb.gz goroutine
	fetch block.pb.gz block
	fetch mutex.pb.gz mutex
	fetch mutex.debug1.txt 'mutex?debug=1'
	fetch heap.pb.gz heap
	fetch heap.debug1.txt 'heap?debug=1'
	fetch threadcreate.pb.gz threadcreate
	fetch block-probe.pb.gz 'block?seconds=1'
	fetch goroutine.debug2.txt 'goroutine?debug=2'
	fetch metrics.txt ../../metrics
	if grep -q "'goroutineleak?" "$folder/index.html"; then
		fetch goroutineleak.pb.gz goroutineleak
		fetch goroutineleak.debug2.txt 'goroutineleak?debug=2'
	fi
	top block
	top mutex
	stop
}

labels() {
	wanted "$1" || return 0
	build "$2" "$3"
	GODEBUG=tracebacklabels=1 start -block 1 -mutex 1
	fetch goroutine.debug2.txt 'goroutine?debug=2'
	stop
}

leaks() {
	wanted "$1" || return 0
	export GOEXPERIMENT=goroutineleakprofile
	build "$2" 1.26
	start -block 1 -mutex 1
	unset GOEXPERIMENT
	fetch goroutineleak.pb.gz goroutineleak
	fetch goroutineleak.debug2.txt 'goroutineleak?debug=2'
	fetch index.html ''
	stop
}

off() {
	wanted "$1" || return 0
	build "$2" 1.26
	start -block 0 -mutex 0
	sleep 1
	fetch index.html ''
	fetch block.pb.gz block
	fetch mutex.pb.gz mutex
	fetch mutex.debug1.txt 'mutex?debug=1'
	fetch block-probe.pb.gz 'block?seconds=1'
	stop
}

# The runtime counts minutes from the first collection after the wait began.
minutes() {
	wanted "$1" || return 0
	build "$2" 1.26
	start -block 1 -mutex 1
	fetch_to /dev/null 'heap?gc=1'
	sleep 125
	fetch goroutine.debug2.txt 'goroutine?debug=2'
	stop
}

# heap FOLDER TOOLCHAIN: what fixtures/programs/hoard keeps, every allocation sampled.
heap() {
	wanted "$1" || return 0
	program=hoard build "$2" 1.18
	program=hoard start -rate 1
	fetch heap.pb.gz heap
	stop
}

minor() { cut -d. -f1,2 <<<"$1"; }

wanted() {
	[[ $1 == "$only"* ]] || return 1
	echo "$1" >&2
	folder=$captures/$1
	rm -rf "$folder"
	mkdir -p "$folder"
}

# build TOOLCHAIN DIRECTIVE
build() {
	local program=${program:-zoo}
	rm -rf "$place/source" "$place/$program"
	cp -R "$repository/fixtures/programs/$program" "$place/source"
	(
		cd "$place/source"
		# A program gets the defaults of the Go version its go.mod names.
		sed -i "s/^go .*/go $2/" go.mod
		GOTOOLCHAIN=$1 go build -trimpath -o "$place/$program" .
	)
	go_version=$1
	go_directive=$2
}

# start FLAG...: starts the program, waits until all is set up, and writes meta.json.
start() {
	local program=${program:-zoo}
	local flags="$*" profiling=
	if [[ $program == zoo ]]; then
		local block_on=true
		[[ $2 == 0 ]] && block_on=false
		profiling=",
  \"flags\": {\"block\": $2, \"mutex\": $4},
  \"blockProfilingOn\": $block_on,
  \"mutexPeriod\": $4"
	fi
	coproc served { exec "$place/$program" "$@"; }
	program_id=$served_PID
	read -r _ address <&"${served[0]}"
	cat >"$folder/meta.json" <<-JSON
		{
		  "program": "fixtures/programs/$program",
		  "goVersion": "$go_version",
		  "goDirective": "$go_directive",
		  "environment": "$(environment)",
		  "command": "$program $flags"$profiling
		}
	JSON
}

environment() {
	local set=()
	[[ -n ${GODEBUG:-} ]] && set+=("GODEBUG=$GODEBUG")
	[[ -n ${GOEXPERIMENT:-} ]] && set+=("GOEXPERIMENT=$GOEXPERIMENT")
	echo "${set[*]-}"
}

stop() {
	[[ -n $program_id ]] || return 0
	kill "$program_id" 2>/dev/null || true
	wait "$program_id" 2>/dev/null || true
	program_id=
}

fetch() { fetch_to "$folder/$1" "$2"; }

fetch_to() {
	curl --silent --show-error --fail --output "$1" "http://$address/debug/pprof/$2"
}

# top PROFILE: what go tool pprof makes of it, once for each sample type.
top() {
	{
		top_by contentions "$1"
		echo
		top_by delay "$1" -unit=ns
	} >"$folder/$1.top.txt"
}

# top_by SAMPLE_TYPE PROFILE [OPTION]
top_by() {
	GOTOOLCHAIN=${toolchains[-1]} PPROF_TMPDIR=$place go tool pprof -top -sample_index="$1" ${3:-} \
		-nodecount=100000 -nodefraction=0 -edgefraction=0 -symbolize=none \
		"$folder/$2.pb.gz" 2>/dev/null
}

check_paths() {
	local file
	while read -r file; do
		if { cat "$file"; gzip -dcf <"$file"; } | grep -aqE "$HOME/|$repository|/[t]mp/"; then
			echo "$file names a path of this machine" >&2
			exit 1
		fi
	done < <(find "$captures" -type f)
}

main
