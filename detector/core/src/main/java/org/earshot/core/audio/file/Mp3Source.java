package org.earshot.core.audio.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.Faults;
import org.earshot.core.audio.SampleQueue;
import org.earshot.core.audio.SampleSource;

/**
 * The samples of an MPEG-1, -2 or -2.5 audio stream, layers I to III, or of several in one file, each on its own clock. For one
 * thread.
 */
final class Mp3Source implements SampleSource {
    private static final int MOST_NOTES = 3;

    private final InputStream bytes;
    private final String name;
    private final Mp3Frames frames;
    private final Faults faults;
    private final List<String> notes = new ArrayList<>();
    private final int channels;
    private final SampleQueue queue;
    private final int rateHz;
    private Mp3Part part;
    /** A frame beyond those that were announced: the encoder's miscount, or the first of another stream. */
    private byte[] surplus;

    private int parts;
    private String secondPart;
    private long damaged;
    private String firstDamaged;
    private String garbageAt;
    private boolean ended;

    Mp3Source(InputStream bytes, String name) throws IOException {
        this.bytes = bytes;
        this.name = name;
        this.frames = new Mp3Frames(bytes);
        this.faults = new Faults(name);
        Mp3Frame first = frames.next();
        if (first == null) {
            throw new AudioException(name + ": holds no whole MPEG audio frame; it is no MP3 file or cut off");
        }
        this.rateHz = first.rateHz();
        this.channels = first.channels();
        this.queue = new SampleQueue(rateHz);
        take(first);
    }

    /** True of a frame header: eleven set bits, then no reserved version, layer, bit rate or sample rate. */
    static boolean isMagic(byte[] start) {
        return Mp3Frame.parse(start, 0, start.length) != null;
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
        if (length == 0) {
            return 0;
        }
        while (queue.isEmpty()) {
            if (ended) {
                return faults.end();
            }
            advance();
        }
        return queue.take(mono, offset, length);
    }

    private void advance() {
        try {
            Mp3Frame next = frames.next();
            if (frames.garbage() > 0 && garbageAt == null) {
                garbageAt = Faults.at(queue.added(), rateHz);
            }
            if (next == null) {
                endPart();
                end();
            } else {
                take(next);
            }
        } catch (IOException e) {
            throw new AudioException(
                    name + ": cannot be read after " + Faults.at(queue.added(), rateHz) + ": " + e.getMessage(), e);
        }
    }

    private void take(Mp3Frame frame) {
        Mp3Padding padding = Mp3Padding.of(frame, frames.frame());
        if (padding != null) {
            beginPart(frame, padding);
            return;
        }
        if (part == null || !part.takes(frame)) {
            beginPart(frame, Mp3Padding.NONE);
        } else if (part.isComplete()) {
            if (surplus == null) {
                surplus = frames.frame();
                return;
            }
            byte[] first = surplus;
            beginPart(frame, Mp3Padding.NONE);
            decode(first);
        }
        decode(frames.frame());
    }

    private void decode(byte[] frame) {
        long before = part.damaged();
        long samples = queue.added();
        part.decode(frame, queue);
        if (part.damaged() > before) {
            damaged++;
            firstDamaged = firstDamaged == null ? Faults.at(samples, rateHz) : firstDamaged;
        }
    }

    private void beginPart(Mp3Frame kind, Mp3Padding padding) {
        endPart();
        part = new Mp3Part(kind, padding);
        parts++;
        if (parts == 2) {
            secondPart = Faults.at(queue.added(), rateHz);
        }
    }

    private void endPart() {
        surplus = null;
        if (part == null) {
            return;
        }
        if (part.missing() != null && !frames.isCutOff()) {
            faults.addLoss((frames.garbage() > 0 ? "lacks frames: " : "is cut off: ") + part.missing());
        }
        if (part.note() != null && notes.size() < MOST_NOTES) {
            notes.add(part.note());
        }
        part = null;
    }

    private void end() {
        ended = true;
        queue.endPart();
        if (frames.isCutOff()) {
            faults.addLoss("is cut off inside a frame after " + Faults.at(queue.added(), rateHz));
        }
        if (damaged > 0) {
            faults.addLoss("has " + damaged + " damaged frame(s), the first after " + firstDamaged
                    + ", which were read as silence");
        }
        if (frames.garbage() > 0) {
            faults.addLoss("has " + frames.garbage() + " bytes that are no MPEG frames, the first after " + garbageAt
                    + ", which were passed over");
        }
    }

    @Override
    public List<String> notes() {
        List<String> all = new ArrayList<>(notes);
        if (parts > 1) {
            all.add("is " + parts + " MP3 recordings in one file, the second from " + secondPart
                    + " on, which were read one after another");
        }
        if (frames.zeros() > 0 && frames.garbage() == 0) {
            all.add("has " + frames.zeros() + " zero bytes before its frames, which were passed over");
        }
        return all;
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            throw new AudioException(name + ": cannot be closed: " + e.getMessage(), e);
        }
    }
}
