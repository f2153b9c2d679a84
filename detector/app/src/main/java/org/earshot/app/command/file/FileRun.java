package org.earshot.app.command.file;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.earshot.core.audio.AudioException;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.log.ProgressLine;
import org.earshot.core.model.Naming;
import org.earshot.streams.framing.KafkaErrors;

/**
 * Goes through the files of a command: what is wrong with one, and what else is to be known of it, takes a line on standard
 * error, after the rows of what could be read; the others are read all the same.
 */
final class FileRun {
    private final PrintWriter out;
    private final PrintWriter err;

    FileRun(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /**
     * What one file gave.
     *
     * @param rows for standard output
     * @param samples how many were read
     * @param fault what is wrong with the file, or null
     * @param notes other remarks on it
     */
    record Result(List<String> rows, long samples, AudioException fault, List<String> notes) {
        /** A recording without a sample is a fault too. */
        private AudioException faultOf(Path file) {
            return fault == null && samples == 0
                    ? new AudioException(file + ": holds no samples; record or copy it again")
                    : fault;
        }
    }

    /** Reads one file. */
    @FunctionalInterface
    interface Work {
        /** @throws AudioException if the file cannot be read at all */
        Result of(Path file);
    }

    /** @return the exit code: data if anything was wrong with any file */
    int over(List<Path> files, Work work) {
        int code = ExitCodes.OK;
        try (ProgressLine progress = ProgressLine.onTerminal()) {
            for (int i = 0; i < files.size(); i++) {
                Path file = files.get(i);
                progress.update((double) i / files.size(), Naming.printable(file.toString()));
                Result result;
                try {
                    result = work.of(file);
                } catch (AudioException e) {
                    result = new Result(List.of(), 0, e, List.of());
                }
                result.rows().forEach(row -> progress.print(out, row));
                result.notes().forEach(note -> progress.print(err, "earshot: " + Naming.printable(file + ": " + note)));
                AudioException fault = result.faultOf(file);
                if (fault != null) {
                    progress.print(err, "earshot: " + KafkaErrors.describe(fault));
                    code = ExitCodes.DATA;
                }
            }
        }
        return code;
    }
}
