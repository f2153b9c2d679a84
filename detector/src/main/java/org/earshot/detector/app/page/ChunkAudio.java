package org.earshot.detector.app.page;

import java.nio.ByteBuffer;
import org.earshot.detector.audio.AudioException;
import org.earshot.detector.audio.FlacBytes;
import org.earshot.detector.audio.PcmDecoder;
import org.earshot.detector.audio.SampleFormat;
import org.earshot.schema.AudioChunk;

/** The samples of a chunk. Safe for several threads. */
final class ChunkAudio {
    private ChunkAudio() {}

    /** @return mono samples at the chunk's own rate, full scale 1 */
    static float[] mono(AudioChunk chunk) {
        ByteBuffer bytes = chunk.getSamples();
        return switch (chunk.getEncoding()) {
            case PCM_S16LE -> pcm(bytes, SampleFormat.S16LE, chunk.getChannels());
            case PCM_S24LE -> pcm(bytes, SampleFormat.S24LE, chunk.getChannels());
            case PCM_F32LE -> pcm(bytes, SampleFormat.F32LE, chunk.getChannels());
            case FLAC -> FlacBytes.decode(bytes).mono();
            case UNKNOWN -> throw new AudioException("chunk: unknown encoding");
        };
    }

    private static float[] pcm(ByteBuffer bytes, SampleFormat format, int channels) {
        float[] mono = new float[PcmDecoder.samplesIn(bytes.remaining(), format, channels)];
        PcmDecoder.decode(bytes, format, channels, mono);
        return mono;
    }
}
