package org.earshot.trainer.teach.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.core.audio.flac.FlacWriter;
import org.earshot.core.model.DataException;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.corpus.Recording.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
    private static final FrontEnd FRONT_END = FrontEnd.wide16k();

    @TempDir
    private Path folder;

    @Test
    void shouldRefuseTwoRecordings() throws IOException {
        Recordings.chirps(folder, 2);

        assertThatThrownBy(this::read)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("2 of the recordings can be learnt from, 3 are the least");
    }

    @Test
    void shouldSayWhatToExpectOfFour() throws IOException {
        Recordings.chirps(folder, 4);

        Examples examples = read();

        assertThat(examples.groups()).isEqualTo(4);
        assertThat(examples.notices()).anyMatch(line -> line.startsWith("only 4 different recordings"));
        // Three speeds each.
        assertThat(examples.sounds()).hasSize(12);
    }

    @Test
    void shouldCountTheSameRecordingOnce() throws IOException {
        Recordings.chirps(folder, 3);
        Files.copy(folder.resolve("chirp-1.flac"), folder.resolve("copy.flac"));

        Examples examples = read();

        assertThat(examples.groups()).isEqualTo(3);
        assertThat(examples.notices()).anyMatch(line -> line.startsWith("copy.flac: all but the same as chirp-1.flac"));
    }

    @Test
    void shouldLeaveOutTheSilentAndTheTooShort() throws IOException {
        Recordings.chirps(folder, 3);
        FlacWriter.write(folder.resolve("silent.flac"), 16_000, new float[16_000]);
        FlacWriter.write(folder.resolve("short.flac"), 16_000, new float[500]);

        Examples examples = read();

        assertThat(examples.groups()).isEqualTo(3);
        assertThat(examples.notices())
                .anyMatch(line -> line.startsWith("silent.flac: left out, silent"))
                .anyMatch(line -> line.startsWith("short.flac: left out, too short"));
    }

    @Test
    void shouldSayInOneLineThatManySoundWithoutAPause() throws IOException {
        for (int i = 0; i < 3; i++) {
            Recordings.noise(folder.resolve("hum-" + i), 6 + i, 0.1, i);
        }

        assertThat(read().notices())
                .filteredOn(line -> line.contains("without a pause"))
                .singleElement()
                .asString()
                .startsWith("3 recordings, hum-0")
                .endsWith(": sound for up to 8 s without a pause; pieces of 5 s are learnt from");
    }

    @Test
    void shouldSayThatAFolderHoldsNoRecording() {
        assertThatThrownBy(this::read).isInstanceOf(DataException.class).hasMessageContaining("holds no recording");
    }

    private Examples read() {
        return Examples.read(SoundFolder.recordings(folder, "chirp", Role.EVENT), "chirp", FRONT_END, 5);
    }
}
