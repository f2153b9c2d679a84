package org.earshot.core.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.audio.flac.FlacBytes;
import org.earshot.core.audio.flac.FlacWriter;

/** Foreign bytes give samples or an {@link AudioException}: nothing else, not too many, and not after long. */
class ParserFuzzTest {
    private static final float[] NOISE = Sounds.noise16(4_000, 1);
    private static final byte[] FLAC = FlacWriter.encode(16_000, NOISE);
    private static final byte[] WAV = new WavBytes()
            .chunk("LIST", new byte[9])
            .extensible(1, 2, 16_000, 16)
            .chunk("data", new byte[8_000])
            .build();
    private static final byte[] MP3 = resource("/audio/tone-1khz-22050.mp3");
    private static final long MOST_NANOS = 5_000_000_000L;

    @Property(tries = 400)
    void shouldSurviveMutatedFiles(@ForAll long seed) {
        var random = new Random(seed);
        byte[] file = mutated(new byte[][] {FLAC, WAV, MP3}[random.nextInt(3)], random);

        assertSurvives(file);
    }

    @Property(tries = 200)
    void shouldSurviveNoiseBehindAnyMagic(@ForAll long seed) {
        var random = new Random(seed);
        byte[] file = new byte[random.nextInt(3_000)];
        random.nextBytes(file);
        String magic = new String[] {
                    "", "fLaC", "RIFF\1\1\1\1WAVEfmt ", "ID3\3\0\0\177\177\177\177", "\u00ff\u00fb\u0090"
                }
                [random.nextInt(5)];
        for (int i = 0; i < Math.min(magic.length(), file.length); i++) {
            file[i] = (byte) magic.charAt(i);
        }

        assertSurvives(file);
    }

    @Property(tries = 300)
    void shouldSurviveMutatedChunks(@ForAll long seed) {
        byte[] chunk = mutated(FLAC, new Random(seed));

        try {
            var decoded = FlacBytes.decode(ByteBuffer.wrap(chunk));

            assertThat(decoded.mono().length).isLessThanOrEqualTo(decoded.rateHz());
            assertFinite(decoded.mono());
        } catch (AudioException expected) {
            assertThat(expected.getMessage()).startsWith("FLAC chunk").doesNotContain("\n");
        }
    }

    @Property(tries = 300)
    void shouldSurviveAnyPcm(@ForAll byte[] bytes, @ForAll SampleFormat format, @ForAll int channels) {
        try {
            float[] mono = new float[PcmDecoder.samplesIn(bytes.length, format, channels)];
            PcmDecoder.decode(ByteBuffer.wrap(bytes), format, channels, mono);

            assertFinite(mono);
        } catch (AudioException expected) {
            assertThat(expected.getMessage()).doesNotContain("\n");
        }
    }

    private static void assertSurvives(byte[] file) {
        long start = System.nanoTime();
        long samples = 0;
        try (var source = AudioFiles.open(new ByteArrayInputStream(file), "fuzz")) {
            float[] piece = new float[4_096];
            int read;
            while ((read = source.read(piece, 0, piece.length)) >= 0) {
                assertThat(read).isPositive();
                assertFinite(piece);
                samples += read;
            }
        } catch (AudioException expected) {
            assertThat(expected.getMessage()).startsWith("fuzz: ").doesNotContain("\n");
        }
        // A constant FLAC frame of a dozen bytes may hold 65,536 samples.
        assertThat(samples).isLessThan((file.length / 10L + 1) * 65_536);
        assertThat(System.nanoTime() - start).isLessThan(MOST_NANOS);
    }

    private static void assertFinite(float[] samples) {
        for (float sample : samples) {
            if (!Float.isFinite(sample)) {
                throw new AssertionError("not finite: " + sample);
            }
        }
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes =
                random.nextInt(4) == 0 ? Arrays.copyOf(original, random.nextInt(original.length)) : original.clone();
        int changes = random.nextInt(6);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            // Headers are where damage goes furthest.
            int reach = random.nextBoolean() ? Math.min(bytes.length, 100) : bytes.length;
            int at = random.nextInt(reach);
            bytes[at] = random.nextInt(3) == 0 ? (byte) 0xff : (byte) random.nextInt();
        }
        return bytes;
    }

    private static byte[] resource(String name) {
        try (var in = ParserFuzzTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
