package org.earshot.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    private Path folder;

    @Test
    void shouldHaveTheRightsOfAnyNewFile() throws IOException {
        Path usual = Files.write(folder.resolve("usual"), new byte[1]);

        WholeFile.write(folder.resolve("new/model.onnx"), new byte[] {1, 2});

        assertThat(folder.resolve("new/model.onnx")).hasBinaryContent(new byte[] {1, 2});
        assertThat(Files.getPosixFilePermissions(folder.resolve("new/model.onnx")))
                .isEqualTo(Files.getPosixFilePermissions(usual));
    }

    @Test
    void shouldReplaceAndLeaveNothingBeside() throws IOException {
        Path file = folder.resolve("model.onnx");
        WholeFile.write(file, new byte[] {1, 2, 3});

        WholeFile.write(file, new byte[] {4});

        assertThat(file).hasBinaryContent(new byte[] {4});
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void shouldKeepTheOldContentIfWritingFails() throws IOException {
        Path file = folder.resolve("model.onnx");
        WholeFile.write(file, new byte[] {1, 2, 3});

        assertThatThrownBy(() -> WholeFile.write(file, out -> {
                    out.write(4);
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");

        assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
