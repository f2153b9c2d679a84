package org.earshot.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * Puts format and level of the log in force, on standard error: one line for people or one JSON object a message.
 * Earshot's own messages follow the level; Kafka and the other libraries stay at warnings.
 */
public final class LogSetup {
    /** The same as in {@code logback.xml}, which holds until a configuration is read. */
    static final String PATTERN = "%d{HH:mm:ss} %-5level %msg%n%ex{short}";

    private LogSetup() {}

    /**
     * @param format {@code text} or {@code json}
     * @param level {@code error}, {@code warn}, {@code info} or {@code debug}
     */
    public static void apply(String format, String level) {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            ch.qos.logback.classic.Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
            appender.setContext(context);
            appender.setName(format);
            appender.setTarget("System.err");
            appender.setEncoder(encoder(format, context));
            appender.start();
            root.detachAndStopAllAppenders();
            root.addAppender(appender);
            context.getLogger("org.earshot").setLevel(Level.toLevel(level));
        }
    }

    /** Leaves errors only, for commands that start a whole broker in the foreground. */
    public static void quiet() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.ERROR);
            context.getLogger("org.earshot").setLevel(Level.WARN);
        }
    }

    private static Encoder<ILoggingEvent> encoder(String format, LoggerContext context) {
        if (format.equals("json")) {
            JsonEncoder json = json();
            json.setContext(context);
            json.start();
            return json;
        }
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern(PATTERN);
        text.start();
        return text;
    }

    private static JsonEncoder json() {
        JsonEncoder json = new JsonEncoder();
        json.setWithSequenceNumber(false);
        json.setWithNanoseconds(false);
        json.setWithContext(false);
        json.setWithArguments(false);
        json.setWithMessage(false);
        json.setWithFormattedMessage(true);
        return json;
    }
}
