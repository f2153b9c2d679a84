package org.earshot.trainer.teach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.export.TinyModel;
import org.earshot.trainer.teach.head.FapHead;
import org.earshot.trainer.teach.head.HeadTensors;
import org.earshot.trainer.teach.head.LabelGraft;
import org.junit.jupiter.api.Test;

class TeachingTest {
    private static final int CHANNELS = 4;

    private final ModelFile model = ModelFile.read(TinyModel.streaming(TinyModel.SEED), "tiny");

    @Test
    void shouldBeginWithWhatTheModelWasTrainedFor() {
        assertThat(start(model, "middle").weights())
                .isEqualTo(HeadTensors.of(model).head(1).weights());
    }

    @Test
    void shouldForgetWhatWasTaughtFromRecordingsThatMayNowBeHeldOut() {
        FapHead fresh = FapHead.fresh(CHANNELS, 64);

        for (String label : new String[] {"bell", "middle"}) {
            FapHead start = start(taught(label), label);
            assertThat(start.weights()).isEqualTo(fresh.weights());
            assertThat(start.bias()).isEqualTo(fresh.bias());
            assertThat(start.alpha()).isEqualTo(fresh.alpha());
        }
        assertThat(start(taught("bell"), "middle").weights())
                .as("another label was taught")
                .isEqualTo(HeadTensors.of(model).head(1).weights());
    }

    private ModelFile taught(String label) {
        FapHead learnt = new FapHead(
                new float[] {1, 2, 3, 4}, 1, FapHead.fresh(CHANNELS, 64).alpha());
        LabelGraft.Label grafted = new LabelGraft.Label(label, learnt, Thresholds.PAPER, Map.of());
        return ModelFile.read(LabelGraft.with(model, grafted, "taught", Map.of("recordings", 5)), "taught");
    }

    private static FapHead start(ModelFile file, String label) {
        return Teaching.start(file.manifest(), label, HeadTensors.of(file), CHANNELS);
    }
}
