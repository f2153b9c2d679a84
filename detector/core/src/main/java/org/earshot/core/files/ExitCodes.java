package org.earshot.core.files;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import org.earshot.core.audio.AudioException;
import org.earshot.core.infer.DeviceException;
import org.earshot.core.infer.InferenceException;
import org.earshot.core.model.DataException;
import org.earshot.core.model.EarshotException;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.Naming;

/** What the programs return to the shell: 0 ok, 1 unforeseen fault, 2 usage or configuration, 3 model, 4 device, 5 data. */
public final class ExitCodes {
    public static final int OK = 0;
    /** An unexpected fault, or out of memory: a restart may help. */
    public static final int FAULT = 1;

    public static final int USAGE = 2;
    public static final int MODEL = 3;
    public static final int DEVICE = 4;
    public static final int DATA = 5;

    private ExitCodes() {}

    /** The exit code that belongs to an error. */
    public static int of(Throwable error) {
        if (error instanceof ModelException) {
            return MODEL;
        }
        if (error instanceof DeviceException || error instanceof InferenceException) {
            return DEVICE;
        }
        if (error instanceof AudioException
                || error instanceof DataException
                || error instanceof IOException
                || error instanceof UncheckedIOException) {
            return DATA;
        }
        return error instanceof EarshotException ? USAGE : FAULT;
    }

    /**
     * Prints one line that says what went wrong, as a program's last.
     *
     * @param program its name, which the line begins with
     * @param description what {@link #describe} or a module with errors of its own says
     * @param code what {@link #of} or such a module says
     * @return the code
     */
    public static int report(PrintWriter err, String program, String description, int code) {
        err.println(program + ": " + description);
        err.flush();
        return code;
    }

    /** One line for the user: what went wrong. */
    public static String describe(Throwable error) {
        return Naming.printable(words(error));
    }

    private static String words(Throwable error) {
        if (error instanceof EarshotException) {
            return error.getMessage();
        }
        if (error instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file";
        }
        return error.toString().replace('\n', ' ');
    }
}
