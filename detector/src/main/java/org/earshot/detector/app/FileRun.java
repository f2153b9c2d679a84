package org.earshot.detector.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.earshot.detector.audio.AudioException;
import org.earshot.detector.log.ProgressLine;

/** Goes through the files of a command: a bad one gets one line on standard error and the others are still heard. */
final class FileRun {
    private final PrintWriter err;

    FileRun(PrintWriter err) {
        this.err = err;
    }

    /** @return the exit code: data if any file was bad */
    int over(List<Path> files, Consumer<Path> hear) {
        int code = ExitCodes.OK;
        try (ProgressLine progress = ProgressLine.onTerminal()) {
            for (int i = 0; i < files.size(); i++) {
                progress.update((double) i / files.size(), files.get(i).toString());
                try {
                    hear.accept(files.get(i));
                } catch (AudioException e) {
                    err.println("earshot: " + ExitCodes.describe(e));
                    err.flush();
                    code = ExitCodes.DATA;
                }
            }
        }
        return code;
    }
}
