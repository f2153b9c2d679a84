package org.earshot.edges.bridge;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.PcmDecoder;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.schema.AudioEncoding;
import org.earshot.streams.framing.ChunkLimits;

/**
 * The sound in one MQTT message: a whole WAV or FLAC file, or headerless samples in the layout that was configured.
 *
 * @param rateHz samples per second and channel
 * @param channels interleaved channels
 * @param encoding layout of the samples
 * @param samples the bytes, whole samples of every channel, at least one
 * @param fault what was wrong with a file of which these samples could be read
 */
record DeviceMessage(int rateHz, int channels, AudioEncoding encoding, byte[] samples, Optional<String> fault) {
    /** Longest payload. */
    static final int MAX_BYTES = 8 << 20;

    /** Most samples of all channels in a file: a few bytes of FLAC may unpack to hours. */
    static final int MAX_SAMPLES = 8 << 20;

    /** How WAV, long WAV and FLAC files begin. */
    private static final List<String> FILES = List.of("RIFF", "RF64", "BW64", "fLaC");

    private static final int PIECE = 4_096;

    /** @throws AudioException if the message is none of these, is not whole or holds too much */
    static DeviceMessage parse(byte[] payload, BridgeConfig.RawPcm raw) {
        if (payload.length == 0) {
            throw new AudioException("the message is empty");
        }
        if (payload.length > MAX_BYTES) {
            throw new AudioException("the message has " + payload.length + " bytes, at most " + MAX_BYTES
                    + " are taken; send shorter messages");
        }
        if (FILES.stream().anyMatch(file -> begins(payload, file))) {
            return file(payload);
        }
        ForeignFormat.of(payload).ifPresent(format -> {
            throw new AudioException(
                    "the message is " + format + "; send WAV, FLAC or headerless samples as `audio` lays them out");
        });
        PcmDecoder.samplesIn(payload.length, format(raw.bits()), raw.channels());
        return new DeviceMessage(raw.rateHz(), raw.channels(), encoding(raw.bits()), payload, Optional.empty());
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

    private static SampleFormat format(int bits) {
        return switch (bits) {
            case 16 -> SampleFormat.S16LE;
            case 24 -> SampleFormat.S24LE;
            default -> SampleFormat.F32LE;
        };
    }

    private static AudioEncoding encoding(int bits) {
        return switch (bits) {
            case 16 -> AudioEncoding.PCM_S16LE;
            case 24 -> AudioEncoding.PCM_S24LE;
            default -> AudioEncoding.PCM_F32LE;
        };
    }

    private static DeviceMessage file(byte[] payload) {
        try (SampleSource source = AudioFiles.open(new ByteArrayInputStream(payload), "the file in the message")) {
            ChunkLimits.problemOfRate(source.rateHz()).ifPresent(problem -> {
                throw new AudioException("the file in the message " + problem);
            });
            int most = MAX_SAMPLES / source.channels();
            ByteBuffer mono = little(Math.min(payload.length, most) * Float.BYTES);
            float[] piece = new float[PIECE];
            int length = 0;
            String fault = null;
            for (int read = 0; read >= 0 && length <= most; ) {
                for (int n = 0; n < read; n++) {
                    mono.putFloat(piece[n]);
                }
                try {
                    read = source.read(piece, 0, PIECE);
                } catch (AudioException e) {
                    // Thrown in place of the end, after the last sample.
                    fault = e.getMessage();
                    read = -1;
                }
                length += Math.max(0, read);
                while (mono.remaining() < read * Float.BYTES) {
                    mono = little(2 * mono.capacity()).put(mono.flip());
                }
            }
            if (length > most) {
                throw new AudioException("the file in the message holds more than " + MAX_SAMPLES
                        + " samples of all channels; send shorter messages");
            }
            if (length == 0) {
                throw new AudioException(fault == null ? "the file in the message holds no samples" : fault);
            }
            byte[] samples = new byte[mono.position()];
            mono.flip().get(samples);
            return new DeviceMessage(source.rateHz(), 1, AudioEncoding.PCM_F32LE, samples, Optional.ofNullable(fault));
        }
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean begins(byte[] bytes, String magic) {
        for (int i = 0; i < magic.length(); i++) {
            if (i >= bytes.length || bytes[i] != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
