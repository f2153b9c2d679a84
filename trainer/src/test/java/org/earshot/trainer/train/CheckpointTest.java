package org.earshot.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.earshot.core.model.DataException;
import org.earshot.core.model.FrontEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadWhatItWrote() {
        Path file = folder.resolve("c.npz");
        Checkpoint written = checkpoint();

        written.write(file);
        Checkpoint read = Checkpoint.read(file);

        assertThat(read.state()).isEqualTo(written.state());
        assertThat(read.weights()).containsOnlyKeys("head.bias");
        assertThat(read.weights().get("head.bias")).containsExactly(1.5f, -2, Float.MIN_VALUE);
        assertThat(read.moments().get("head.bias.mean")).containsExactly(0, 1, 2);
        assertThat(read.means().get("head.bias")).containsExactly(1, -1, 0);
    }

    @Test
    void shouldHoldTheMeansForTheResultWhereThereAreAny() {
        Checkpoint averaged = checkpoint();
        Checkpoint plain = new Checkpoint(averaged.state(), averaged.weights(), averaged.moments(), Map.of());

        assertThat(averaged.result()).isSameAs(averaged.means());
        assertThat(plain.result()).isSameAs(plain.weights());
    }

    @Test
    void shouldLeaveNoHalfWrittenFileBeside() throws IOException {
        checkpoint().write(folder.resolve("c.npz"));
        checkpoint().write(folder.resolve("c.npz"));

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("c.npz"));
        }
    }

    @Test
    void shouldHoldArraysInNumPysFormat() throws IOException {
        Path file = folder.resolve("c.npz");
        checkpoint().write(file);

        try (ZipFile zip = new ZipFile(file.toFile())) {
            byte[] array =
                    zip.getInputStream(zip.getEntry("weights/head.bias.npy")).readAllBytes();
            String header = new String(array, 0, 128, StandardCharsets.ISO_8859_1);
            assertThat(header).contains("NUMPY").contains("'descr': '<f4'").contains("'shape': (3,)");
            assertThat((array.length - 3 * Float.BYTES) % 64).isZero();
        }
    }

    @Test
    void shouldRefuseAFileThatIsNoCheckpoint() throws IOException {
        Path file = Files.writeString(folder.resolve("c.npz"), "something else");

        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("c.npz");
    }

    @Test
    void shouldSayThatThereIsNoCheckpoint() {
        assertThatThrownBy(() -> Checkpoint.read(folder.resolve("none.npz")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no such checkpoint");
    }

    private static Checkpoint checkpoint() {
        RunState state = new RunState(
                "recipe",
                List.of("a", "b"),
                1,
                FrontEnd.wide16k(),
                Map.of("seed", 3),
                "dev",
                12,
                1,
                4,
                33.5,
                0.25,
                17,
                Double.NEGATIVE_INFINITY,
                0,
                Double.NaN);
        return new Checkpoint(
                state,
                Map.of("head.bias", new float[] {1.5f, -2, Float.MIN_VALUE}),
                Map.of("head.bias.mean", new float[] {0, 1, 2}),
                Map.of("head.bias", new float[] {1, -1, 0}));
    }
}
