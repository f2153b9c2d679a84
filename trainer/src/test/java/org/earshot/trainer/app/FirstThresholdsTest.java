package org.earshot.trainer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.earshot.core.model.ModelFile;
import org.earshot.trainer.export.ManifestStamp;
import org.earshot.trainer.export.TinyModel;
import org.earshot.trainer.train.DataRecord;
import org.earshot.trainer.train.RunClips;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstThresholdsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldNotCallClipsHeldOutThatMayHaveBeenLearntFrom() throws IOException {
        RunClips clips = new RunClips(TestDataSet.write(folder.resolve("data")).toString(), null);
        ModelFile model = ModelFile.read(TinyModel.streaming(TinyModel.SEED), "tiny");
        Path older = Files.write(folder.resolve("older.onnx"), model.bytes());
        Path newer = Files.write(
                folder.resolve("newer.onnx"),
                ManifestStamp.stamp(
                        model.bytes(), model.manifest().withTraining(Map.of(DataRecord.HELD_OUT, DataRecord.BY_NAME))));

        assertThat(FirstThresholds.choose(older, clips))
                .contains("8 clips of the run, because it does not say which of them it was validated on");
        assertThat(FirstThresholds.choose(newer, clips)).contains("8 training clips, because there are few others");
    }
}
