package org.earshot.core.audio.flac;

import org.earshot.core.audio.Faults;

/** What was read of one FLAC stream, of which a file may hold several, against what its header declares. For one thread. */
final class FlacPart {
    private final FlacHeader header;
    private long samples;
    private long lost;
    private int damages;
    private String firstDamage;

    FlacPart(FlacHeader header) {
        this.header = header;
    }

    /** Samples per channel so far, silence for damaged frames included. */
    long samples() {
        return samples;
    }

    void add(int more) {
        samples += more;
    }

    /** Says where the header and the first frame contradict each other. */
    void compare(FlacFrame frame, Faults faults) {
        if (frame.rateHz() != header.rateHz()
                || frame.channels() != header.channels()
                || frame.bits() != header.bitsPerSample()) {
            faults.add("its header says " + header.rateHz() + " Hz with " + header.channels() + " channel(s) of "
                    + header.bitsPerSample() + " bits, but its frames " + frame.rateHz() + " Hz with "
                    + frame.channels() + " of " + frame.bits() + ", which were believed");
        }
    }

    /** Frames before the next one were damaged. @param silence samples of silence in their place */
    void damaged(int rateHz, long silence) {
        if (firstDamage == null) {
            firstDamage = Faults.at(samples, rateHz);
        }
        damages++;
        lost += silence;
        samples += silence;
    }

    /**
     * Says what is wrong with the part, which has ended.
     *
     * @param givenUp true if no good frame was found with bounded work
     * @param behind bytes behind the last frame that are neither tags nor zeros
     */
    void end(Faults faults, int rateHz, boolean givenUp, long behind) {
        long total = header.totalSamples();
        if (damages > 0) {
            faults.addLoss("is damaged from " + firstDamage + " on, in " + damages + " place(s): "
                    + Faults.at(lost, rateHz) + " are lost and were read as silence");
        }
        if (samples < total) {
            faults.addLoss((givenUp ? "is damaged" : "is cut off") + ": " + total + " samples are declared, "
                    + Faults.at(samples, rateHz) + " are there");
        } else if (total > 0 && samples > total) {
            faults.add("declares " + total + " samples, but " + Faults.at(samples, rateHz)
                    + " are there and were read; its header is wrong");
        } else if (total == 0 && behind > 0) {
            faults.addLoss("is cut off or damaged after " + Faults.at(samples, rateHz));
        }
        if (total > 0 && samples >= total && behind > 0) {
            faults.addAdvised(behind
                    + " bytes behind its end are no FLAC and were not read; cut them off into a file of their own");
        }
    }
}
