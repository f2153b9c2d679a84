package org.earshot.trainer.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.earshot.core.model.DataException;
import org.earshot.trainer.eval.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTsvTest {
    @TempDir
    Path folder;

    @Test
    void shouldReadColumnsInTheOrderOfTheHeader() throws IOException {
        Path file = file("event_label\tonset\toffset\tscore\tfilename\ndog\t0.5\t2\t0.9\ta.wav\n");

        EventList list = EventTsv.read(file);

        assertThat(list.events()).containsExactly(new EventRow("a.wav", 0.5, 2, "dog"));
    }

    @Test
    void shouldReadCommasAndTheOrderOfDcaseWithoutHeader() throws IOException {
        Path file = file("a.wav,1.0,2.5,\"Air horn, truck horn\"\r\nb.wav,0,1,Bus\r\n");

        EventList list = EventTsv.read(file);

        assertThat(list.events())
                .containsExactly(
                        new EventRow("a.wav", 1, 2.5, "Air horn, truck horn"), new EventRow("b.wav", 0, 1, "Bus"));
    }

    @Test
    void shouldReadQuotedCells() throws IOException {
        Path file = file("filename\tonset\toffset\tevent_label\n"
                + "a.wav\t0\t1\t\"a \"\"loud\"\" bang\"\n5\" disc.wav\t0\t1\ttab\n\"b\tc.wav\"\t0\t1\ttab\n");

        EventList list = EventTsv.read(file);

        assertThat(list.events())
                .containsExactly(
                        new EventRow("a.wav", 0, 1, "a \"loud\" bang"),
                        new EventRow("5\" disc.wav", 0, 1, "tab"),
                        new EventRow("b\tc.wav", 0, 1, "tab"));
    }

    @Test
    void shouldNameTheLineOfAnOpenQuote() throws IOException {
        Path file = file("a.wav\t0\t1\tdog\na.wav\t1\t2\t\"dog\n");

        assertThatThrownBy(() -> EventTsv.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("line 2: cannot be split into columns")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldKeepFilesWithoutEvents() throws IOException {
        Path file =
                file("filename\tonset\toffset\tevent_label\na.wav\t\t\t\nb.wav\nc.wav\t0\t0\tBus\nd.wav\t0\t1\tBus\n");

        EventList list = EventTsv.read(file);

        assertThat(list.files()).containsExactly("a.wav", "b.wav", "c.wav", "d.wav");
        assertThat(list.events()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.wav;2;1;dog | line 2 | onset 2.0 lies after the offset 1.0",
                "a.wav;x;1;dog | line 2 | the onset must be a number of seconds, is 'x'",
                "a.wav;0;NaN;dog | line 2 | the offset must be a number",
                "a.wav;0;1; | line 2 | the event has no label",
                ";0;1;dog | line 2 | the file name is empty",
            })
    void shouldNameTheLineOfAnError(String row, String line, String message) throws IOException {
        Path file = file("filename\tonset\toffset\tevent_label\n" + row.replace(';', '\t') + "\n");

        assertThatThrownBy(() -> EventTsv.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(line)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldRefuseAHeaderWithoutLabels() throws IOException {
        Path file = file("filename\tonset\toffset\na.wav\t0\t1\n");

        assertThatThrownBy(() -> EventTsv.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("event_label");
    }

    @Test
    void shouldRefuseWhatIsNoText() throws IOException {
        Path file = Files.write(folder.resolve("x.tsv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertThatThrownBy(() -> EventTsv.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void shouldReadWhatItWrites() throws IOException {
        EventList list = Lists.events("a.wav", "dog 0.125 2", "cat 1 9.5").withFiles(List.of("silent.wav"));
        StringWriter text = new StringWriter();

        EventTsv.write(list, text);
        EventList read = EventTsv.read(file(text.toString()));

        assertThat(read.files()).isEqualTo(list.files());
        assertThat(read.events()).isEqualTo(list.events());
    }

    @Test
    void shouldReadDurations() throws IOException {
        Path file = file("filename\tduration\na.wav\t10.0\nb.wav\t9.5\n");

        assertThat(EventTsv.readDurations(file)).containsEntry("a.wav", 10.0).containsEntry("b.wav", 9.5);
        assertThatThrownBy(() -> EventTsv.readDurations(file("a.wav\t0\n"))).hasMessageContaining("line 1");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("list.tsv"), text, StandardCharsets.UTF_8);
    }
}
