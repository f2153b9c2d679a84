package org.earshot.app.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.detect.ClipTagSink;
import org.earshot.core.detect.Detection;
import org.earshot.core.detect.DetectionSink;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.detect.SourcePipeline;
import org.earshot.core.infer.MaskNetwork;

/** Sound to events without Kafka: bytes to samples, features, network and decoder, on one source a thread. */
final class PipelineBench {
    private final MaskNetwork network;
    private final DetectorSettings settings;
    private final BenchSound sound;

    PipelineBench(MaskNetwork network, DetectorSettings settings, BenchSound sound) {
        this.network = network;
        this.settings = settings;
        this.sound = sound;
    }

    /** One chunk a step, from the beginning again when the sound is over. */
    Workers.Work work() {
        return new Workers.Work() {
            private final Source source = new Source();
            private int chunk;

            @Override
            public double step() {
                int samples = source.hear(chunk, detection -> {}, ClipTagSink.NONE);
                chunk = (chunk + 1) % sound.chunks();
                return (double) samples / sound.rateHz();
            }
        };
    }

    /** What one source's whole sound gives, and which chunk gave it. */
    Expected expected() {
        Source source = new Source();
        List<EventKey> ended = new ArrayList<>();
        Map<EventKey, Integer> told = new HashMap<>();
        List<Integer> clips = new ArrayList<>();
        for (int c = 0; c <= sound.chunks(); c++) {
            int chunk = Math.min(c, sound.chunks() - 1);
            DetectionSink sink = detection -> {
                EventKey key = EventKey.of(detection, network.manifest().labels());
                told.put(key, chunk);
                if (detection.phase() == Detection.Phase.ENDED) {
                    ended.add(key);
                }
            };
            if (c < sound.chunks()) {
                source.hear(c, sink, clip -> clips.add(chunk));
            } else {
                source.end(sink, clip -> clips.add(chunk));
            }
        }
        return new Expected(ended, told, clips);
    }

    /**
     * What a source's sound gives.
     *
     * @param ended events when they end
     * @param told each phase of an event, with the number of the chunk after which it was emitted
     * @param clips number of the chunk after which each clip's tags are known
     */
    record Expected(List<EventKey> ended, Map<EventKey, Integer> told, List<Integer> clips) {}

    /** An event's phase as both sides of Kafka know it. */
    record EventKey(String phase, String label, long onsetSample, long offsetSample) {
        static EventKey of(Detection d, List<String> labels) {
            return new EventKey(d.phase().name(), labels.get(d.label()), d.onsetSample(), d.offsetSample());
        }
    }

    private final class Source {
        private final SourcePipeline pipeline = new SourcePipeline(network.manifest(), settings, sound.rateHz());
        private final float[] mono = new float[sound.chunkSamples()];
        private float[] block = new float[0];

        int hear(int chunk, DetectionSink detections, ClipTagSink clips) {
            int samples = sound.decode(chunk, mono);
            pipeline.accept(mono, 0, samples);
            score(detections, clips);
            return samples;
        }

        void end(DetectionSink detections, ClipTagSink clips) {
            pipeline.finish();
            score(detections, clips);
        }

        private void score(DetectionSink detections, ClipTagSink clips) {
            while (pipeline.readyBlocks() > 0) {
                int frames = pipeline.nextBlockFrames();
                int values = frames * network.manifest().frontEnd().mels();
                if (block.length < values) {
                    block = new float[values];
                }
                pipeline.copyNextBlock(block, 0);
                pipeline.apply(network.score(block, 1, frames), 0, detections, clips);
            }
        }
    }
}
