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
 * <p>Holds a digest of each message that is not acknowledged, as many as the receive maximum allows. Safe for use by several
 * threads.
 */
final class Redeliveries {
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

        Brought(String topic, byte[] digest) {
            this.topic = topic;
            this.digest = digest;
        }
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

    private void done(Brought message) {
        List<Runnable> acknowledgements;
        synchronized (this) {
            message.done = true;
            open.remove(message);
            acknowledgements = List.copyOf(message.acknowledgements);
        }
        acknowledgements.forEach(Runnable::run);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
