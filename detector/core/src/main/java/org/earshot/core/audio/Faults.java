package org.earshot.core.audio;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is wrong with a recording, kept until all of it that can be read has been read. For one thread. */
public final class Faults {
    /** What one line can hold. */
    private static final int MOST = 4;

    private final String name;
    private final List<String> faults = new ArrayList<>();
    private boolean lossy;
    private boolean needsAdvice;

    /** @param name what messages call the recording */
    public Faults(String name) {
        this.name = name;
    }

    /** Something is missing. @param fault what and where, to follow the name: "is cut off after ..." */
    public void addLoss(String fault) {
        add(fault);
        lossy = true;
    }

    /** Something is wrong, but all the sound is there. @param fault what and where, to follow the name: "declares ..." */
    public void add(String fault) {
        needsAdvice = true;
        addAdvised(fault);
    }

    /** Something is wrong. @param fault what, where and what to do, to follow the name: "has ... behind its end; cut them off" */
    public void addAdvised(String fault) {
        if (faults.size() < MOST) {
            faults.add(fault);
        }
    }

    /**
     * The end of the recording.
     *
     * @return -1
     * @throws AudioException at the first call, if there is a fault
     */
    public int end() {
        if (faults.isEmpty()) {
            return -1;
        }
        String all = String.join("; ", faults);
        faults.clear();
        String advice = lossy ? "; copy or record it again" : "; write it again, e.g. ffmpeg -i IN OUT.flac";
        throw new AudioException(name + ": " + all + (needsAdvice ? advice : ""));
    }

    /** A place in a recording, for people: samples and seconds. */
    public static String at(long samples, int rateHz) {
        return String.format(Locale.ROOT, "%d samples (%.3f s)", samples, (double) samples / rateHz);
    }
}
