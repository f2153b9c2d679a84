package org.earshot.detector.bridge;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.earshot.detector.audio.AudioException;
import org.earshot.detector.audio.AudioFiles;
import org.earshot.detector.audio.PcmDecoder;
import org.earshot.detector.audio.SampleFormat;
import org.earshot.detector.audio.SampleSource;
import org.earshot.schema.AudioEncoding;

/**
 * The sound in one MQTT message: a whole WAV or FLAC file, or headerless samples in the layout that was configured.
 *
 * @param rateHz samples per second and channel
 * @param channels interleaved channels
 * @param encoding layout of the samples
 * @param samples the bytes, whole samples of every channel
 */
record DeviceMessage(int rateHz, int channels, AudioEncoding encoding, byte[] samples) {
    private static final int MAX_BYTES = 8 << 20;
    private static final int PIECE = 4_096;

    /** @throws AudioException if the message is none of these or is not whole */
    static DeviceMessage parse(byte[] payload, BridgeConfig.RawPcm raw, String name) {
        if (payload.length > MAX_BYTES) {
            throw new AudioException(name + ": " + payload.length + " bytes, at most " + MAX_BYTES
                    + " are taken; send shorter messages");
        }
        if (startsWith(payload, "RIFF") || startsWith(payload, "fLaC")) {
            return file(payload, name);
        }
        SampleFormat format = switch (raw.bits()) {
            case 16 -> SampleFormat.S16LE;
            case 24 -> SampleFormat.S24LE;
            default -> SampleFormat.F32LE;
        };
        PcmDecoder.samplesIn(payload.length, format, raw.channels());
        AudioEncoding encoding = switch (raw.bits()) {
            case 16 -> AudioEncoding.PCM_S16LE;
            case 24 -> AudioEncoding.PCM_S24LE;
            default -> AudioEncoding.PCM_F32LE;
        };
        return new DeviceMessage(raw.rateHz(), raw.channels(), encoding, payload);
    }

    /** Bytes of one sample of every channel. */
    int frameBytes() {
        int sampleBytes = switch (encoding) {
            case PCM_S16LE -> 2;
            case PCM_S24LE -> 3;
            default -> 4;
        };
        return sampleBytes * channels;
    }

    private static DeviceMessage file(byte[] payload, String name) {
        try (SampleSource source = AudioFiles.open(new ByteArrayInputStream(payload), name)) {
            ByteBuffer mono = ByteBuffer.allocate(payload.length * 8).order(ByteOrder.LITTLE_ENDIAN);
            float[] piece = new float[PIECE];
            for (int read = source.read(piece, 0, PIECE); read >= 0; read = source.read(piece, 0, PIECE)) {
                if (mono.remaining() < read * Float.BYTES) {
                    mono = ByteBuffer.allocate(mono.capacity() * 2)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .put(mono.flip());
                }
                for (int n = 0; n < read; n++) {
                    mono.putFloat(piece[n]);
                }
            }
            byte[] samples = new byte[mono.position()];
            mono.flip().get(samples);
            return new DeviceMessage(source.rateHz(), 1, AudioEncoding.PCM_F32LE, samples);
        }
    }

    private static boolean startsWith(byte[] bytes, String magic) {
        for (int i = 0; i < magic.length(); i++) {
            if (i >= bytes.length || bytes[i] != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
