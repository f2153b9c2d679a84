package org.earshot.trainer.train.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.earshot.trainer.eval.report.Plots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLogTest {
    @TempDir
    private Path folder;

    @Test
    void shouldWriteTheNumbersForTensorBoardToo() throws IOException {
        TrainingLog log = TrainingLog.upTo(0, folder.resolve("log.csv"));

        log.add(row(100, 0.5, Double.NaN));
        log.add(row(200, 0.25, 0.75));

        List<UnknownFieldSet> events = events();
        assertThat(events).hasSize(3);
        assertThat(text(events.get(0), 3)).isEqualTo("brain.Event:2");
        assertThat(step(events.get(1))).isEqualTo(100);
        assertThat(numbers(events.get(1))).containsEntry("loss/training", 0.5f).doesNotContainKey("validation mAP");
        assertThat(step(events.get(2))).isEqualTo(200);
        assertThat(numbers(events.get(2))).containsEntry("loss/training", 0.25f).containsEntry("validation mAP", 0.75f);
    }

    @Test
    void shouldDropForTensorBoardWhatARunRepeats() throws IOException {
        TrainingLog first = TrainingLog.upTo(0, folder.resolve("log.csv"));
        first.add(row(100, 0.5, Double.NaN));
        first.add(row(200, 0.25, Double.NaN));

        TrainingLog.upTo(150, folder.resolve("log.csv")).add(row(190, 0.3, Double.NaN));

        assertThat(events().stream().skip(1).map(TrainingLogTest::step)).containsExactly(100L, 190L);
    }

    @Test
    void shouldGoOnAfterATornLastLine() throws IOException {
        Path file = folder.resolve("log.csv");
        TrainingLog.upTo(0, file).add(row(100, 0.5, 0.25));
        String whole = Files.readString(file);
        Files.writeString(file, whole + "200,1600.00,0.5");

        TrainingLog log = TrainingLog.upTo(150, file);

        assertThat(log.rows()).extracting(TrainingLog.Row::step).containsExactly(100L);
        assertThat(file).hasContent(whole.stripTrailing());
        Files.writeString(file, whole + "200,1600.00,0.5");
        Plots.validation(file, folder.resolve("curve.png"));
        assertThat(folder.resolve("curve.png")).exists();
    }

    @Test
    void shouldRotateTheChecksumAsTensorFlowDoes() {
        // RFC 3720, B.4: the CRC-32C of 32 zero bytes is 0x8a9136aa.
        int crc = 0x8a9136aa;

        assertThat(SummaryFile.checksum(new byte[32], 32)).isEqualTo(((crc >>> 15) | (crc << 17)) + 0xa282ead8);
    }

    private static TrainingLog.Row row(long step, double loss, double map) {
        return new TrainingLog.Row(step, step * 8, 0.5, 311, 0.003, loss, 0.4, map, step, 0);
    }

    private List<UnknownFieldSet> events() throws IOException {
        byte[] file = Files.readAllBytes(folder.resolve(SummaryFile.NAME));
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        List<UnknownFieldSet> events = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] length = new byte[8];
            bytes.get(length);
            assertThat(bytes.getInt()).isEqualTo(SummaryFile.checksum(length, 8));
            byte[] event = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            bytes.get(event);
            assertThat(bytes.getInt()).isEqualTo(SummaryFile.checksum(event, event.length));
            events.add(UnknownFieldSet.parseFrom(event));
        }
        return events;
    }

    private static long step(UnknownFieldSet event) {
        return event.getField(2).getVarintList().get(0);
    }

    private static String text(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().get(0).toString(StandardCharsets.UTF_8);
    }

    private static Map<String, Float> numbers(UnknownFieldSet event) throws IOException {
        Map<String, Float> numbers = new TreeMap<>();
        UnknownFieldSet summary = UnknownFieldSet.parseFrom(
                event.getField(5).getLengthDelimitedList().get(0));
        for (var value : summary.getField(1).getLengthDelimitedList()) {
            UnknownFieldSet pair = UnknownFieldSet.parseFrom(value);
            numbers.put(
                    text(pair, 1),
                    Float.intBitsToFloat(pair.getField(2).getFixed32List().get(0)));
        }
        return numbers;
    }
}
