package org.earshot.app.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.earshot.core.audio.PcmDecoder;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.file.AudioFiles;

/**
 * The sound of every source of a measurement: the shipped recordings over a bed of noise, one after the other, as
 * 16-bit samples in chunks.
 *
 * <p>Immutable.
 *
 * @param rateHz samples per second
 * @param pcm 16-bit little-endian samples
 * @param chunkSamples samples of a chunk; the last may be shorter
 */
record BenchSound(int rateHz, byte[] pcm, int chunkSamples) {
    private static final String FOLDER = "/org/earshot/demo/";
    private static final double BED = 0.004;
    private static final double PAUSE_SECONDS = 2;

    /** So many seconds of it, in chunks of one second. */
    static BenchSound of(int rateHz, int seconds) {
        int samples = rateHz * seconds;
        float[] sound = new float[samples];
        Random random = new Random(5);
        for (int i = 0; i < samples; i++) {
            sound[i] = (float) (BED * random.nextGaussian());
        }
        List<float[]> recordings = recordings(rateHz);
        int at = rateHz;
        for (int i = 0; at < samples; i++) {
            float[] recording = recordings.get(i % recordings.size());
            for (int n = 0; n < recording.length && at + n < samples; n++) {
                sound[at + n] += 0.5f * recording[n];
            }
            at += recording.length + (int) (PAUSE_SECONDS * rateHz);
        }
        ByteBuffer pcm = ByteBuffer.allocate(samples * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : sound) {
            pcm.putShort((short) Math.round(Math.max(-1, Math.min(1, value)) * Short.MAX_VALUE));
        }
        return new BenchSound(rateHz, pcm.array(), rateHz);
    }

    /** The same sound in chunks of a number of samples. */
    BenchSound inChunksOf(int samples) {
        return new BenchSound(rateHz, pcm, samples);
    }

    int chunks() {
        return (pcm.length / Short.BYTES + chunkSamples - 1) / chunkSamples;
    }

    double seconds() {
        return (double) pcm.length / Short.BYTES / rateHz;
    }

    /** The bytes of a chunk. */
    ByteBuffer chunk(int index) {
        int from = index * chunkSamples * Short.BYTES;
        return ByteBuffer.wrap(pcm, from, Math.min(chunkSamples * Short.BYTES, pcm.length - from))
                .slice();
    }

    /** A chunk as the detector decodes it. @return number of samples */
    int decode(int index, float[] mono) {
        ByteBuffer bytes = chunk(index);
        int samples = PcmDecoder.samplesIn(bytes.remaining(), SampleFormat.S16LE, 1);
        PcmDecoder.decode(bytes, SampleFormat.S16LE, 1, mono);
        return samples;
    }

    private static List<float[]> recordings(int rateHz) {
        List<float[]> recordings = new ArrayList<>();
        try (InputStream list = BenchSound.class.getResourceAsStream(FOLDER + "recordings.csv")) {
            String text = new String(list.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().skip(1).toList()) {
                recordings.add(read(line.substring(0, line.indexOf(',')), rateHz));
            }
            return recordings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[] read(String name, int rateHz) throws IOException {
        Path copy = Files.createTempFile("earshot-bench", name);
        try (InputStream in = BenchSound.class.getResourceAsStream(FOLDER + name)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return AudioFiles.readMono(copy, rateHz);
        } finally {
            Files.delete(copy);
        }
    }
}
