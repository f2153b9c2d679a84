package org.earshot.core.audio.flac;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.ChannelMix;
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

    private ChannelMix mix;
    private double[] interleaved = new double[0];
    private float[] mono = new float[0];
    /** Length of the frames where they are numbered and not their samples. */
    private int frameSamples;
    /** Number of the sample after the last one of this part. */
    private long position;

    private long partSamples;
    private int parts = 1;
    private long silence;
    private long passedOver;
    /** The first bytes of those that were passed over last. */
    private byte[] trailing = new byte[0];

    private long lost;
    private int damages;
    private String firstDamage;
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

    /** The same of a stream that begins behind bytes of something else, which were passed over and are said. */
    public static FlacSource salvaging(InputStream bytes, String name, long passedOver) throws IOException {
        FlacSource source = salvaging(bytes, name);
        source.faults.add("begins behind " + passedOver + " bytes that are no FLAC");
        return source;
    }

    /** The same of a stream whose beginning is missing, from a frame on at which the stream of bytes stands. */
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
            if (passedOver == 0 && last != null && !strict && isNextPart()) {
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
                if (strict && header.totalSamples() > 0 && partSamples >= header.totalSamples()) {
                    return null;
                }
                if (strict) {
                    throw new AudioException(name + ": is damaged or cut off after " + partSamples + " samples ("
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

    private boolean isNextPart() throws IOException {
        return new String(input.peek(4), StandardCharsets.US_ASCII).equals(FlacHeader.MAGIC);
    }

    private void beginPart() throws IOException {
        endPart();
        header = FlacHeader.read(input, name);
        input.begin();
        last = null;
        position = 0;
        partSamples = 0;
        parts++;
    }

    private void take(FlacFrame frame) {
        if (last == null) {
            frameSamples = frame.samples();
            compareWithHeader(frame);
        } else if (!frame.continues(last)) {
            note("changes to " + frame.rateHz() + " Hz with " + frame.channels() + " channel(s) after "
                    + Faults.at(partSamples, last.rateHz()) + ", which was read on");
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
        if (firstDamage == null) {
            firstDamage = Faults.at(partSamples, frame.rateHz());
        }
        damages++;
        if (gap > 0 && gap <= most) {
            silence = gap;
            lost += gap;
            partSamples += gap;
        }
        passedOver = 0;
    }

    private void compareWithHeader(FlacFrame frame) {
        if (frame.rateHz() != header.rateHz()
                || frame.channels() != header.channels()
                || frame.bits() != header.bitsPerSample()) {
            faults.add("its header says " + header.rateHz() + " Hz with " + header.channels() + " channel(s) of "
                    + header.bitsPerSample() + " bits, but its frames " + frame.rateHz() + " Hz with "
                    + frame.channels() + " of " + frame.bits() + ", which were believed");
        }
    }

    private void mixIn(FlacFrame frame) {
        int count = frame.channels();
        if (mix == null || mix.channels() != count) {
            noteMix();
            mix = new ChannelMix(count);
        }
        if (mono.length < frame.samples() || interleaved.length < frame.samples() * count) {
            mono = new float[frame.samples()];
            interleaved = new double[frame.samples() * count];
        }
        double scale = 1.0 / (1L << frame.bits() - 1);
        for (int channel = 0; channel < count; channel++) {
            long[] values = decoder.channels()[channel];
            for (int n = 0; n < frame.samples(); n++) {
                interleaved[n * count + channel] = values[n] * scale;
            }
        }
        mix.mix(interleaved, frame.samples(), mono);
        queue.add(mono, 0, frame.samples(), frame.rateHz());
        partSamples += frame.samples();
    }

    /** Says what is wrong with the part that has ended. */
    private void endPart() {
        queue.endPart();
        int rate = last == null ? header.rateHz() : last.rateHz();
        long total = header.totalSamples();
        if (damages > 0) {
            faults.addLoss("is damaged from " + firstDamage + " on, in " + damages + " place(s): "
                    + Faults.at(lost, rate) + " are lost and were read as silence");
        }
        if (partSamples < total) {
            faults.addLoss((workInVain >= MOST_WORK_IN_VAIN ? "is damaged" : "is cut off") + ": " + total
                    + " samples are declared, " + Faults.at(partSamples, rate) + " are there");
        } else if (total > 0 && partSamples > total) {
            faults.add("declares " + total + " samples, but " + Faults.at(partSamples, rate)
                    + " are there and were read; its header is wrong");
        } else if (total == 0 && isSaidOfPassedOver()) {
            faults.addLoss("is cut off or damaged after " + Faults.at(partSamples, rate));
        }
        if (total > 0 && partSamples >= total && isSaidOfPassedOver()) {
            faults.addAdvised(passedOver
                    + " bytes behind its end are no FLAC and were not read; cut them off into a file of their own");
        }
        damages = 0;
        lost = 0;
        firstDamage = null;
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
        String cancelled = mix == null ? null : mix.note(rateHz);
        if (cancelled != null) {
            all.add(cancelled);
        }
        return all;
    }

    private void noteMix() {
        String cancelled = mix == null ? null : mix.note(rateHz);
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
