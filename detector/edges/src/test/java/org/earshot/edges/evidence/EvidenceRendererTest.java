package org.earshot.edges.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.earshot.core.infer.InferenceException;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.live.BandNetwork;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelException;
import org.earshot.streams.evidence.EvidenceClip;
import org.earshot.streams.evidence.EvidenceMode;
import org.earshot.streams.evidence.EvidenceSettings;
import org.junit.jupiter.api.Test;

class EvidenceRendererTest {
    private static final EvidenceSettings FULL = new EvidenceSettings(
            EvidenceMode.FULL, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1), Duration.ofSeconds(1), List.of());

    @Test
    void shouldDoWithoutMasksWhereAModelHasNone() {
        EvidenceFiles files = new EvidenceRenderer(new Faulty(false, null), FULL).make(clip());

        assertThat(files.clip()).isNotEmpty();
        assertThat(files.picture()).isNotEmpty();
        assertThat(files.separated()).isNull();
    }

    @Test
    void shouldTellTheFaultsOfANetworkThatHasMasks() {
        assertThatThrownBy(() -> new EvidenceRenderer(
                                new Faulty(true, new InferenceException("device lost", null)), FULL)
                        .make(clip()))
                .hasMessage("device lost");
        assertThatThrownBy(
                        () -> new EvidenceRenderer(new Faulty(true, new ModelException("masks of another shape")), FULL)
                                .make(clip()))
                .hasMessage("masks of another shape");
    }

    private static EvidenceClip clip() {
        return new EvidenceClip("low", 0, "gate", "id", new float[16_000], 4_000, 8_000);
    }

    /** A network whose masks are not to be had. */
    private record Faulty(boolean givesMasks, RuntimeException fault, MaskNetwork bands) implements MaskNetwork {
        Faulty(boolean givesMasks, RuntimeException fault) {
            this(givesMasks, fault, new BandNetwork());
        }

        @Override
        public Manifest manifest() {
            return bands.manifest();
        }

        @Override
        public String sha256() {
            return bands.sha256();
        }

        @Override
        public String device() {
            return bands.device();
        }

        @Override
        public Scores score(float[] logMel, int batch, int frames) {
            return bands.score(logMel, batch, frames);
        }

        @Override
        public float[] masks(float[] logMel, int frames) {
            throw fault;
        }

        @Override
        public void close() {}
    }
}
