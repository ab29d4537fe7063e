#!/bin/sh
# Compiles 10,000 rows x 10 (300,000 clips) with storyc and with the script a user would write instead, and hashes
# what came out with coreutils' sha256sum: whole processes, one after the other, several rounds, medians and ratios.
# Both must have written the same bytes.
#
#   src/bench/throughput.sh [ROUNDS [ROWS]]      5 rounds and 10,000 rows unless told
set -eu
cd "$(dirname "$0")/../.."
rounds=${1:-5}
rows=${2:-10000}
peer=src/bench/peer
work=target/bench/throughput
rm -rf "$work"
mkdir -p "$work"
cp -R src/bench/workspace/. "$work"
[ -d "$peer/node_modules" ] || (cd "$peer" && npm ci --silent)
mkdir -p "$work/data"
node "$peer/rows.mjs" "$rows" "$work/data/feed.csv"
storyc=$PWD/storyc
peer=$PWD/$peer
cd "$work"
# Builds, if it has to, and has the class-data archive made before anything is timed.
"$storyc" check storyboards/feed.yaml
sleep 10

# Prints the wall-clock milliseconds that a command took, and adds them to a file of its own.
clock() {
    name=$1
    shift
    # What the one before wrote is not to be on its way to the disk while this one runs.
    sync
    from=$(date +%s%N)
    "$@" >/dev/null
    echo $((($(date +%s%N) - from) / 1000000)) >>"$name.ms"
}

round=0
while [ "$round" -lt "$rounds" ]; do
    clock storyc "$storyc" compile storyboards/feed.yaml -o storyc.jsonl
    clock script node "$peer/compile.mjs" data/feed.csv storyboards/feed.yaml script.jsonl
    clock sha256sum sha256sum storyc.jsonl
    cmp storyc.jsonl script.jsonl
    round=$((round + 1))
done

median() {
    sort -n "$1.ms" | sed -n "$(((rounds + 1) / 2))p"
}

ratio() {
    awk "BEGIN { printf \"%.2f\", $1 / $2 }"
}

ours=$(median storyc)
script=$(median script)
sum=$(median sha256sum)
echo "$(wc -l <storyc.jsonl) lines, $(wc -c <storyc.jsonl) bytes, the same from both; medians of $rounds rounds:"
echo "  storyc compile   $ours ms"
echo "  node script      $script ms: storyc is $(ratio "$script" "$ours") times as fast"
echo "  sha256sum        $sum ms: storyc takes $(ratio "$ours" "$sum") times as long"
