package org.earshot.detector.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.earshot.detector.audio.AudioFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceFolderTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path root;

    @Test
    void shouldStoreTheClipWithItsHash() throws Exception {
        float[] samples = {0.5f, -0.25f, 0, 1 / 32768f};

        var stored =
                new EvidenceFolder(root).store(evidence("siren", "gate", "id-1", samples, samples, new byte[] {1}));

        Path file = Path.of(stored.uri());
        assertThat(file).isEqualTo(root.resolve("siren/gate/id-1.flac"));
        assertThat(AudioFiles.readMono(file, 16_000)).isEqualTo(samples);
        assertThat(stored.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
        assertThat(names(file.getParent())).containsExactlyInAnyOrder("id-1.flac", "id-1.separated.flac", "id-1.png");
    }

    @Test
    void shouldKeepEveryNameInsideTheFolder() {
        var stored = new EvidenceFolder(root).store(evidence("../..", "/etc/é", ".", new float[20], null, null));

        assertThat(Path.of(stored.uri()).normalize()).startsWith(root).isRegularFile();
    }

    @Test
    void shouldDeleteWhatIsOlderThanItsLabelsRetention() throws IOException {
        var folder = new EvidenceFolder(root);
        for (String label : new String[] {"siren", "speech"}) {
            Path file = Path.of(folder.store(evidence(label, "gate", "id", new float[20], null, null))
                    .uri());
            Files.setLastModifiedTime(file, FileTime.from(NOW.minus(Duration.ofDays(2))));
        }

        int deleted = folder.sweep(Map.of("speech", Duration.ofDays(1)), Duration.ofDays(30), NOW);

        assertThat(deleted).isEqualTo(1);
        assertThat(root.resolve("siren/gate/id.flac")).exists();
        assertThat(root.resolve("speech/gate/id.flac")).doesNotExist();
    }

    private static EvidenceFolder.Evidence evidence(
            String label, String source, String id, float[] samples, float[] separated, byte[] picture) {
        return new EvidenceFolder.Evidence(label, source, id, 16_000, samples, separated, picture);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
