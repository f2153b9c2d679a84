package org.earshot.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.TestModels;
import org.junit.jupiter.api.Test;

/** What each source costs of the heap, beside what all sources of a thread share. */
class PipelineMemoryTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Manifest manifest = TestModels.tiny().manifest();
    private final DetectorSettings settings = DetectorSettings.of(manifest, 10);

    @Test
    void shouldKeepLittleOfEachSource() {
        pipeline();

        long one = allocated(this::pipeline);

        // 17 kB of frames, 8 kB of samples, and small things; what a frame is computed in and stored by is shared.
        assertThat(one).isBetween(20_000L, 48_000L);
    }

    @Test
    void shouldLeaveNothingBehindButWhatIsStored() {
        SourcePipeline pipeline = pipeline();
        var store = new Scenes.HeapStore();
        float[] second = Scenes.restlessSound(1, manifest.frontEnd().rateHz());
        List<Long> each = new ArrayList<>();

        for (int i = 0; i < 4; i++) {
            pipeline.accept(second, 0, second.length);
            each.add(allocated(() -> pipeline.save(store)));
        }

        // About 4 kB are stored of a second, and copied once.
        assertThat(each.get(each.size() - 1)).isLessThan(16_000);
    }

    private SourcePipeline pipeline() {
        return new SourcePipeline(manifest, settings, manifest.frontEnd().rateHz());
    }

    private static long allocated(Runnable work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
