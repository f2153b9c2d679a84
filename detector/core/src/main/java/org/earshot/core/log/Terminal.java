package org.earshot.core.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether standard error goes to a terminal, so that somebody may be watching. */
public final class Terminal {
    /** Set by the launcher, which can ask the shell. */
    public static final String PROPERTY = "earshot.terminal";

    private Terminal() {}

    /** True if progress may be drawn on standard error. */
    public static boolean watchesErrors() {
        String told = System.getProperty(PROPERTY);
        if (told != null) {
            return Boolean.parseBoolean(told);
        }
        Path descriptor = Path.of("/proc/self/fd/2");
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
