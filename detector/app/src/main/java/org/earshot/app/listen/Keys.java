package org.earshot.app.listen;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Key presses. On a terminal every key counts at once, as the terminal is set to pass on single characters for as long
 * as this is open; from any other input every line does. Safe for several threads.
 */
final class Keys implements AutoCloseable {
    private static final String TERMINAL = "/dev/tty";
    private static final String[] SINGLE = {"-icanon", "-echo"};
    private static final String[] LINES = {"icanon", "echo"};

    private final AtomicInteger pressed = new AtomicInteger();
    private final boolean single;

    private Keys(InputStream input, boolean single) {
        this.single = single;
        Thread reader = new Thread(() -> read(input), "keys");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Keys of the terminal that the program was started from, whatever standard input is.
     *
     * @param otherwise read where there is no terminal; null if it carries the sound
     */
    static Keys open(InputStream otherwise) {
        try {
            InputStream terminal = new FileInputStream(TERMINAL);
            boolean single = stty(SINGLE);
            return new Keys(terminal, single);
        } catch (IOException e) {
            return new Keys(otherwise == null ? InputStream.nullInputStream() : otherwise, false);
        }
    }

    /** Keys of an input, a line each. */
    static Keys of(InputStream input) {
        return new Keys(input, false);
    }

    /** Presses since this was last asked. */
    int takePresses() {
        return pressed.getAndSet(0);
    }

    /** What to press, for people. */
    String name() {
        return single ? "any key" : "Enter";
    }

    @Override
    public void close() {
        if (single) {
            stty(LINES);
        }
    }

    private void read(InputStream input) {
        try {
            int next;
            while ((next = input.read()) >= 0) {
                if (single || next == '\n') {
                    pressed.incrementAndGet();
                }
            }
        } catch (IOException e) {
            // The terminal has gone; there are no more keys.
        }
    }

    private static boolean stty(String... flags) {
        try {
            String[] command = new String[flags.length + 3];
            command[0] = "stty";
            command[1] = "-F";
            command[2] = TERMINAL;
            System.arraycopy(flags, 0, command, 3, flags.length);
            Process stty = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return stty.waitFor(2, TimeUnit.SECONDS) && stty.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
