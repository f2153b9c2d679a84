package org.earshot.edges.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.earshot.edges.alert.Events.NOON;
import static org.earshot.edges.alert.Events.event;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.AlertRule;
import org.earshot.edges.alert.sink.ClipReader;
import org.earshot.edges.alert.sink.DeliveryException;
import org.earshot.edges.alert.sink.EmailSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mail server that does not take everything. */
@Timeout(60)
class EmailSinkTest {
    private static final String GUARD = "RCPT TO:<guard@example.org>";
    private static final String PORTER = "RCPT TO:<porter@example.org>";

    /** What the server says to a command that begins so; empty for hanging up. To all else it says yes. */
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    private final AtomicInteger letters = new AtomicInteger();
    private ServerSocket server;

    @BeforeEach
    void startServer() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "mail-server");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 451 4.3.0 try again later",
        "RCPT, 450 4.2.0 greylisted",
        "RCPT, 451 4.7.1 greylisted",
        "RCPT, 452 4.5.3 too many",
        "RCPT, 421 4.3.2 closing",
        "DATA, 451 4.3.0 no room",
        "., 452 4.3.1 no room",
        "., ''"
    })
    void shouldTryAgainWhatTheServerDoesNotTakeYet(String command, String answer) {
        answers.put(command, answer);

        assertThatThrownBy(send("guard")).matches(e -> ((DeliveryException) e).isWorthRetrying());
        answers.clear();
        assertThat(catchThrowable(send("guard"))).isNull();
        assertThat(letters).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"MAIL, 550 5.1.8 no such sender", "RCPT, 550 5.1.1 no such user", "., 554 5.6.0 no such mail"})
    void shouldNotTryAgainWhatTheServerRefuses(String command, String answer) {
        answers.put(command, answer);

        assertThatThrownBy(send("guard"))
                .hasMessageContaining(answer)
                .matches(e -> !((DeliveryException) e).isWorthRetrying());
    }

    @Test
    void shouldDeliverToTheOthersWhereOneReceiverIsRefused() {
        answers.put(PORTER, "550 5.1.1 no such user");

        assertThat(catchThrowable(send("porter", "guard"))).isNull();
        assertThat(letters).hasValue(1);
    }

    @Test
    void shouldTryAgainWhereOneReceiverIsRefusedAndTheOtherNotTakenYet() {
        answers.put(PORTER, "550 5.1.1 no such user");
        answers.put(GUARD, "450 4.2.0 greylisted");

        assertThatThrownBy(send("porter", "guard")).matches(e -> ((DeliveryException) e).isWorthRetrying());
        assertThat(letters).hasValue(0);
    }

    private ThrowingCallable send(String... receivers) {
        var sink = new EmailSink(
                "mail",
                new EmailSink.Server("127.0.0.1", server.getLocalPort(), "", "", false, Duration.ofSeconds(10)),
                new EmailSink.Letter(
                        EmailSink.address("earshot@example.org"),
                        Stream.of(receivers)
                                .map(receiver -> EmailSink.address(receiver + "@example.org"))
                                .toList(),
                        ClipReader.NONE));
        AlertRule rule = Rules.parse("rules: [{name: glass, send: [c]}]\nsinks: {c: {type: command, command: [cat]}}")
                .rules()
                .get(0);
        Alert alert = Events.alert(rule, event("door-1", "glass_breaking", NOON), List.of("door-1"));
        return () -> sink.send(alert);
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                talk(client);
            } catch (IOException e) {
                // The client is gone, or the test is over.
            }
        }
    }

    private void talk(Socket client) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        OutputStream out = client.getOutputStream();
        say(out, "220 ready");
        boolean inLetter = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (inLetter && !line.equals(".")) {
                continue;
            }
            String answer = answerTo(line, line.equals("DATA") ? "354 go on" : "250 ok");
            if (answer.isEmpty()) {
                return;
            }
            inLetter = answer.startsWith("354");
            if (line.equals(".") && answer.startsWith("250")) {
                letters.incrementAndGet();
            }
            say(out, answer);
        }
    }

    private String answerTo(String line, String usual) {
        return answers.entrySet().stream()
                .filter(answer -> line.startsWith(answer.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(usual);
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
