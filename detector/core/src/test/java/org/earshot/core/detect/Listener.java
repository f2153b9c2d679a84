package org.earshot.core.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;

/** Drives a pipeline with a network, and writes down all that it says, with the number of the block that said it. */
public final class Listener {
    public record Heard(long block, Detection detection) {}

    public record Clip(long start, long end, List<Float> tags, float validFraction) {
        static Clip of(TaggedClip clip) {
            List<Float> tags = new ArrayList<>();
            for (float tag : clip.tags()) {
                tags.add(tag);
            }
            return new Clip(clip.startSample(), clip.endSample(), tags, clip.validFraction());
        }
    }

    public final List<Heard> heard = new ArrayList<>();
    public final List<Clip> clips = new ArrayList<>();
    /** Of each event that ended, its sound with the lead, where sound is kept. */
    public final List<float[]> sounds = new ArrayList<>();

    private final MaskNetwork network;
    private final DetectorSettings settings;
    private final int rateHz;
    private final Scenes.HeapStore store = new Scenes.HeapStore();
    private SourcePipeline pipeline;
    private long block;

    public Listener(MaskNetwork network, DetectorSettings settings, int rateHz) {
        this.network = network;
        this.settings = settings;
        this.rateHz = rateHz;
        this.pipeline = new SourcePipeline(network.manifest(), settings, rateHz);
    }

    /** All at once, each block scored as soon as it is ready. */
    public Listener hear(float[] sound) {
        pipeline.accept(sound, 0, sound.length);
        scoreAll();
        return end();
    }

    /** In random pieces, scored after random delays, saved and restored at random points. */
    public Listener hearDisturbed(float[] sound, long seed) {
        var random = new Random(seed);
        int longest = 1 + random.nextInt(500);
        int at = 0;
        while (at < sound.length) {
            int piece = Math.min(sound.length - at, random.nextInt(longest + 1));
            pipeline.accept(sound, at, piece);
            at += piece;
            disturb(random);
        }
        pipeline.finish();
        while (!pipeline.isDone()) {
            disturb(random);
        }
        return this;
    }

    private void disturb(Random random) {
        if (random.nextInt(3) == 0) {
            restore();
        }
        while (pipeline.readyBlocks() > 0 && random.nextInt(3) > 0) {
            scoreNext();
            if (random.nextInt(4) == 0) {
                restore();
            }
        }
    }

    public SourcePipeline pipeline() {
        return pipeline;
    }

    public Scenes.HeapStore store() {
        return store;
    }

    public void restore() {
        pipeline.save(store);
        pipeline = SourcePipeline.restore(network.manifest(), settings, rateHz, store);
    }

    public Listener end() {
        pipeline.finish();
        scoreAll();
        return this;
    }

    public void scoreAll() {
        while (pipeline.readyBlocks() > 0) {
            scoreNext();
        }
    }

    public void scoreNext() {
        int mels = network.manifest().frontEnd().mels();
        int frames = pipeline.nextBlockFrames();
        float[] input = new float[2 * frames * mels];
        Arrays.fill(input, 0, frames * mels, -3);
        pipeline.copyNextBlock(input, frames * mels);
        Scores scores = network.score(input, 2, frames);
        pipeline.apply(scores, 1, this::told, clip -> clips.add(Clip.of(clip)));
        block++;
    }

    private void told(Detection detection) {
        heard.add(new Heard(block, detection));
        if (pipeline.sound() != null && detection.phase() == Detection.Phase.ENDED) {
            long lead = settings.soundKept().leadSamples();
            long from = Math.max(0, pipeline.modelSampleAtOrBefore(detection.onsetSample()) - lead);
            sounds.add(pipeline.sound().copy(from, pipeline.modelSampleAtOrAfter(detection.offsetSample())));
        }
    }

    public List<Detection> detections() {
        return heard.stream().map(Heard::detection).toList();
    }

    public List<Detection> ended() {
        return detections().stream()
                .filter(d -> d.phase() == Detection.Phase.ENDED)
                .toList();
    }
}
