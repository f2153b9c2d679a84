package org.earshot.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.core.model.DataException;
import org.earshot.trainer.data.sets.DataSets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunClipsTest {
    @TempDir
    private Path run;

    @Test
    void shouldReadBackWhatItWrote() {
        RunClips clips = new RunClips("desed:/data/desed#weak", null);

        clips.write(run);

        assertThat(RunClips.read(run)).isEqualTo(clips);
    }

    @Test
    void shouldKnowNothingOfARunWithoutIt() throws IOException {
        assertThat(RunClips.read(run)).isNull();

        Files.writeString(run.resolve("clips.json"), "{broken");
        assertThatThrownBy(() -> RunClips.read(run)).isInstanceOf(DataException.class);
    }

    @Test
    void shouldFindClipsFromAnyWorkingDirectory() {
        String here = Path.of("").toAbsolutePath().toString();

        assertThat(DataSets.absolute("desed:sets/a#weak")).isEqualTo("desed:" + here + "/sets/a#weak");
        assertThat(DataSets.absolute("sets/./a")).isEqualTo(here + "/sets/a");
        assertThat(DataSets.absolute("/sets/a#fold1")).isEqualTo("/sets/a#fold1");
    }
}
