package org.earshot.streams.topology;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.PcmDecoder;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.flac.FlacBytes;
import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.RejectReason;
import org.earshot.core.capture.RejectedChunkException;
import org.earshot.core.model.Naming;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.AudioEncoding;
import org.earshot.streams.framing.ChunkLimits;
import org.earshot.streams.framing.RecordFormat;
import org.earshot.streams.framing.SchemaRegistry;

/**
 * Validates records of the audio topic before use: sizes before contents, fields before samples. Whatever the bytes hold,
 * the answer is a checked chunk or a {@link RejectedChunkException} with its reason.
 *
 * <pre>
 * key gate-1, source_id gate-1, 16,000 Hz, PCM_S16LE, 16,000 bytes   a chunk of 8,000 samples, half a second
 * the same with 15,999 bytes                                         ODD_BYTE_COUNT
 * the same with key gate-2                                           KEY_MISMATCH
 * end_of_stream and no samples                                       an empty chunk that ends the stream
 * no samples otherwise                                               NO_SAMPLES
 * </pre>
 *
 * <p>For one thread; the sample buffer is reused.
 */
public final class AudioRecordReader {
    /** Room for the other fields of a chunk. */
    private static final int MAX_FIELD_BYTES = 16 << 10;

    /** Ten thousand years at the highest rate still fit; sums cannot overflow. */
    private static final long MAX_SAMPLE_INDEX = 1L << 57;

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final RecordFormat<AudioChunk> format;
    /** A registry has no part in it: it would be asked to take the schema of a topic that the detector only reads. */
    private final RecordFormat<AudioChunk> again = RecordFormat.singleObject(new AudioChunk());

    private float[] mono = new float[ChunkLimits.MAX_RATE_HZ / 8];

    public AudioRecordReader(StreamSettings settings) {
        this(settings.registry(), settings.topics().audio());
    }

    /** @param topic whose records are read */
    public AudioRecordReader(Optional<SchemaRegistry> registry, String topic) {
        this.format = RecordFormat.of(new AudioChunk(), registry, topic);
    }

    /** @throws RejectedChunkException if the record cannot be used */
    public Chunk read(byte[] key, byte[] value) {
        if (key == null || value == null) {
            throw reject(RejectReason.EMPTY_RECORD, "the record has no " + (key == null ? "key" : "value"));
        }
        if (value.length > ChunkLimits.MAX_SAMPLE_BYTES + MAX_FIELD_BYTES) {
            throw reject(
                    RejectReason.OVERSIZE,
                    "the record has " + value.length + " bytes; send at most " + ChunkLimits.MAX_SAMPLE_BYTES
                            + " of samples");
        }
        AudioChunk chunk = decode(value);
        if (!Arrays.equals(key, chunk.getSourceId().getBytes(StandardCharsets.UTF_8))) {
            throw reject(
                    RejectReason.KEY_MISMATCH, "the key is not the source_id; a source must stay in one partition");
        }
        checkFields(chunk);
        int samples = samples(chunk);
        if (samples == 0 && !chunk.getEndOfStream()) {
            throw reject(RejectReason.NO_SAMPLES, "the chunk has no samples and does not end the stream");
        }
        return new Chunk(
                chunk.getSourceId(),
                chunk.getEpochId(),
                chunk.getSampleRateHz(),
                chunk.getFirstSample(),
                micros(chunk.getCapturedAt()),
                mono,
                samples,
                chunk.getEndOfStream());
    }

    /** A chunk as a record that says the same, mono and in floats. */
    byte[] write(Chunk chunk) {
        ByteBuffer samples = ByteBuffer.allocate(Float.BYTES * chunk.samples()).order(ByteOrder.LITTLE_ENDIAN);
        samples.asFloatBuffer().put(chunk.mono(), 0, chunk.samples());
        return again.encode(AudioChunk.newBuilder()
                .setSourceId(chunk.sourceId())
                .setEpochId(chunk.epochId())
                .setSequence(0)
                .setFirstSample(chunk.firstSample())
                .setCapturedAt(Instant.EPOCH.plus(chunk.capturedMicros(), ChronoUnit.MICROS))
                .setSampleRateHz(chunk.rateHz())
                .setChannels(1)
                .setEncoding(AudioEncoding.PCM_F32LE)
                .setSamples(samples)
                .setEndOfStream(chunk.endOfStream())
                .build());
    }

    private static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000L);
    }

    private AudioChunk decode(byte[] value) {
        try {
            return format.decode(value);
        } catch (SerializationException e) {
            throw new RejectedChunkException(RejectReason.UNDECODABLE, e.getMessage(), e);
        }
    }

    private static void checkFields(AudioChunk chunk) {
        checkId("source_id", chunk.getSourceId());
        checkId("epoch_id", chunk.getEpochId());
        checkRange("sequence", chunk.getSequence(), 0, Long.MAX_VALUE);
        checkRange("first_sample", chunk.getFirstSample(), 0, MAX_SAMPLE_INDEX);
        checkRange("sample_rate_hz", chunk.getSampleRateHz(), ChunkLimits.MIN_RATE_HZ, ChunkLimits.MAX_RATE_HZ);
        checkRange("channels", chunk.getChannels(), 1, PcmDecoder.MAX_CHANNELS);
        Instant captured = chunk.getCapturedAt();
        if (captured.isBefore(EARLIEST) || captured.isAfter(LATEST)) {
            throw reject(RejectReason.BAD_FIELD, "captured_at is " + captured + "; send UTC microseconds since 1970");
        }
    }

    private static void checkId(String field, String id) {
        Naming.ID.fault(id).ifPresent(fault -> {
            throw reject(RejectReason.BAD_FIELD, field + " " + fault);
        });
    }

    private static void checkRange(String field, long value, long from, long to) {
        if (value < from || value > to) {
            throw reject(RejectReason.BAD_FIELD, field + " is " + value + "; it must lie in " + from + ".." + to);
        }
    }

    private int samples(AudioChunk chunk) {
        ByteBuffer bytes = chunk.getSamples();
        if (bytes.remaining() > ChunkLimits.MAX_SAMPLE_BYTES) {
            throw reject(
                    RejectReason.OVERSIZE,
                    "the chunk has " + bytes.remaining() + " bytes of samples; send at most "
                            + ChunkLimits.MAX_SAMPLE_BYTES);
        }
        if (chunk.getEncoding() == AudioEncoding.UNKNOWN) {
            throw reject(
                    RejectReason.UNKNOWN_ENCODING,
                    "the encoding is not known; send PCM_S16LE, PCM_S24LE, PCM_F32LE or FLAC");
        }
        if (bytes.remaining() == 0) {
            return 0;
        }
        return chunk.getEncoding() == AudioEncoding.FLAC ? flac(chunk) : pcm(chunk, format(chunk.getEncoding()));
    }

    private int pcm(AudioChunk chunk, SampleFormat format) {
        ByteBuffer bytes = chunk.getSamples();
        int samples;
        try {
            samples = PcmDecoder.samplesIn(bytes.remaining(), format, chunk.getChannels());
        } catch (AudioException e) {
            throw new RejectedChunkException(RejectReason.ODD_BYTE_COUNT, e.getMessage(), e);
        }
        checkLength(samples, chunk);
        if (mono.length < samples) {
            mono = new float[samples];
        }
        try {
            PcmDecoder.decode(bytes, format, chunk.getChannels(), mono);
        } catch (AudioException e) {
            throw new RejectedChunkException(RejectReason.NON_FINITE_SAMPLES, e.getMessage(), e);
        }
        return samples;
    }

    private int flac(AudioChunk chunk) {
        FlacBytes.Decoded decoded;
        try {
            decoded = FlacBytes.decode(chunk.getSamples());
        } catch (AudioException e) {
            throw new RejectedChunkException(RejectReason.UNDECODABLE_SAMPLES, e.getMessage(), e);
        }
        if (decoded.rateHz() != chunk.getSampleRateHz()) {
            throw reject(
                    RejectReason.WRONG_RATE,
                    "the FLAC stream has " + decoded.rateHz() + " Hz, sample_rate_hz says " + chunk.getSampleRateHz());
        }
        int samples = decoded.mono().length;
        checkLength(samples, chunk);
        if (mono.length < samples) {
            mono = new float[samples];
        }
        System.arraycopy(decoded.mono(), 0, mono, 0, samples);
        return samples;
    }

    private static void checkLength(int samples, AudioChunk chunk) {
        if (samples > chunk.getSampleRateHz()) {
            throw reject(
                    RejectReason.TOO_LONG,
                    samples + " samples at " + chunk.getSampleRateHz() + " Hz are more than 1 s; send shorter chunks");
        }
    }

    private static SampleFormat format(AudioEncoding encoding) {
        return switch (encoding) {
            case PCM_S16LE -> SampleFormat.S16LE;
            case PCM_S24LE -> SampleFormat.S24LE;
            case PCM_F32LE -> SampleFormat.F32LE;
            case FLAC, UNKNOWN -> throw new IllegalArgumentException(encoding.name());
        };
    }

    private static RejectedChunkException reject(RejectReason reason, String message) {
        return new RejectedChunkException(reason, message);
    }
}
