package org.earshot.trainer.teach;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.choice.AlarmLimit;
import org.earshot.trainer.eval.score.ConfirmedRun;
import org.earshot.trainer.teach.head.FapHead;
import org.earshot.trainer.teach.head.LabelGraft;
import org.earshot.trainer.teach.scene.Examples;
import org.earshot.trainer.teach.scene.Scene;

/**
 * A label that was taught, and how well it was learnt. Immutable.
 *
 * @param request what was asked for
 * @param head what was learnt
 * @param choice chooses its thresholds
 * @param examples the recordings it was learnt from
 * @param givenSeconds length of the background that was given
 * @param leftOut shipped kinds that were left out
 * @param clips what was said of what was held out
 * @param takenByOthers for each of the model's labels the share of the examples that it is said of
 */
public record Taught(
        Teaching.Request request,
        FapHead head,
        ThresholdChoice choice,
        Examples examples,
        double givenSeconds,
        Set<String> leftOut,
        List<HeldOutClip> clips,
        Map<String, Double> takenByOthers) {
    /** What is to be said of the recordings, a line each. */
    public List<String> notices() {
        return examples.notices();
    }

    /** The label's own thresholds and what they do. */
    public ThresholdChoice.Choice chosen() {
        return choice.choose(request.alarmsPerHour());
    }

    /**
     * A model with the label.
     *
     * @param into the model that it was taught to, or the same in eight bits
     * @param name what it is called
     * @param record for the manifest
     */
    public byte[] graft(ModelFile into, String name, Map<String, Object> record) {
        Map<String, Thresholds> points = new TreeMap<>();
        // A detector goes by the normal point, so this is what the card is about, whatever limit was asked for.
        AlarmLimit.points(request.alarmsPerHour())
                .forEach(point -> points.put(
                        point.name(), choice.choose(point.alarmsPerHour()).thresholds()));
        return LabelGraft.with(
                into, new LabelGraft.Label(request.label(), head, chosen().thresholds(), points), name, record);
    }

    /** Share of the examples within 2.5 dB of a level that the chosen thresholds find, when held out; NaN without any. */
    public double recallAt(double snrDb) {
        return foundAt(snrDb, chosen().thresholds()).share();
    }

    /** How many of how many sounds were found. */
    record Found(int found, int sounds) {
        /** NaN without any. */
        double share() {
            return sounds == 0 ? Double.NaN : (double) found / sounds;
        }
    }

    Found foundAt(double snrDb, Thresholds thresholds) {
        List<List<ConfirmedRun>> events = choice.events(thresholds);
        int sounds = 0;
        int found = 0;
        for (int i = 0; i < clips.size(); i++) {
            HeldOutClip clip = clips.get(i);
            if (clip.part() == Scene.Part.EXAMPLE && Math.abs(clip.snrDb() - snrDb) <= 2.5) {
                sounds++;
                found += events.get(i).stream().anyMatch(clip::overlaps) ? 1 : 0;
            }
        }
        return new Found(found, sounds);
    }
}
