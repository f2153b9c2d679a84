package org.earshot.trainer.data.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.core.model.DataException;
import org.earshot.trainer.data.corpus.Recording.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixtureOriginsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldFindTheSourceOfAnEventByLabelAndOnset() throws IOException {
        write("""
                {"mixture_name":"00000.flac","scene_audio_name":"backgrounds/rain/a.flac","events":[\
                {"event_audio_name":"x.flac","source_dataset":"yard","source_id":"take1","event_label":"dog","onset":1.23456},\
                {"event_audio_name":"y.flac","source_dataset":"home","source_id":"take2","event_label":"dog","onset":5.0}]}
                """);

        MixtureOrigins origins = MixtureOrigins.read(folder);

        assertThat(origins.of("00000.flac", "dog", 1.2346)).isEqualTo(new Origin("yard", "take1"));
        assertThat(origins.of("00000.flac", "dog", 5.0)).isEqualTo(new Origin("home", "take2"));
        assertThat(origins.kindOfScene("00000.flac")).isEqualTo("backgrounds/rain");
    }

    @Test
    void shouldTakeEachRecordingForASourceWhereNothingElseIsSaid() throws IOException {
        write("{\"mixture_name\":\"00000.flac\",\"events\":["
                + "{\"event_audio_name\":\"x.flac\",\"event_label\":\"dog\",\"onset\":1.0}]}\n");

        assertThat(MixtureOrigins.read(folder).of("00000.flac", "dog", 1.0)).isEqualTo(new Origin("", "x.flac"));
        assertThat(MixtureOrigins.read(folder.resolve("none")).of("a.wav", "dog", 1.0))
                .isEqualTo(new Origin("", "a.wav"));
    }

    @Test
    void shouldNameALineThatIsNoJson() throws IOException {
        write("{broken\n");

        assertThatThrownBy(() -> MixtureOrigins.read(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("line 1 is not valid JSON");
    }

    private void write(String lines) throws IOException {
        Files.writeString(folder.resolve("mixtures.jsonl"), lines);
    }
}
