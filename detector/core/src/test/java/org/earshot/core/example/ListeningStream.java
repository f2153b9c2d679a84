package org.earshot.core.example;

import java.io.IOException;
import org.earshot.core.Earshot;
import org.earshot.core.detect.SoundStream;

/** Prints the events of raw sound: {@code arecord -t raw -f S16_LE -r 16000 | java -cp 'lib/*' ListeningStream.java}. */
public final class ListeningStream {
    public static void main(String[] none) throws IOException {
        byte[] bytes = new byte[3_200];
        float[] samples = new float[bytes.length / 2];
        try (Earshot earshot = Earshot.open("light");
                SoundStream sound = earshot.stream(16_000, event -> System.out.println(event))) {
            int read;
            while ((read = System.in.readNBytes(bytes, 0, bytes.length)) > 0) {
                for (int n = 0; n < read / 2; n++) {
                    samples[n] = (short) (bytes[2 * n] & 0xff | bytes[2 * n + 1] << 8) / 32_768f;
                }
                sound.write(samples, 0, read / 2);
            }
        }
    }
}
