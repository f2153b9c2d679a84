package org.earshot.trainer.teach;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.metric.EventRow;
import org.earshot.trainer.eval.metric.EventTolerance;
import org.earshot.trainer.eval.score.ConfirmedRun;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.teach.scene.Scene;

/**
 * Chooses the thresholds of a new label on clips that its heads have not learnt from: for each pair of activity thresholds
 * the lowest gate above which no more alarms an hour are to be expected than asked for, and of these the one that finds most.
 * Background of the place that is long enough is counted on alone. Of other sounds no more than a tenth may be taken for the
 * label.
 *
 * <p>Immutable.
 */
final class ThresholdChoice {
    /** Higher ones would leave too few alarms to see their tail, and fit these recordings. */
    private static final float[] HIGHS = {0.1f, 0.2f, 0.3f, 0.5f};

    private static final float[] LOW_SHARES = {0.15f, 0.3f, 0.6f};

    /** Thresholds that find no more than so much less are preferred if their events begin and end better. */
    private static final double ALIKE = 0.02;

    /** Share of the other sounds that may be taken for the label, however quiet the background is. */
    private static final double TAKEN_FOR_IT = 0.1;

    /** With that much background of the place the sounds that come with the program are not counted on. */
    private static final double ENOUGH_HOURS = 0.3;

    private final Manifest manifest;
    private final List<HeldOutClip> clips;
    private final EventDecoder decoder;
    private final double clipHours;
    private final double givenHours;
    private final boolean givenAlone;

    /** @param givenSeconds length of the background of the place; shorter than its clips where these repeat short recordings */
    ThresholdChoice(Manifest manifest, List<HeldOutClip> clips, double givenSeconds) {
        this.manifest = manifest;
        this.clips = clips;
        this.decoder = EventDecoder.of(EventDecoder.Mode.STREAM, manifest);
        this.clipHours =
                (double) manifest.frontEnd().clipSamples() / manifest.frontEnd().rateHz() / 3600;
        long given = clips.stream()
                .filter(clip -> clip.part() == Scene.Part.BED && clip.given())
                .count();
        this.givenHours = Math.min(given * clipHours, givenSeconds / 3600);
        this.givenAlone = givenHours >= ENOUGH_HOURS;
    }

    /**
     * What thresholds do.
     *
     * @param thresholds gate, high and low
     * @param recall share of the sounds that an event overlaps
     * @param eventF1 with an onset good to 200 ms and an end good to 200 ms or half the length
     * @param alarms counted on background
     * @param hours of that background
     */
    record Choice(Thresholds thresholds, double recall, double eventF1, int alarms, double hours) {}

    /** Length of a clip in hours. */
    double clipHours() {
        return clipHours;
    }

    /** Hours of the background of the place, each second counted once. */
    double givenHours() {
        return givenHours;
    }

    /** The best thresholds for at most so many alarms an hour. */
    Choice choose(double alarmsPerHour) {
        List<Choice> choices = new ArrayList<>();
        for (float high : HIGHS) {
            for (float share : LOW_SHARES) {
                List<List<ConfirmedRun>> runs = runs(high, high * share);
                GateTail tail = tail(runs);
                float gate = Math.max(tail.gate(alarmsPerHour), gateOfOthers(runs));
                choices.add(count(new Thresholds(gate, high, high * share), runs, tail));
            }
        }
        double most = choices.stream().mapToDouble(Choice::recall).max().orElseThrow();
        return choices.stream()
                .filter(choice -> choice.recall() >= most - ALIKE)
                .max(Comparator.comparingDouble(Choice::eventF1))
                .orElseThrow();
    }

    /** The runs of each clip that thresholds let through. */
    List<List<ConfirmedRun>> events(Thresholds thresholds) {
        return runs(thresholds.high(), thresholds.low()).stream()
                .map(runs ->
                        runs.stream().filter(r -> r.tag() > thresholds.gate()).toList())
                .toList();
    }

    private List<List<ConfirmedRun>> runs(float high, float low) {
        return clips.stream()
                .map(clip -> decoder.runs(clip.scores(), 0, high, low))
                .toList();
    }

    /** The lowest gate that lets no more than {@link #TAKEN_FOR_IT} of the other sounds through. */
    private float gateOfOthers(List<List<ConfirmedRun>> runs) {
        List<Float> highest = new ArrayList<>();
        for (int i = 0; i < clips.size(); i++) {
            if (clips.get(i).part() == Scene.Part.OTHER) {
                highest.add(runs.get(i).stream()
                        .map(ConfirmedRun::tag)
                        .max(Comparator.naturalOrder())
                        .orElse(0f));
            }
        }
        highest.sort(Comparator.reverseOrder());
        return highest.isEmpty() ? 0 : highest.get((int) (TAKEN_FOR_IT * highest.size()));
    }

    private GateTail tail(List<List<ConfirmedRun>> runs) {
        List<Float> tags = new ArrayList<>();
        int others = 0;
        for (int i = 0; i < clips.size(); i++) {
            if (clips.get(i).part() == Scene.Part.BED && (clips.get(i).given() || !givenAlone)) {
                others += clips.get(i).given() ? 0 : 1;
                runs.get(i).forEach(run -> tags.add(run.tag()));
            }
        }
        float[] all = new float[tags.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = tags.get(i);
        }
        return new GateTail(all, givenHours + others * clipHours);
    }

    private Choice count(Thresholds thresholds, List<List<ConfirmedRun>> runs, GateTail tail) {
        int sounds = 0;
        int heard = 0;
        int hits = 0;
        int found = 0;
        for (int i = 0; i < clips.size(); i++) {
            HeldOutClip clip = clips.get(i);
            if (clip.part() == Scene.Part.BED) {
                continue;
            }
            boolean overlapped = false;
            boolean hit = false;
            for (ConfirmedRun run : runs.get(i)) {
                if (run.tag() > thresholds.gate()) {
                    found++;
                    overlapped |= clip.overlaps(run);
                    hit |= clip.onset() >= 0 && fits(clip, run);
                }
            }
            if (clip.part() == Scene.Part.EXAMPLE) {
                sounds++;
                heard += overlapped ? 1 : 0;
                hits += hit ? 1 : 0;
            }
        }
        double f1 = sounds + found == 0 ? 0 : 2.0 * hits / (sounds + found);
        return new Choice(
                thresholds, sounds == 0 ? 0 : (double) heard / sounds, f1, tail.count(thresholds.gate()), tail.hours());
    }

    private boolean fits(HeldOutClip clip, ConfirmedRun run) {
        return EventTolerance.PAPER.covers(
                row(clip.onset(), clip.offset()),
                row(run.frames().onset(), run.frames().offset()));
    }

    private EventRow row(long onset, long offset) {
        double frame = manifest.frontEnd().frameSeconds();
        return new EventRow("clip", onset * frame, offset * frame, "label");
    }
}
