package org.earshot.app.bench;

import java.util.List;
import java.util.Map;
import org.earshot.app.config.ModelSection;
import org.earshot.core.infer.DeviceChoice;

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
        Map<String, String> overrides) {

    /** Whether the topology's layers remember the last frames of each source. */
    boolean caches() {
        String byDefault = device.kind() == DeviceChoice.Kind.CPU ? "" + ModelSection.CACHE_BYTES_AUTO : "0";
        return !overrides
                .getOrDefault(ModelSection.INFER_CACHE_BYTES, byDefault)
                .equals("0");
    }
}
