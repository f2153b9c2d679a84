package org.earshot.core.log;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Keeps a program's standard output for its data: what libraries print there goes to standard error instead. */
public final class DataOutput {
    private DataOutput() {}

    /**
     * Takes standard output for data. For the start of a program, before anything else prints.
     *
     * @return standard output, UTF-8, flushed after each line
     */
    public static PrintWriter take() {
        PrintStream data = System.out;
        System.setOut(System.err);
        return new PrintWriter(data, true, StandardCharsets.UTF_8);
    }
}
