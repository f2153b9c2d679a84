package org.earshot.core.audio.flac;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.Faults;
import org.earshot.core.audio.SampleQueue;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.audio.flac.FlacInput.BadFrame;

/**
 * The samples of a FLAC stream, or of several in one file. Every frame's checksums are checked; for frames that are damaged
 * there is silence, as long as the next good frame's number says. The frames are believed before the header, which has no
 * checksum. For one thread.
 */
public final class FlacSource implements SampleSource {
    private static final float[] SILENCE = new float[1 << 12];
    /** What may be decoded in vain while a good frame is sought: less than a second of work. */
    private static final long MOST_WORK_IN_VAIN = 50_000_000;
    /** No frame has fewer bytes, and none more samples. */
    private static final int LEAST_FRAME_BYTES = 10;

    private static final long MOST_FRAME_SAMPLES = 65_535;
    private static final int MOST_NOTES = 3;

    private final InputStream bytes;
    private final String name;
    private final boolean strict;
    private final FlacInput input;
    private final FlacDecoder decoder;
    private final SampleQueue queue;
    private final Faults faults;
    private final List<String> notes = new ArrayList<>();
    private final int rateHz;
    private final int channels;
    private FlacHeader header;
    private FlacFrame last;
    /** Decoded, to be mixed once the silence before it is out. */
    private FlacFrame pending;

    private FlacMixer mixer;
    /** Length of the frames where they are numbered and not their samples. */
    private int frameSamples;
    /** Number of the sample after the last one of this part. */
    private long position;

    private FlacPart part;
    private int parts = 1;
    private long silence;
    private long passedOver;
    /** The first of the bytes that were skipped last. */
    private byte[] trailing = new byte[0];

    private long workInVain;
    private boolean ended;

    /** @param given what frames without a header are taken for; null to read the header */
    private FlacSource(InputStream bytes, String name, boolean strict, FlacHeader given) throws IOException {
        this.bytes = bytes;
        this.name = name;
        this.strict = strict;
        this.input = new FlacInput(bytes);
        this.decoder = new FlacDecoder(input);
        this.faults = new Faults(name);
        this.header = given == null ? FlacHeader.read(input, name) : given;
        this.part = new FlacPart(header);
        input.begin();
        FlacFrame first = nextFrame();
        this.rateHz = first == null ? header.rateHz() : first.rateHz();
        this.channels = first == null ? header.channels() : first.channels();
        this.queue = new SampleQueue(rateHz);
        if (first != null) {
            take(first);
        }
    }

    /** Reads all that is sound in it; says at the end what was not. */
    public static FlacSource salvaging(InputStream bytes, String name) throws IOException {
        return new FlacSource(bytes, name, false, null);
    }

    /** The same of a stream that begins behind bytes of something else, which were skipped and are reported. */
    public static FlacSource salvaging(InputStream bytes, String name, long passedOver) throws IOException {
        FlacSource source = salvaging(bytes, name);
        source.faults.add("begins behind " + passedOver + " bytes that are no FLAC");
        return source;
    }

    /** The same of a stream whose beginning is missing, from the frame at the current position on. */
    public static FlacSource withoutBeginning(InputStream bytes, String name, FlacFrame first) throws IOException {
        FlacSource source = new FlacSource(bytes, name, false, FlacHeader.of(first));
        long missing = first.numbersSamples() ? first.number() : first.number() * first.samples();
        source.faults.addLoss("begins in the middle of a FLAC file: its header "
                + (missing == 0 ? "is" : "and the first " + Faults.at(missing, first.rateHz()) + " are")
                + " missing; times count from what is there");
        return source;
    }

    /** Throws at the first fault, and takes one stream only. */
    static FlacSource strict(InputStream bytes, String name) throws IOException {
        return new FlacSource(bytes, name, true, null);
    }

    @Override
    public int rateHz() {
        return rateHz;
    }

    @Override
    public int channels() {
        return channels;
    }

    /** Samples per channel that the header declares; 0 if it does not say. */
    long declaredSamples() {
        return header.totalSamples();
    }

    @Override
    public int read(float[] to, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        while (queue.isEmpty()) {
            if (silence > 0) {
                int some = (int) Math.min(silence, SILENCE.length);
                queue.add(SILENCE, 0, some, last.rateHz());
                silence -= some;
            } else if (pending != null) {
                FlacFrame frame = pending;
                pending = null;
                mixIn(frame);
            } else if (!advance()) {
                return faults.end();
            }
        }
        return queue.take(to, offset, length);
    }

    /** Decodes the next frame. @return false if there is nothing more to read */
    private boolean advance() {
        if (ended) {
            return false;
        }
        try {
            FlacFrame frame = nextFrame();
            if (frame != null) {
                take(frame);
                return true;
            }
        } catch (IOException e) {
            throw new AudioException(
                    name + ": cannot be read after " + Faults.at(queue.added(), rateHz) + ": " + e.getMessage(), e);
        }
        ended = true;
        endPart();
        return !queue.isEmpty();
    }

    /** The next good frame, or null at the end. */
    private FlacFrame nextFrame() throws IOException {
        while (input.hasMore()) {
            input.begin();
            if (passedOver == 0 && last != null && !strict && FlacHeader.isMagic(input.peek(4))) {
                beginPart();
                continue;
            }
            long before = decoder.work();
            try {
                FlacFrame frame = decoder.decode(header);
                if (passedOver > 0 && last != null && !frame.continues(last)) {
                    throw new BadFrame("another format");
                }
                input.begin();
                return frame;
            } catch (BadFrame e) {
                if (strict && header.totalSamples() > 0 && part.samples() >= header.totalSamples()) {
                    return null;
                }
                if (strict) {
                    throw new AudioException(name + ": is damaged or cut off after " + part.samples() + " samples ("
                            + e.getMessage() + "); copy or record it again");
                }
                workInVain += decoder.work() - before + input.frameBytes();
            }
            if (passedOver == 0) {
                input.rewind();
                trailing = input.peek(TrailingTags.LEAST_BYTES);
                input.beginPassing();
            }
            long start = input.startByte();
            boolean more = workInVain < MOST_WORK_IN_VAIN && input.seekFrame();
            passedOver += input.startByte() - start;
            if (!more) {
                return null;
            }
        }
        return null;
    }

    private void beginPart() throws IOException {
        endPart();
        header = FlacHeader.read(input, name);
        input.begin();
        last = null;
        part = new FlacPart(header);
        position = 0;
        parts++;
    }

    private void take(FlacFrame frame) {
        if (last == null) {
            frameSamples = frame.samples();
            part.compare(frame, faults);
        } else if (!frame.continues(last)) {
            if (strict) {
                throw new AudioException(name + ": changes to " + frame.rateHz() + " Hz with " + frame.channels()
                        + " channel(s) after " + part.samples() + " samples; send one format a chunk");
            }
            note("changes to " + frame.rateHz() + " Hz with " + frame.channels() + " channel(s) after "
                    + Faults.at(part.samples(), last.rateHz()) + ", which was read on");
        }
        long first = frame.numbersSamples() ? frame.number() : frame.number() * frameSamples;
        if (passedOver > 0) {
            damaged(frame, first);
        }
        position = first + frame.samples();
        last = frame;
        pending = frame;
    }

    /** There is damage before this frame: as much silence as its number says, if so few bytes can have held so much. */
    private void damaged(FlacFrame frame, long first) {
        long gap = first - position;
        long most = MOST_FRAME_SAMPLES * (1 + passedOver / LEAST_FRAME_BYTES);
        silence = gap > 0 && gap <= most ? gap : 0;
        part.damaged(frame.rateHz(), silence);
        passedOver = 0;
    }

    private void mixIn(FlacFrame frame) {
        if (mixer == null || mixer.channels() != frame.channels()) {
            noteMix();
            // A chunk is part of a stream, in which a mix of its own would change at every edge.
            mixer = new FlacMixer(frame.channels(), strict);
        }
        queue.add(mixer.mix(frame, decoder.channels()), 0, frame.samples(), frame.rateHz());
        part.add(frame.samples());
    }

    private void endPart() {
        queue.endPart();
        part.end(
                faults,
                last == null ? header.rateHz() : last.rateHz(),
                workInVain >= MOST_WORK_IN_VAIN,
                isSaidOfPassedOver() ? passedOver : 0);
    }

    /** Tags and zeros behind the last frame are no sound. */
    private boolean isSaidOfPassedOver() {
        return passedOver > 0 && input.hasPassedNonZero() && !TrailingTags.make(trailing, passedOver);
    }

    @Override
    public List<String> notes() {
        List<String> all = new ArrayList<>(notes);
        if (parts > 1) {
            all.add("is " + parts + " FLAC recordings in one file, which were read one after another");
        }
        String cancelled = mixer == null ? null : mixer.note(rateHz);
        if (cancelled != null) {
            all.add(cancelled);
        }
        return all;
    }

    private void noteMix() {
        String cancelled = mixer == null ? null : mixer.note(rateHz);
        if (cancelled != null) {
            note(cancelled);
        }
    }

    private void note(String note) {
        if (notes.size() < MOST_NOTES) {
            notes.add(note);
        }
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
