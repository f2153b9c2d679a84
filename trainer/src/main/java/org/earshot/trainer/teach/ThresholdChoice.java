package org.earshot.trainer.teach;

import java.util.ArrayList;
import java.util.List;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.choice.AlarmTail;
import org.earshot.trainer.eval.metric.EventRow;
import org.earshot.trainer.eval.metric.EventTolerance;
import org.earshot.trainer.eval.score.ConfirmedRun;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.teach.scene.Scene;

/**
 * Chooses the thresholds of a new label on clips that its heads have not learnt from: for each pair of activity thresholds
 * the lowest gate that background stays below, but for so many alarms an hour, and of these the one that finds most.
 * Background of the place that is long enough is counted on alone.
 *
 * <p>Immutable.
 */
final class ThresholdChoice {
    private static final float[] HIGHS = {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f};
    private static final float[] LOW_SHARES = {0.15f, 0.3f, 0.6f};

    /** The gate alone lets no more than so many times the alarms through that both thresholds do. */
    private static final double GATE_ALONE = 10;

    /** With that much background of the place the sounds that come with the program are not counted on. */
    private static final double ENOUGH_HOURS = 0.45;

    private final Manifest manifest;
    private final List<HeldOutClip> clips;
    private final EventDecoder decoder;
    private final double clipHours;
    private final boolean givenAlone;

    ThresholdChoice(Manifest manifest, List<HeldOutClip> clips) {
        this.manifest = manifest;
        this.clips = clips;
        this.decoder = EventDecoder.of(EventDecoder.Mode.STREAM, manifest);
        this.clipHours =
                (double) manifest.frontEnd().clipSamples() / manifest.frontEnd().rateHz() / 3600;
        long given = clips.stream()
                .filter(clip -> clip.part() == Scene.Part.BED && clip.given())
                .count();
        this.givenAlone = given * clipHours >= ENOUGH_HOURS;
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

    /** The best thresholds for at most so many alarms an hour. */
    Choice choose(double alarmsPerHour) {
        Choice best = null;
        double bestValue = -1;
        // A gate that only the activity keeps quiet would be one that fits these recordings.
        float least = tail(runs(HIGHS[0], HIGHS[0] * LOW_SHARES[0])).gate(GATE_ALONE * alarmsPerHour);
        for (float high : HIGHS) {
            for (float share : LOW_SHARES) {
                List<List<ConfirmedRun>> runs = runs(high, high * share);
                AlarmTail tail = tail(runs);
                float gate = Math.max(least, tail.gate(alarmsPerHour));
                Choice choice = count(new Thresholds(gate, high, high * share), runs, tail);
                double value = choice.recall() + choice.eventF1();
                if (value > bestValue) {
                    best = choice;
                    bestValue = value;
                }
            }
        }
        return best;
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

    private AlarmTail tail(List<List<ConfirmedRun>> runs) {
        List<Float> tags = new ArrayList<>();
        int heard = 0;
        for (int i = 0; i < clips.size(); i++) {
            if (clips.get(i).part() == Scene.Part.BED && (clips.get(i).given() || !givenAlone)) {
                heard++;
                runs.get(i).forEach(run -> tags.add(run.tag()));
            }
        }
        float[] all = new float[tags.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = tags.get(i);
        }
        return new AlarmTail(all, heard * clipHours);
    }

    private Choice count(Thresholds thresholds, List<List<ConfirmedRun>> runs, AlarmTail tail) {
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
