package org.earshot.app.command;

import org.earshot.core.audio.SampleFormat;
import org.earshot.core.model.ConfigurationException;
import org.earshot.streams.framing.ChunkLimits;
import picocli.CommandLine.Option;

/** Format of sound that does not describe itself: raw PCM, a sound card, a URL. */
final class SoundOptions {
    @Option(names = "--rate", paramLabel = "HZ", description = "Sample rate of raw PCM, or of the sound card (48000).")
    int rateHz;

    @Option(
            names = "--channels",
            paramLabel = "N",
            description = "Channels of raw PCM or of the sound card. Default: 1.")
    int channels = 1;

    @Option(names = "--format", description = "Samples of raw PCM: s16le, s24le, s32le, f32le. Default: s16le.")
    SampleFormat format = SampleFormat.S16LE;

    @Option(
            names = "--ffmpeg",
            paramLabel = "PATH",
            description = "The ffmpeg program that reads URLs. Default: ffmpeg.")
    String ffmpeg = "ffmpeg";

    /** @throws ConfigurationException if the rate is not one that the detector takes */
    void requireUsableRate() {
        ChunkLimits.problemOfRate(rateHz).ifPresent(problem -> {
            throw new ConfigurationException("--rate: the sound " + problem);
        });
    }
}
