package org.earshot.core.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The installed ffmpeg, which writes what tests read and reads what they write. */
public final class Ffmpeg {
    private Ffmpeg() {}

    /** Leaves the tests out where there is no ffmpeg, except on the machines that must have it. */
    public static void require() {
        boolean there;
        try {
            there = new ProcessBuilder("ffmpeg", "-version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            there = false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("ffmpeg is not installed");
        }
        assumeTrue(there, "ffmpeg is not installed");
    }

    /** @return what it wrote on standard error */
    public static String run(Path folder, List<String> arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error", "-y"));
        command.addAll(arguments);
        Path errors = Files.createTempFile(folder, "ffmpeg", ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor())
                .as(() -> {
                    try {
                        return Files.readString(errors, StandardCharsets.ISO_8859_1);
                    } catch (IOException e) {
                        return e.toString();
                    }
                })
                .isZero();
        return Files.readString(errors, StandardCharsets.ISO_8859_1);
    }
}
