package org.earshot.app.bench;

import java.util.List;
import java.util.Map;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.app.config.DetectionSection;
import org.earshot.app.config.ModelSection;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.model.Manifest;

/**
 * What a bench measures.
 *
 * @param model name of a shipped model, or a file
 * @param device where the network runs
 * @param precisions of the model
 * @param blocks numbers of blocks of a clip
 * @param threads numbers of scoring threads
 * @param seconds about how long each measurement takes
 * @param latencySeconds how long sources send in real time to measure latency
 * @param flood whether to measure the latency again beside a source that floods
 * @param overrides further settings of the topology
 * @param config what a detector that is started here is configured with, those among it
 */
record BenchSettings(
        String model,
        DeviceChoice device,
        List<String> precisions,
        List<Integer> blocks,
        List<Integer> threads,
        int seconds,
        int latencySeconds,
        boolean flood,
        Map<String, String> overrides,
        Config config) {

    /** Whether the topology's layers remember the last frames of each source. @param used the device that the network runs on */
    boolean caches(String used) {
        long asked = config.model().cacheBytes();
        return asked == ModelSection.CACHE_BYTES_AUTO ? used.equals(DeviceChoice.CPU.toString()) : asked > 0;
    }

    /** Detection as that detector has it. */
    DetectorSettings detector(Manifest model, int blocks) {
        return ConfiguredNetwork.detector(
                config.with(Map.of(DetectionSection.CLIP_BLOCKS, Integer.toString(blocks))), model, "bench");
    }
}
