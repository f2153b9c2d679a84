package org.earshot.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.earshot.app.Main;
import org.earshot.core.files.ExitCodes;
import org.junit.jupiter.api.Test;

class RunCommandTest {
    @Test
    void shouldRefuseAPageWithoutAServerForIt() {
        StringWriter err = new StringWriter();

        int exit = Main.commandLine()
                .setErr(new PrintWriter(err))
                .execute("run", "--page", "--set", "earshot.http.enabled=false");

        assertThat(exit).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString().lines()).singleElement().asString().contains("earshot.http.enabled=false");
    }
}
