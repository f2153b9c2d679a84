package org.earshot.detector.audio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.jflac.FLACDecoder;
import org.jflac.FrameListener;
import org.jflac.frame.Frame;
import org.jflac.metadata.Metadata;

/** The samples of a FLAC stream, frame by frame; every frame's checksum is checked. */
final class FlacSource implements SampleSource {
    private final InputStream bytes;
    private final String name;
    private final FlacHeader header;
    private final FLACDecoder decoder;
    private float[] block = new float[0];
    private int blockFilled;
    private int blockRead;
    private long decoded;

    FlacSource(InputStream bytes, String name) throws IOException {
        this.bytes = bytes;
        this.name = name;
        this.header = FlacHeader.read(bytes, name);
        this.decoder = new FLACDecoder(new SequenceInputStream(new ByteArrayInputStream(header.prefix()), bytes));
        decoder.addFrameListener(new Faults());
        decoder.readMetadata();
    }

    @Override
    public int rateHz() {
        return header.rateHz();
    }

    @Override
    public int channels() {
        return header.channels();
    }

    /** Samples per channel that the header declares; 0 if it does not say. */
    long declaredSamples() {
        return header.totalSamples();
    }

    @Override
    public int read(float[] mono, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (blockRead == blockFilled && !nextBlock()) {
            return -1;
        }
        int samples = Math.min(length, blockFilled - blockRead);
        System.arraycopy(block, blockRead, mono, offset, samples);
        blockRead += samples;
        return samples;
    }

    private boolean nextBlock() {
        long total = header.totalSamples();
        if (total > 0 && decoded >= total) {
            return false;
        }
        Frame frame = nextFrame();
        if (frame == null) {
            if (decoded < total) {
                throw new AudioException(name + ": is cut off: " + total + " samples are declared, " + decoded
                        + " are there; copy or record it again");
            }
            return false;
        }
        if (frame.header.channels != header.channels()
                || frame.header.sampleRate != header.rateHz()
                || frame.header.bitsPerSample != header.bitsPerSample()) {
            throw new AudioException(name + ": changes its format after " + decoded + " samples, from "
                    + header.rateHz() + " Hz with " + header.channels() + " channel(s) to " + frame.header.sampleRate
                    + " Hz with " + frame.header.channels + "; split it there");
        }
        mix(frame.header.blockSize);
        return true;
    }

    private Frame nextFrame() {
        try {
            Frame frame = decoder.readNextFrame();
            if (decoder.getBadFrames() > 0) {
                throw new Fault("bad frame");
            }
            return frame;
        } catch (IOException e) {
            throw new AudioException(name + ": cannot be read after " + decoded + " samples: " + e.getMessage(), e);
        } catch (Fault e) {
            throw new AudioException(
                    name + ": is damaged or cut off after " + decoded + " samples (" + e.getMessage()
                            + "); copy or record it again",
                    e);
        } catch (RuntimeException e) {
            // Damaged bytes take the decoder out of its arrays.
            throw new AudioException(name + ": is damaged after " + decoded + " samples; copy or record it again", e);
        }
    }

    private void mix(int samples) {
        if (block.length < samples) {
            block = new float[samples];
        }
        double scale = 1.0 / ((1L << header.bitsPerSample() - 1) * (double) header.channels());
        for (int n = 0; n < samples; n++) {
            long sum = 0;
            for (int channel = 0; channel < header.channels(); channel++) {
                sum += decoder.getChannelData()[channel].getOutput()[n];
            }
            block[n] = (float) (sum * scale);
        }
        blockRead = 0;
        blockFilled = samples;
        decoded += samples;
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            throw new AudioException(name + ": cannot be closed: " + e.getMessage(), e);
        }
    }

    /** Ends the decoding at the first fault; the decoder would pass over it with silence in its place. */
    private static final class Faults implements FrameListener {
        @Override
        public void processMetadata(Metadata metadata) {}

        @Override
        public void processFrame(Frame frame) {}

        @Override
        public void processError(String message) {
            throw new Fault(message);
        }
    }

    private static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Fault(String message) {
            super(message, null, false, false);
        }
    }
}
