package org.earshot.edges.bridge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.flac.FlacWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceMessageTest {
    private static final BridgeConfig.RawPcm RAW = new BridgeConfig.RawPcm(16_000, 1, 16);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void shouldRefuseAFewBytesThatUnpackToHours(int channels) {
        byte[] bomb = FlacWriter.encode(8_000, channels, new int[DeviceMessage.MAX_SAMPLES + 4_096 * channels]);

        assertThat(bomb.length).isLessThan(DeviceMessage.MAX_SAMPLES / 20);
        assertThatThrownBy(() -> DeviceMessage.parse(bomb, RAW))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("holds more than 8388608 samples of all channels; send shorter messages");
    }

    @Test
    void shouldTakeWhatIsThereOfAFileThatIsCutOff() {
        byte[] noise = FlacWriter.encode(
                8_000, 1, new Random(1).ints(16_384, -9_000, 9_000).toArray());

        DeviceMessage message = DeviceMessage.parse(Arrays.copyOf(noise, noise.length - 1_000), RAW);

        assertThat(message.samples().length / Float.BYTES).isBetween(3 * 4_096, 16_383);
        assertThat(message.fault()).isPresent();
    }

    @Test
    void shouldTakeAFileUpToTheLimit() {
        byte[] flac = FlacWriter.encode(192_000, 1, new int[192_000]);

        assertThat(DeviceMessage.parse(flac, RAW).samples()).hasSize(192_000 * Float.BYTES);
    }

    @ParameterizedTest
    @CsvSource({
        "OggS\\0\\2, Ogg",
        "ID3\\4\\0\\0, MP3",
        "\\0\\0\\0\\40ftypM4A, MP4 or M4A",
        "\\32E\\337\\243, WebM",
        "FORM\\0\\0\\1\\0AIFF, AIFF",
        ".snd\\0\\0\\0\\30, AU",
        "caff\\0\\1, CAF",
        "#!AMR\\n, text",
        "wvpk\\1\\0, WavPack",
        "GIF89a, GIF",
        "%PDF-1.7\\n, PDF",
        "BZh9, bzip2",
        "\\177ELF\\2, a program",
        "MThd\\0\\0, MIDI",
    })
    void shouldRefuseWhatBeginsAsAnotherFormat(String begin, String format) {
        byte[] message = new byte[4_000];
        byte[] magic = begin.translateEscapes().getBytes(ISO_8859_1);
        System.arraycopy(magic, 0, message, 0, magic.length);
        if (format.equals("text")) {
            message = magic;
        }

        byte[] whole = message;
        assertThatThrownBy(() -> DeviceMessage.parse(whole, RAW))
                .isInstanceOf(AudioException.class)
                .hasMessageStartingWith("the message is ")
                .hasMessageContaining("send WAV, FLAC or headerless samples");
    }

    @Test
    void shouldRefuseJsonAndOtherText() {
        byte[] json = "  {\"temperature\": 21.5,\n \"unit\": \"C\"}".getBytes(UTF_8);
        byte[] base64 = "AAECAwQFBgcICQoLDA0ODw==".getBytes(UTF_8);

        assertThatThrownBy(() -> DeviceMessage.parse(json, RAW)).hasMessageContaining("the message is JSON");
        assertThatThrownBy(() -> DeviceMessage.parse(base64, RAW)).hasMessageContaining("the message is text");
    }

    @Test
    void shouldRefuseTextInOtherAlphabets() {
        byte[] json = "{\"raum\": \"Küche\", \"状态\": \"🔊 laut\"}".getBytes(UTF_8);
        byte[] umlautAtTheBorder = ("x".repeat(4_095) + "ü and so on").getBytes(UTF_8);

        assertThatThrownBy(() -> DeviceMessage.parse(json, RAW)).hasMessageContaining("the message is JSON");
        assertThatThrownBy(() -> DeviceMessage.parse(umlautAtTheBorder, RAW))
                .hasMessageContaining("the message is text");
    }

    @Test
    void shouldReadALongWavAsAFile() {
        byte[] broken = new byte[400];
        System.arraycopy("RF64".getBytes(UTF_8), 0, broken, 0, 4);

        assertThatThrownBy(() -> DeviceMessage.parse(broken, RAW)).hasMessageContaining("the file in the message");
    }

    @Test
    void shouldRefuseBareMp3AndAacFrames() {
        byte[] mp3 = frames(417, (byte) 0xff, (byte) 0xfb, (byte) 0x90, (byte) 0xc4);
        byte[] aac =
                frames(300, (byte) 0xff, (byte) 0xf1, (byte) 0x50, (byte) 0x80, (byte) (300 >> 3), (byte) (300 << 5));

        assertThatThrownBy(() -> DeviceMessage.parse(mp3, RAW)).hasMessageContaining("the message is MP3");
        assertThatThrownBy(() -> DeviceMessage.parse(aac, RAW)).hasMessageContaining("the message is AAC");
    }

    @Test
    void shouldTakeSamplesThatBeginAsAFrameWould() {
        byte[] noise = new byte[8_000];
        new Random(1).nextBytes(noise);
        ByteBuffer.wrap(noise).putInt(0xfffb90c4);

        assertThat(DeviceMessage.parse(noise, RAW).samples()).isEqualTo(noise);
    }

    @Test
    void shouldTakeSilence() {
        assertThat(DeviceMessage.parse(new byte[3_200], RAW).samples()).hasSize(3_200);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3_999, 192_001, 655_350})
    void shouldRefuseAFileOfARateThatTheDetectorDoesNotTake(int rateHz) {
        byte[] wav = wav(rateHz);

        assertThatThrownBy(() -> DeviceMessage.parse(wav, RAW))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("has " + rateHz + " Hz, the detector takes 4000..192000");
    }

    @Test
    void shouldRefuseWhatIsEmptyOddOrTooLong() {
        assertThatThrownBy(() -> DeviceMessage.parse(new byte[0], RAW)).hasMessage("the message is empty");
        assertThatThrownBy(() -> DeviceMessage.parse(new byte[3], RAW)).hasMessageContaining("no whole number");
        assertThatThrownBy(() -> DeviceMessage.parse(new byte[DeviceMessage.MAX_BYTES + 2], RAW))
                .hasMessageContaining("at most 8388608 are taken");
    }

    /** Frames of one length, each with the same header; the rest is noise. */
    private static byte[] frames(int length, byte... header) {
        byte[] bytes = new byte[4 * length];
        new Random(2).nextBytes(bytes);
        for (int at = 0; at < bytes.length; at += length) {
            System.arraycopy(header, 0, bytes, at, header.length);
        }
        return bytes;
    }

    /** 16 bits, one channel, 100 samples. */
    private static byte[] wav(int rateHz) {
        ByteBuffer wav = ByteBuffer.allocate(44 + 200).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(UTF_8))
                .putInt(36 + 200)
                .put("WAVEfmt ".getBytes(UTF_8))
                .putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(rateHz).putInt(2 * rateHz);
        wav.putShort((short) 2).putShort((short) 16).put("data".getBytes(UTF_8)).putInt(200);
        return wav.array();
    }
}
