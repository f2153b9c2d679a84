package org.earshot.trainer.eval.score;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleConsumer;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.DataException;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.clips.Clip;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.eval.metric.EventRow;

/**
 * Scores the clips of a data set with a model: from the stored features, or from the audio under a condition (another
 * rate, level, band, ...).
 *
 * <p>For one thread at a time.
 */
public final class SetScorer {
    private static final int BATCH = 8;

    private final ClipScorer scorer;
    private final FrontEnd frontEnd;
    private final List<String> labels;
    private final DoubleConsumer progress;

    /**
     * @param blocks blocks in a clip
     * @param progress receives the share of the work that is done, 0..1
     */
    public SetScorer(MaskNetwork network, int blocks, DoubleConsumer progress) {
        this(network, blocks, null, progress);
    }

    /** @param segments also pools each segment; null for none */
    public SetScorer(MaskNetwork network, int blocks, SegmentPooling segments, DoubleConsumer progress) {
        this.scorer = new ClipScorer(network, blocks, segments);
        this.frontEnd = network.manifest().frontEnd();
        this.labels = network.manifest().labels();
        this.progress = progress;
    }

    /** From the data set's features. */
    public ScoredSet score(ClipDataset data) {
        return score(data, data::features);
    }

    /**
     * From the data set's audio.
     *
     * @throws DataException if it has features only
     */
    public ScoredSet score(ClipDataset data, InputCondition condition) {
        for (int i = 0; i < data.size(); i++) {
            if (!Files.isReadable(data.clip(i).audio())) {
                throw new DataException(data.clip(i).audio() + ": no such audio, so the data set cannot be scored"
                        + " under the condition "
                        + condition.name() + "; mix it without --features-only");
            }
        }
        return score(data, i -> features(data.clip(i).audio(), condition));
    }

    private ScoredSet score(ClipDataset data, Features features) {
        requireKnownLabels(data);
        int values = data.frames() * data.mels();
        float[] batch = new float[BATCH * values];
        List<ClipScores> scores = new ArrayList<>();
        for (int first = 0; first < data.size(); first += BATCH) {
            int clips = Math.min(BATCH, data.size() - first);
            for (int b = 0; b < clips; b++) {
                System.arraycopy(features.of(first + b), 0, batch, b * values, values);
            }
            scores.addAll(scorer.score(batch, clips, data.frames()));
            progress.accept((double) scores.size() / data.size());
        }
        return withTruth(data, scores);
    }

    private float[] features(Path audio, InputCondition condition) {
        float[] heard = condition.apply(AudioFiles.readMono(audio, frontEnd.rateHz()), frontEnd.rateHz());
        return LogMel.of(frontEnd, Arrays.copyOf(heard, frontEnd.clipSamples()));
    }

    private ScoredSet withTruth(ClipDataset data, List<ClipScores> scores) {
        List<String> names = new ArrayList<>();
        List<boolean[]> tags = new ArrayList<>();
        List<List<EventRow>> events = new ArrayList<>();
        boolean strong = true;
        for (int i = 0; i < data.size(); i++) {
            Clip clip = data.clip(i);
            names.add(clip.name());
            boolean[] heard = new boolean[labels.size()];
            clip.tags().forEach(tag -> heard[labels.indexOf(tag)] = true);
            tags.add(heard);
            events.add(clip.events().stream()
                    .map(e -> new EventRow(clip.name(), e.onsetSeconds(), e.offsetSeconds(), e.label()))
                    .toList());
            strong &= clip.strong();
        }
        return new ScoredSet(
                labels,
                frontEnd.frameSeconds(),
                (double) frontEnd.clipSamples() / frontEnd.rateHz(),
                names,
                tags,
                strong ? events : null,
                scores);
    }

    private void requireKnownLabels(ClipDataset data) {
        Set<String> unknown = new TreeSet<>();
        for (int i = 0; i < data.size(); i++) {
            unknown.addAll(data.clip(i).tags());
        }
        labels.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new DataException("the data set has labels that the model lacks: " + unknown);
        }
    }

    private interface Features {
        float[] of(int clip);
    }
}
