package org.earshot.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.app.Main;
import org.earshot.core.files.ExitCodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsTestCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean good = exchange.getRequestURI().getPath().equals("/good");
            exchange.sendResponseHeaders(good ? 200 : 403, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private int run(String send) throws Exception {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        Path rules = Files.writeString(folder.resolve("rules.yaml"), """
                rules: [{name: all, send: %s}]
                sinks:
                  good: {type: webhook, url: "%s/good"}
                  bad: {type: webhook, url: "%s/SECRET"}
                """.formatted(send, address, address));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("alerts", "test", rules.toString());
    }

    @Test
    void shouldSayOfEachRuleAndSinkWhetherItsAlertArrived() throws Exception {
        assertThat(run("[good, bad]")).isEqualTo(ExitCodes.DATA);
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("all\tgood\tdelivered"),
                        line -> assertThat(line)
                                .startsWith("all\tbad\tnot delivered: POST http://127.0.0.1:")
                                .endsWith("/...: answered 403"));
    }

    @Test
    void shouldEndWellWhereAllArrived() throws Exception {
        assertThat(run("[good]")).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).isEqualTo("all\tgood\tdelivered\n");
    }

    @Test
    void shouldNameTheLineOfARuleFileThatCannotWork() throws Exception {
        assertThat(run("[nobody]")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("rules.yaml:1: rules[0].send: there is no such sink");
    }

    @Test
    void shouldStillAskForRulesWhereNothingIsTested() {
        int exit = Main.commandLine().setErr(new PrintWriter(err)).execute("alerts");

        assertThat(exit).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("--rules");
    }
}
