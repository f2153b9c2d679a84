package org.earshot.app.demo;

import org.earshot.core.audio.SampleSource;

/** A microphone's samples as they come off the wire: 16 bits. */
final class PlayedMicrophone implements SampleSource {
    private final Microphone microphone;
    private int next;

    PlayedMicrophone(Microphone microphone) {
        this.microphone = microphone;
    }

    @Override
    public int rateHz() {
        return microphone.rateHz();
    }

    @Override
    public int channels() {
        return 1;
    }

    @Override
    public int read(float[] mono, int offset, int length) {
        int count = Math.min(length, microphone.samples().length - next);
        if (count == 0) {
            return -1;
        }
        for (int n = 0; n < count; n++) {
            mono[offset + n] = Math.round(microphone.samples()[next + n] * Short.MAX_VALUE) / 32768f;
        }
        next += count;
        return count;
    }

    @Override
    public void close() {}
}
