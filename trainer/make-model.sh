#!/usr/bin/env bash
# Makes a shipped model again from the corpus, from mixtures to card:
#
#   trainer/make-model.sh full CORPUS OUTPUT [MORE OPTIONS OF train]
#
# The first word is full, light, free or teacher-SEED. What is in OUTPUT already is not made again, and a training run that was
# interrupted goes on. With --from FILE the run begins with learnt weights and has the recipe tune. teacher-1, teacher-2 and so
# on are networks of another kind (TALNet) that end as a run: full and light learn from all that OUTPUT holds when they begin, finished or not, light from the
# full one as well: OUTPUT/full.onnx, or else the shipped one. The free one has the light network and learns, without a
# teacher, from the recordings alone whose licences permit commercial use. The results are OUTPUT/NAME.onnx, NAME.int8.onnx
# and the card NAME.md with its pictures.
set -eu

[ $# -ge 3 ] || { sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 2; }
name=$1 corpus=$2 output=$3
shift 3
trainer=$(cd "$(dirname "$0")" && pwd)/target/earshot-trainer/bin/earshot-trainer
mkdir -p "$output"

mixed() { # FOLDER OPTIONS...
  local folder=$output/$1
  shift
  [ -f "$folder/tags.csv" ] || "$trainer" mix --corpus "$corpus" --output "$folder" "$@"
}

recipe=$name licences=all train=train licence=()
if [ "$name" = free ]; then
  recipe=light licences=free train=train-free
  licence=(--licence "**Commercial use is permitted** by the licence of every recording that its weights were learnt from; those of the\
 GPL, CC-BY-SA and ODbL ask for attribution or for sharing alike. The thresholds were chosen, and the figures measured, on\
 recordings of other licences too.")
  mixed train-free --licences free --split train --clips 16000 --seed 20261201 --features-only
else
  mixed train --split train --clips 30000 --seed 20261130 --features-only
fi
mixed validation --split validation --clips 1500 --seed 2 --features-only

run=$output/run-$name
set -- --data "$output/$train" --validation "$output/validation" --output "$run" "$@"
teachers=
if [[ "$name" = teacher-* ]]; then
  recipe=full
  set -- --network talnet --set talnet.channels=16,32,64,128,256 --set talnet.units=256 --set train.auxiliaryWeight=0 \
    --set train.clipSteps=42000 --set train.seed="${name#teacher-}" "$@"
elif [ "$name" = free ]; then
  set -- --set train.clipSteps=36000 --set augment.maskShare=0.5 --set augment.shiftBands=1.5 --set augment.mixShare=0.2 "$@"
else
  if [ ! -f "$run/checkpoint.npz" ]; then # copies, since a run goes on with what it began with, whatever OUTPUT holds by then
    for other in "$output"/run-teacher-*/checkpoint.npz; do
      [ -f "$other" ] || continue
      pin=$run.$(basename "$(dirname "$other")").npz
      cp "$other" "$pin"
      teachers=$teachers,$pin
    done
    if [ "$name" = light ]; then
      full=full
      if [ -f "$output/full.onnx" ]; then
        full=$run.full.onnx
        cp "$output/full.onnx" "$full"
      fi
      teachers=$teachers,$full
    fi
    echo "$teachers" > "$run.teachers"
  fi
  [ ! -f "$run.teachers" ] || teachers=$(cat "$run.teachers")
fi
[ -z "$teachers" ] || [[ " $* " == *" --teacher "* ]] || set -- --teacher "${teachers#,}" "$@"
if [ -f "$run/checkpoint.npz" ]; then
  options=(--resume)
  while [ $# -gt 0 ]; do # where it began is long past
    case $1 in --from) shift 2 ;; *) options+=("$1") && shift ;; esac
  done
  set -- "${options[@]}"
else
  [[ " $* " == *" --from "* ]] || set -- --recipe "$recipe" "$@"
fi
"$trainer" train "$@"
[[ "$name" != teacher-* ]] || exit 0

mixed background --split validation --style background --clips 1440 --seed 3 --features-only
mixed test --split test --clips 500 --seed 1
mixed paper --split test --style paper --clips 200 --seed 2
mixed quiet --split test --style background --clips 720 --seed 3

"$trainer" export --run "$run" --name "earshot-$name" --model-version 0.3.0 --window 15:3 --thresholds paper --output "$output/$name-raw.onnx"
"$trainer" thresholds --model "$output/$name-raw.onnx" --data "$output/validation" --background "$output/background" \
  --gate-frames 62 --output "$output/$name.onnx" > "$output/$name-thresholds.json"
"$trainer" export --model "$output/$name.onnx" --precision int8 --data "$output/$train" --output "$output/$name.int8.onnx"
"$trainer" card --model "$output/$name.onnx" --twin "$output/$name.int8.onnx" --data "$output/test" --also "paper-like=$output/paper" \
  --background "$output/quiet" --conditions rate=8000,rate=44100,gain=-10,dc=0.1,clip=12 --corpus "$corpus" --licences "$licences" "${licence[@]}" \
  --history "$run/log.csv" --file-name "$name" --output "$output"
