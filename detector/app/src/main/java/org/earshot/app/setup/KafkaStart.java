package org.earshot.app.setup;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.config.ConfigException;
import org.earshot.app.config.TopicsSection;
import org.earshot.core.model.ConfigurationException;
import org.earshot.streams.framing.KafkaErrors;

/** Waits for a Kafka that is still coming up, or whose name is not known yet. For one thread. */
public final class KafkaStart {
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(10);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** Beginning of the messages of Kafka's clients about names that cannot be resolved. */
    private static final String UNKNOWN_NAMES = "No resolvable bootstrap urls";

    private final Supplier<Admin> clients;
    private final String servers;
    private final Consumer<String> lines;

    /**
     * @param clients make a client, or throw as the making does
     * @param servers address, for messages
     * @param lines gets one line at once and every ten seconds for as long as there is no answer
     */
    public KafkaStart(Supplier<Admin> clients, String servers, Consumer<String> lines) {
        this.clients = clients;
        this.servers = servers;
        this.lines = lines;
    }

    /**
     * Returns as soon as a broker answers.
     *
     * @param patience how long to wait; none: for one answer only
     * @throws ConfigurationException if none answers in that time, or Kafka refuses this user
     */
    public void await(Duration patience) throws InterruptedException {
        long begin = System.nanoTime();
        long nextLine = begin;
        while (true) {
            RuntimeException why = attempt();
            long now = System.nanoTime();
            long left = patience.toNanos() - (now - begin);
            if (why == null) {
                return;
            }
            if (left <= 0) {
                throw why;
            }
            if (now >= nextLine) {
                lines.accept("Kafka at " + servers + " does not answer yet; waiting for up to "
                        + Math.max(1, TimeUnit.NANOSECONDS.toSeconds(left)) + " s more (" + TopicsSection.START_WAIT_MS
                        + ")");
                nextLine = now + LINE_INTERVAL.toNanos();
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(left, PAUSE.toNanos()));
        }
    }

    /** @return why there is no answer; null if there is one */
    private RuntimeException attempt() throws InterruptedException {
        try (Admin admin = clients.get()) {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) ATTEMPT.toMillis()))
                    .clusterId()
                    .get();
            return null;
        } catch (ExecutionException e) {
            ConfigurationException refusal = KafkaErrors.of(e, servers);
            if (KafkaErrors.isFinal(e)) {
                throw refusal;
            }
            return refusal;
        } catch (ConfigurationException e) {
            if (!isUnknownName(e)) {
                throw e;
            }
            return e;
        }
    }

    private static boolean isUnknownName(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigException
                    && String.valueOf(cause.getMessage()).startsWith(UNKNOWN_NAMES)) {
                return true;
            }
        }
        return false;
    }
}
