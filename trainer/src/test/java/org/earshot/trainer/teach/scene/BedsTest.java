package org.earshot.trainer.teach.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.earshot.core.model.FrontEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BedsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldTellRecordingsOfOneNameInTwoFoldersApart() throws IOException {
        Recordings.noise(folder.resolve("monday"), 12, 0.1, 1);
        Recordings.noise(folder.resolve("tuesday"), 12, 0.1, 1);

        Beds.Given given = new Beds(FrontEnd.wide16k(), 180).given(folder, 100);

        assertThat(given.seconds()).isEqualTo(24);
        assertThat(given.beds())
                .extracting(Bed::kind)
                .containsExactly(
                        "monday/noise-1.flac",
                        "monday/noise-1.flac at 0:05",
                        "tuesday/noise-1.flac",
                        "tuesday/noise-1.flac at 0:05");
    }
}
