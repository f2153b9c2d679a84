package org.earshot.edges.bridge;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Recognises the messages that an MQTT broker delivers a second time because the connection was lost before they were
 * acknowledged, so that no sound is taken twice. The broker sends those of a topic again in their order and before any new one.
 *
 * <pre>
 * brought   A B C        A is acknowledged, the connection is lost
 * delivered B C D        B and C are acknowledged with those that were brought before, D is new
 * </pre>
 *
 * <p>The client library does not pass on MQTT's mark of a repeated message. If a broker keeps the session, but has forgotten a message
 * of it, the next one of the topic with the same content is therefore taken for that one.
 *
 * <p>A message whose acknowledgement did not arrive comes again too, before those. It is brought twice, since it could not be told from
 * new silence that is like it; but those after it are known.
 *
 * <p>Holds a digest of each message that is not acknowledged, as many as the receive maximum allows, and of those that were lately. Safe for use by several
 * threads.
 */
final class Redeliveries {
    /** What was acknowledged so shortly before the last message came, or since, may be acknowledged in vain: the line was dead. */
    private static final long MAY_BE_LOST_NANOS = 2_000_000_000L;

    private static final int MOST_DONE = 1_000;

    private final LongSupplier nanos;
    /** Acknowledged lately, in the order of that. */
    private final Deque<Brought> lately = new ArrayDeque<>();

    private long lastCameNanos;
    /** Brought and not acknowledged, in the order of their arrival. */
    private final Set<Brought> open = new LinkedHashSet<>();
    /** By topic, what is to come again. */
    private final Map<String, Deque<Brought>> lost = new HashMap<>();

    /** A message that was brought. For use under the lock of {@link Redeliveries}. */
    private static final class Brought {
        private final String topic;
        private final byte[] digest;
        private final List<Runnable> acknowledgements = new ArrayList<>();
        private boolean done;
        private long doneNanos;

        Brought(String topic, byte[] digest) {
            this.topic = topic;
            this.digest = digest;
        }
    }

    Redeliveries() {
        this(System::nanoTime);
    }

    Redeliveries(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Takes note of a message.
     *
     * @param acknowledge acknowledges this delivery of it
     * @return acknowledges all deliveries of the message, or empty if it was brought before
     */
    Optional<Runnable> bring(String topic, byte[] payload, Runnable acknowledge) {
        byte[] digest = sha256().digest(payload);
        Brought before;
        synchronized (this) {
            lastCameNanos = nanos.getAsLong();
            before = takeLost(topic, digest);
            if (before == null) {
                Brought message = new Brought(topic, digest);
                message.acknowledgements.add(acknowledge);
                open.add(message);
                return Optional.of(() -> done(message));
            }
            if (!before.done) {
                before.acknowledgements.add(acknowledge);
                open.add(before);
                return Optional.empty();
            }
        }
        acknowledge.run();
        return Optional.empty();
    }

    /** What is not acknowledged will come again. */
    synchronized void connectionLost() {
        forgetDone();
        for (Brought message : open) {
            lost.computeIfAbsent(message.topic, topic -> new ArrayDeque<>()).add(message);
        }
        open.clear();
    }

    /** The broker has forgotten the session: nothing comes again. */
    synchronized void sessionGone() {
        lost.clear();
    }

    private Brought takeLost(String topic, byte[] digest) {
        Deque<Brought> expected = lost.getOrDefault(topic, new ArrayDeque<>());
        if (expected.isEmpty()) {
            return null;
        }
        boolean comesAgain = expected.stream().anyMatch(message -> Arrays.equals(message.digest, digest));
        if (!comesAgain && wasAcknowledgedLately(topic, digest)) {
            // In vain, it seems: what was brought after it comes again as well.
            return null;
        }
        Brought found = expected.poll();
        while (found != null && !Arrays.equals(found.digest, digest)) {
            found = expected.poll();
        }
        // A new one means that of its topic nothing more comes again.
        if (expected.isEmpty()) {
            lost.remove(topic);
        }
        return found;
    }

    private boolean wasAcknowledgedLately(String topic, byte[] digest) {
        return lately.stream()
                .anyMatch(message -> message.topic.equals(topic) && Arrays.equals(message.digest, digest));
    }

    private void done(Brought message) {
        List<Runnable> acknowledgements;
        synchronized (this) {
            message.done = true;
            message.doneNanos = nanos.getAsLong();
            acknowledgements = List.copyOf(message.acknowledgements);
            // They hold the messages themselves.
            message.acknowledgements.clear();
            if (open.remove(message)) {
                lately.add(message);
                forgetDone();
            }
        }
        acknowledgements.forEach(Runnable::run);
    }

    private void forgetDone() {
        while (!lately.isEmpty()
                && (lately.size() > MOST_DONE || lately.peek().doneNanos < lastCameNanos - MAY_BE_LOST_NANOS)) {
            lately.poll();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
