package org.earshot.core.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.audio.flac.FlacWriter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ordinary and odd files of the kinds that are decoded here give the samples that ffmpeg gives. */
@Tag("integration")
@Timeout(120)
class AgainstFfmpegTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void requireFfmpeg() {
        Ffmpeg.require();
    }

    @Test
    void shouldReadWavFilesAsFfmpegDoes() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        int[][] formats = {
            {1, 1, 8},
            {1, 2, 8},
            {1, 1, 12},
            {1, 1, 16},
            {1, 2, 16},
            {1, 6, 16},
            {1, 1, 20},
            {1, 2, 24},
            {1, 1, 32},
            {3, 1, 32},
            {3, 2, 64},
            {6, 1, 8},
            {7, 2, 8}
        };
        for (int[] f : formats) {
            String name = f[0] + "-" + f[1] + "-" + f[2];
            byte[] samples = samples(f[0], f[1], f[2]);
            files.put(name, header(f).chunk("data", samples).build());
            files.put(name + "-unknown", header(f).data(-1, samples).build());
            files.put(name + "-zero", header(f).data(0, samples).build());
            files.put(
                    name + "-cut",
                    header(f).data(samples.length + 5_000, samples).build());
            files.put(
                    name + "-odd",
                    header(f).chunk("note", new byte[9]).chunk("data", samples).build());
            if (f[2] % 8 == 0 && f[0] == 1) {
                files.put(
                        name + "-extensible",
                        new WavBytes()
                                .extensible(f[0], f[1], 16_000, f[2])
                                .chunk("data", samples)
                                .build());
            }
            // ffmpeg reads 4096 bytes at once where the alignment is wrong, and loses samples that do not fit in.
            int step = f[1] * ((f[2] + 7) / 8);
            for (int align : 4_096 % step == 0 ? new int[] {0, 2 * step} : new int[0]) {
                byte[] wav = header(f).chunk("data", samples).build();
                ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).putShort(32, (short) align);
                files.put(name + "-align" + align, wav);
            }
        }

        assertSameAsFfmpeg(files, "wav", 1e-6);
    }

    @Test
    void shouldReadFlacFilesAsTheyWereBeforeFfmpegPackedThem() throws Exception {
        var random = new Random(3);
        int[] values = new int[2 * 30_000];
        for (int n = 0; n < values.length; n++) {
            values[n] = (int) (9_000 * Math.sin(n * n / 1e6) + 900 * random.nextGaussian());
        }
        Files.write(
                folder.resolve("in.wav"),
                new WavBytes()
                        .format(1, 2, 44_100, 16)
                        .chunk("data", WavBytes.shorts(values))
                        .build());
        float[] expected =
                Salvaged.from(AudioFiles.open(folder.resolve("in.wav"))).samples();
        String[][] variants = {
            {"-compression_level", "0"},
            {"-compression_level", "12"},
            {"-lpc_type", "none"},
            {"-lpc_type", "cholesky", "-max_prediction_order", "32"},
            {"-ch_mode", "indep"},
            {"-ch_mode", "left_side"},
            {"-ch_mode", "right_side"},
            {"-ch_mode", "mid_side"},
            {"-frame_size", "192"},
            {"-frame_size", "65535"},
            {"-sample_fmt", "s32", "-bits_per_raw_sample", "24"}
        };
        List<String> arguments = new ArrayList<>(List.of("-i", "in.wav"));
        for (int i = 0; i < variants.length; i++) {
            arguments.addAll(List.of("-map", "0:a", "-c:a", "flac"));
            arguments.addAll(List.of(variants[i]));
            arguments.add(i + ".flac");
        }
        Ffmpeg.run(folder, arguments);

        for (int i = 0; i < variants.length; i++) {
            var heard = Salvaged.from(AudioFiles.open(folder.resolve(i + ".flac")));

            assertThat(heard.fault()).as(String.join(" ", variants[i])).isNull();
            assertThat(heard.samples()).as(String.join(" ", variants[i])).isEqualTo(expected);
        }
    }

    @Test
    void shouldWriteFlacThatFfmpegReadsWithoutAComplaint() throws Exception {
        var random = new Random(4);
        for (int channels : new int[] {1, 2, 8}) {
            int[] values = new int[channels * 600_000 / 8];
            for (int n = 0; n < values.length; n++) {
                values[n] = (short) (12_000 * Math.sin(n / 30.0) + 20 * (n / 10_000) * random.nextGaussian());
            }
            Files.write(folder.resolve("w.flac"), FlacWriter.encode(44_101, channels, values));

            String complaints =
                    Ffmpeg.run(folder, List.of("-err_detect", "explode", "-i", "w.flac", "-f", "s16le", "w.raw"));

            assertThat(complaints).isEmpty();
            assertThat(Files.readAllBytes(folder.resolve("w.raw"))).isEqualTo(WavBytes.shorts(values));
        }
    }

    @Test
    void shouldReadMp3FilesAsFfmpegDoes() throws Exception {
        WavWriter.write(folder.resolve("in.wav"), 48_000, SampleFormat.S16LE, Sounds.tone(40_000, 48_000, 440, 0.4));
        List<String> arguments = new ArrayList<>(List.of("-i", "in.wav"));
        Map<String, byte[]> files = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        for (int rate : new int[] {8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000}) {
            for (int channels = 1; channels <= 2; channels++) {
                names.add(rate + "-" + channels);
                arguments.addAll(List.of("-map", "0:a", "-ar", "" + rate, "-ac", "" + channels));
                arguments.addAll(channels == 1 ? List.of("-q:a", "4") : List.of("-b:a", "64k", "-write_xing", "0"));
                arguments.add(rate + "-" + channels + ".mp3");
            }
        }
        Ffmpeg.run(folder, arguments);
        for (String name : names) {
            files.put(name, Files.readAllBytes(folder.resolve(name + ".mp3")));
        }

        assertSameAsFfmpeg(files, "mp3", 3e-3);
    }

    /** Compares samples and their number, all files in one run of ffmpeg. */
    private void assertSameAsFfmpeg(Map<String, byte[]> files, String kind, double tolerance) throws Exception {
        List<String> arguments = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String name = "in-" + file.getKey() + "." + kind;
            Files.write(folder.resolve(name), file.getValue());
            arguments.addAll(List.of("-i", name));
        }
        int input = 0;
        for (String name : files.keySet()) {
            arguments.addAll(List.of("-map", input++ + ":a", "-f", "f64le", name + ".f64"));
        }
        Ffmpeg.run(folder, arguments);

        for (String name : files.keySet()) {
            Salvaged heard;
            int channels;
            try (SampleSource source = AudioFiles.open(folder.resolve("in-" + name + "." + kind))) {
                channels = source.channels();
                heard = Salvaged.from(source);
            }
            var expected = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name + ".f64")))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asDoubleBuffer();
            assertThat(heard.samples().length).as(name).isEqualTo(expected.limit() / channels);
            double worst = 0;
            for (int n = 0; n < heard.samples().length; n++) {
                double sum = 0;
                for (int channel = 0; channel < channels; channel++) {
                    sum += expected.get(n * channels + channel);
                }
                worst = Math.max(worst, Math.abs(heard.samples()[n] - sum / channels));
            }
            assertThat(worst).as(name).isLessThan(tolerance);
        }
    }

    private static WavBytes header(int[] format) {
        return new WavBytes().format(format[0], format[1], 16_000, format[2]);
    }

    /** 2,000 samples of each channel, none of whose bytes spell the name of a chunk. */
    private static byte[] samples(int tag, int channels, int bits) {
        var random = new Random(bits);
        int bytes = (bits + 7) / 8;
        ByteBuffer data = ByteBuffer.allocate(2_000 * channels * bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (data.hasRemaining()) {
            double value = 0.2 * random.nextGaussian();
            if (tag == 3) {
                data = bits == 32 ? data.putFloat((float) value) : data.putDouble(value);
            } else {
                for (int i = 0; i < bytes; i++) {
                    data.put((byte) (random.nextInt() | 0x80));
                }
            }
        }
        return data.array();
    }
}
