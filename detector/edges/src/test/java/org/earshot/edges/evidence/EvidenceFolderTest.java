package org.earshot.edges.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.earshot.streams.evidence.EvidenceClip;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceFolderTest {
    private static final String ID = "11111111-2222-5333-8444-555555555555";
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final Instant MUCH_LATER = Instant.now().plus(Duration.ofDays(2));
    private static final Retention DAY = new Retention(Map.of(), Duration.ofDays(1));

    @TempDir
    private Path parent;

    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectories(parent.resolve("evidence"));
    }

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
                .hasMessageContaining(file + "/.earshot-evidence: cannot be written");
    }

    @Test
    void shouldKeepEveryNameInsideTheFolder() throws IOException {
        var clip = new EvidenceClip("../..", 0, "/etc/é", ".", new float[20], 0, 20);

        var uri = new EvidenceFolder(root).put(EvidenceNames.of(clip, EvidenceNames.CLIP), new byte[1]);

        assertThat(Path.of(uri).normalize()).startsWith(root).isRegularFile();
    }

    @Test
    void shouldReadTheFilesOfAnEventWhereverTheirWriterSawThem() throws IOException {
        var folder = new EvidenceFolder(root);
        URI clip = folder.put("siren/gate%201/" + ID + ".flac", new byte[] {1});
        folder.put("siren/gate%201/" + ID + ".png", new byte[] {2});

        assertThat(folder.read(clip, EvidenceFile.CLIP)).contains(new byte[] {1});
        assertThat(folder.read(clip, EvidenceFile.PICTURE)).contains(new byte[] {2});
        assertThat(folder.read(clip, EvidenceFile.SEPARATED)).isEmpty();
        URI elsewhere = URI.create("s3://bucket/north/siren/gate%25201/" + ID + ".flac");
        assertThat(folder.read(elsewhere, EvidenceFile.CLIP)).contains(new byte[] {1});
    }

    @Test
    void shouldReadNothingButEvidence() throws IOException {
        Path secret = Files.writeString(parent.resolve(ID + ".flac"), "secret");
        Files.createDirectories(root.resolve("siren"));
        Files.createSymbolicLink(root.resolve("siren/out"), parent);
        Files.createDirectories(root.resolve("siren/gate"));
        Files.createSymbolicLink(root.resolve("siren/gate/" + ID + ".flac"), secret);
        Files.writeString(root.resolve("siren/gate/notes.flac"), "mine");
        var folder = new EvidenceFolder(root);

        for (String address : List.of(
                "file:///etc/passwd",
                "file:///a/..//" + ID + ".flac",
                "file:///siren/../" + ID + ".flac",
                "file:///siren/%2e%2e/" + ID + ".flac",
                "file:///siren/out/" + ID + ".flac",
                "file:///siren/gate/" + ID + ".flac",
                "file:///siren/gate/notes.flac",
                "mailto:siren/gate/" + ID + ".flac")) {
            assertThat(folder.read(URI.create(address), EvidenceFile.CLIP))
                    .as(address)
                    .isEmpty();
        }
    }

    @Test
    void shouldDeleteWhatIsOlderThanItsLabelsRetention() throws IOException {
        var folder = new EvidenceFolder(root);
        for (String label : new String[] {"siren", "speech", "dog"}) {
            Path file = Path.of(folder.put(label + "/gate/" + ID + ".flac", new byte[1]));
            Files.setLastModifiedTime(file, FileTime.from(NOW.minus(Duration.ofDays(2))));
        }
        Path foreign = Files.writeString(root.resolve("speech/notes.txt"), "mine");
        Files.setLastModifiedTime(foreign, FileTime.from(NOW.minus(Duration.ofDays(900))));
        var retention = new Retention(Map.of("speech", Duration.ofDays(1), "dog", Duration.ZERO), Duration.ofDays(30));

        assertThat(folder.sweep(retention, NOW)).isEqualTo(1);
        assertThat(folder.sweep(retention, NOW.plus(Duration.ofDays(30)))).isEqualTo(1);

        assertThat(root.resolve("speech/gate/" + ID + ".flac")).doesNotExist();
        assertThat(root.resolve("siren/gate/" + ID + ".flac")).doesNotExist();
        assertThat(root.resolve("dog/gate/" + ID + ".flac")).exists();
        assertThat(foreign).exists();
    }

    @Test
    void shouldDeleteWhatAKilledWriterLeft() throws IOException {
        var folder = new EvidenceFolder(root);
        folder.put("dog/gate/" + ID + ".png", new byte[1]);
        Path left = Files.write(root.resolve("dog/gate/." + ID + ".flac." + ID + ".partial"), new byte[1]);

        int deleted = folder.sweep(
                new Retention(Map.of(), Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(2)));

        assertThat(deleted).isEqualTo(2);
        assertThat(left).doesNotExist();
    }

    @Test
    void shouldEnterNoFolderThatEarshotNeverMakes() throws IOException {
        new EvidenceFolder(root).put("siren/gate/" + ID + ".flac", new byte[1]);
        Files.createDirectories(root.resolve("lost+found"));
        var folder = new EvidenceFolder(root, listingAllBut("lost+found"));

        assertThat(folder.sweep(DAY, MUCH_LATER)).isEqualTo(1);
    }

    @Test
    void shouldDeleteTheRestBesideFoldersThatItCannotListAndSaySo() throws IOException {
        for (String place : List.of("dog/gate/", "alarm/gate/", "dog/door/", "siren/gate/")) {
            new EvidenceFolder(root).put(place + ID + ".flac", new byte[1]);
        }
        var folder = new EvidenceFolder(root, listingAllBut("alarm", "door"));

        assertThatThrownBy(() -> folder.sweep(DAY, MUCH_LATER))
                .hasMessageContaining("alarm: cannot be listed")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(other -> assertThat(other).hasMessageContaining("dog/door: cannot be listed")));
        assertThat(root.resolve("dog/gate/" + ID + ".flac")).doesNotExist();
        assertThat(root.resolve("siren/gate/" + ID + ".flac")).doesNotExist();
        assertThat(root.resolve("dog/door/" + ID + ".flac")).exists();
    }

    private static EvidenceFolder.Listing listingAllBut(String... closed) {
        return folder -> {
            if (List.of(closed).contains(folder.getFileName().toString())) {
                throw new AccessDeniedException(folder.toString());
            }
            return Files.list(folder).sorted();
        };
    }

    @Test
    void shouldKeepFilesOfTheLongestNamesAndKnowThemAgain() throws IOException {
        var folder = new EvidenceFolder(root);
        String label = "ガラス".repeat(40);
        var clip = new EvidenceClip(label, 0, "マイク".repeat(80), ID, new float[20], 0, 20);
        var other = new EvidenceClip(label, 0, "マイク".repeat(80) + "2", ID, new float[20], 0, 20);
        String name = EvidenceNames.of(clip, EvidenceNames.CLIP);

        URI address = folder.put(name, new byte[] {1});
        folder.put(EvidenceNames.of(other, EvidenceNames.CLIP), new byte[] {2});

        assertThat(folder.read(address, EvidenceFile.CLIP)).contains(new byte[] {1});
        assertThat(folder.sweep(new Retention(Map.of(label, Duration.ZERO), Duration.ofDays(1)), MUCH_LATER))
                .isZero();
        assertThat(folder.sweep(DAY, MUCH_LATER)).isEqualTo(2);
    }

    @Test
    void shouldCutOnlyNamesThatAreTooLongAndNoSignOfThem() {
        for (int letters = 170; letters < 190; letters++) {
            String safe = EvidenceNames.safe("a".repeat(letters) + "é".repeat(20));
            assertThat(safe).hasSizeBetween(190, 200).matches("a+(%[0-9A-F]{2})*-[0-9a-f]{16}");
        }
        assertThat(EvidenceNames.safe("a".repeat(200))).isEqualTo("a".repeat(200));
        assertThat(EvidenceNames.safe("a".repeat(201))).matches("a{183}-[0-9a-f]{16}");
    }

    @Test
    void shouldDeleteNothingThatItDidNotWrite() throws IOException {
        var folder = new EvidenceFolder(root);
        folder.put("dog/gate/" + ID + ".flac", new byte[1]);
        Path outside = Files.createDirectories(root.resolve("../outside/gate"));
        Files.createSymbolicLink(root.resolve("linked"), root.resolve("../outside"));
        List<Path> others = List.of(
                root.resolve("dog/gate/holiday.flac"),
                root.resolve("dog/gate/cover.png"),
                root.resolve("dog/" + ID + ".flac"),
                root.resolve("dog/gate/deeper/" + ID + ".flac"),
                root.resolve(ID + ".png"),
                root.resolve("dog/gate/notes.part"),
                root.resolve("dog/gate/.notes.txt." + ID + ".partial"),
                outside.resolve(ID + ".flac"));
        for (Path other : others) {
            Files.createDirectories(other.getParent());
            Files.write(other, new byte[1]);
        }

        int deleted = folder.sweep(
                new Retention(Map.of(), Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(2)));

        assertThat(deleted).isEqualTo(1);
        assertThat(others).allSatisfy(other -> assertThat(other).exists());
    }

    @Test
    void shouldDeleteNothingInAFolderThatItNeverWroteTo() throws IOException {
        Path file = root.resolve("dog/gate/" + ID + ".flac");
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[1]);
        var retention = new Retention(Map.of(), Duration.ofDays(1));
        var folder = new EvidenceFolder(root);

        assertThat(folder.sweep(retention, Instant.now().plus(Duration.ofDays(2))))
                .isZero();
        folder.put("siren/gate/" + ID + ".flac", new byte[1]);
        assertThat(folder.sweep(retention, Instant.now().plus(Duration.ofDays(2))))
                .isEqualTo(2);
    }
}
