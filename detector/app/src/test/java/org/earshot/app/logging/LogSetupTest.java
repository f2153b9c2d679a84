package org.earshot.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogSetupTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream standardError = System.err;

    @BeforeEach
    void captureStandardError() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restoreStandardError() throws JoranException {
        System.setErr(standardError);
        configure("/logback-test.xml");
    }

    @Test
    void shouldWriteOneJsonObjectALine() throws IOException {
        LogSetup.apply("json", "info");

        LoggerFactory.getLogger("org.earshot.x").info("heard \"{}\"", "glass");
        LoggerFactory.getLogger("org.apache.kafka.x").info("chatter");

        var lines = written.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(1);
        var json = new ObjectMapper().readTree(lines.get(0));
        assertThat(json.get("level").asText()).isEqualTo("INFO");
        assertThat(json.get("loggerName").asText()).isEqualTo("org.earshot.x");
        assertThat(json.get("formattedMessage").asText()).isEqualTo("heard \"glass\"");
    }

    @Test
    void shouldFollowTheLevelInText() {
        LogSetup.apply("text", "warn");

        LoggerFactory.getLogger("org.earshot.x").info("not this");
        LoggerFactory.getLogger("org.earshot.x").warn("but this");

        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("WARN  but this")
                .doesNotContain("not this");
    }

    @Test
    void shouldStartWithEarshotAtInfoAndLibrariesAtWarn() throws JoranException {
        configure("/logback.xml");

        LoggerFactory.getLogger("org.earshot.x").info("ready");
        LoggerFactory.getLogger("org.apache.kafka.x").info("chatter");

        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("INFO  ready")
                .doesNotContain("chatter");
    }

    private static void configure(String resource) throws JoranException {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogSetupTest.class.getResource(resource));
    }
}
