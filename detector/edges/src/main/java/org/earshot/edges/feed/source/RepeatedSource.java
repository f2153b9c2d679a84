package org.earshot.edges.feed.source;

import java.nio.file.Path;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.audio.file.AudioFiles;

/**
 * A recording that begins again, without a gap, whenever it ends, as a microphone for trials. Goes on until it is closed,
 * which any thread may do; the rest is for one thread.
 */
public final class RepeatedSource implements SampleSource {
    private final Path file;
    private final int rateHz;
    private final int channels;
    private volatile SampleSource round;
    private boolean roundHasSound;
    private volatile boolean closed;

    private RepeatedSource(Path file) {
        this.file = file;
        this.round = AudioFiles.open(file);
        this.rateHz = round.rateHz();
        this.channels = round.channels();
    }

    /** @throws AudioException if the file cannot be read or is no sound */
    public static RepeatedSource open(Path file) {
        return new RepeatedSource(file);
    }

    @Override
    public int rateHz() {
        return rateHz;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int read(float[] mono, int offset, int length) {
        int read = closed ? -1 : round.read(mono, offset, length);
        while (read < 0 && begin()) {
            read = round.read(mono, offset, length);
        }
        roundHasSound |= read > 0;
        return read;
    }

    /** @return false if it was closed and there is no further round */
    private synchronized boolean begin() {
        if (closed) {
            return false;
        }
        if (!roundHasSound) {
            throw new AudioException(file + ": holds no sound; give another recording");
        }
        round.close();
        round = AudioFiles.open(file);
        roundHasSound = false;
        if (round.rateHz() != rateHz) {
            // Another recording under the same name: it becomes an epoch of its own.
            throw new AudioException(file + ": was " + rateHz + " Hz and is now " + round.rateHz() + " Hz");
        }
        return true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        round.close();
    }
}
