package org.earshot.detector.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceFolderTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path root;

    @Test
    void shouldWriteAndReplaceAFileThatOnlyItsOwnerReads() throws Exception {
        var folder = new EvidenceFolder(root);
        folder.put("siren/gate/id-1.flac", new byte[] {1});

        var uri = folder.put("siren/gate/id-1.flac", new byte[] {2, 3});

        Path file = root.resolve("siren/gate/id-1.flac");
        assertThat(Path.of(uri)).isEqualTo(file);
        assertThat(file).hasBinaryContent(new byte[] {2, 3});
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        try (var files = Files.list(file.getParent())) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void shouldSayWhatItCannotWrite() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "no folder");

        assertThatThrownBy(() -> new EvidenceFolder(file).put("siren/gate/id.flac", new byte[1]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + "/siren/gate/id.flac: cannot be written");
    }

    @Test
    void shouldKeepEveryNameInsideTheFolder() throws IOException {
        var clip = new EvidenceClip("../..", 0, "/etc/é", ".", new float[20], 0, 20);

        var uri = new EvidenceFolder(root).put(EvidenceNames.of(clip, EvidenceNames.CLIP), new byte[1]);

        assertThat(Path.of(uri).normalize()).startsWith(root).isRegularFile();
    }

    @Test
    void shouldDeleteWhatIsOlderThanItsLabelsRetention() throws IOException {
        var folder = new EvidenceFolder(root);
        for (String label : new String[] {"siren", "speech", "dog"}) {
            Path file = Path.of(folder.put(label + "/gate/id.flac", new byte[1]));
            Files.setLastModifiedTime(file, FileTime.from(NOW.minus(Duration.ofDays(2))));
        }
        Path foreign = Files.writeString(root.resolve("speech/notes.txt"), "mine");
        Files.setLastModifiedTime(foreign, FileTime.from(NOW.minus(Duration.ofDays(900))));
        var retention = new Retention(Map.of("speech", Duration.ofDays(1), "dog", Duration.ZERO), Duration.ofDays(30));

        assertThat(folder.sweep(retention, NOW)).isEqualTo(1);
        assertThat(folder.sweep(retention, NOW.plus(Duration.ofDays(30)))).isEqualTo(1);

        assertThat(root.resolve("speech/gate/id.flac")).doesNotExist();
        assertThat(root.resolve("siren/gate/id.flac")).doesNotExist();
        assertThat(root.resolve("dog/gate/id.flac")).exists();
        assertThat(foreign).exists();
    }
}
