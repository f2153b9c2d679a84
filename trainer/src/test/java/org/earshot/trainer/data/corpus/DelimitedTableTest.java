package org.earshot.trainer.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.core.model.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelimitedTableTest {
    private static final String TABLE = "filename,tags\nhöhle.wav,Türknall\n";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252", "ISO-8859-1"})
    void shouldReadTheEncodingsOfSpreadsheets(String charset) throws IOException {
        DelimitedTable table = read(TABLE.getBytes(Charset.forName(charset)));

        assertThat(table.cell(0, table.column("filename"))).isEqualTo("höhle.wav");
        assertThat(table.cell(0, table.column("tags"))).isEqualTo("Türknall");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void shouldReadPastAByteOrderMark(String charset) throws IOException {
        DelimitedTable table = read(("\uFEFF" + TABLE).getBytes(Charset.forName(charset)));

        assertThat(table.cell(0, table.column("filename"))).isEqualTo("höhle.wav");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Smith, J.", "the \"Bell\"", "two\nlines", "two\r\nlines", "plain", "\"", "a;b", ""})
    void shouldReadBackWhatWasWritten(String cell) throws IOException {
        String row = DelimitedTable.written(cell) + ",end\n";

        DelimitedTable table = read(("author,last\n" + row).getBytes(StandardCharsets.UTF_8));

        assertThat(table.size()).isEqualTo(1);
        assertThat(table.cell(0, 0)).isEqualTo(cell);
        assertThat(table.cell(0, 1)).isEqualTo("end");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Filename,TAGS\na.wav,dog\n",
                "filename;tags\na.wav;dog\n",
                "filename\ttags\na.wav\tdog\n",
                "\"filename\"\t\"tags\"\n\"a.wav\"\t\"dog\"\n",
                "sep=;\nfilename;tags\na.wav;dog\n",
                "filename,tags\r\na.wav,dog\r\n,\r\n",
                "\n filename , tags\na.wav , dog",
            })
    void shouldReadTheLayoutsOfSpreadsheets(String text) throws IOException {
        DelimitedTable table = read(text.getBytes(StandardCharsets.UTF_8));

        assertThat(table.size()).isEqualTo(1);
        assertThat(table.cell(0, table.column("filename"))).isEqualTo("a.wav");
        assertThat(table.cell(0, table.column("tags"))).isEqualTo("dog");
    }

    @Test
    void shouldKeepQuotesOfWhichACellOfATableWithTabsDoesNotConsist() throws IOException {
        DelimitedTable table = read("author\ttags\nthe \"Bell\"\t\"a\" and \"b\"\n\"the \"\"Bell\"\"\"\t\"\n"
                .getBytes(StandardCharsets.UTF_8));

        assertThat(table.cell(0, 0)).isEqualTo("the \"Bell\"");
        assertThat(table.cell(0, 1)).isEqualTo("\"a\" and \"b\"");
        assertThat(table.cell(1, 0)).isEqualTo("the \"Bell\"");
        assertThat(table.cell(1, 1)).isEqualTo("\"");
    }

    @Test
    void shouldReadDecimalCommas() throws IOException {
        DelimitedTable table = read("filename;onset\na.wav;1,25\n".getBytes(StandardCharsets.UTF_8));

        assertThat(table.number(0, table.column("onset"))).isEqualTo(1.25);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "NaN", "Infinity", ""})
    void shouldRefuseWhatIsNoNumber(String cell) throws IOException {
        DelimitedTable table = read(("filename,onset\na.wav," + cell + "\n").getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> table.number(0, 1))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("row 1, column 2: \"" + cell + "\" is not a number");
    }

    private DelimitedTable read(byte[] bytes) throws IOException {
        return DelimitedTable.withHeader(Files.write(directory.resolve("table.csv"), bytes));
    }
}
