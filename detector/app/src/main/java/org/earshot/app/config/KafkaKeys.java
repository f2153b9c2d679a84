package org.earshot.app.config;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.earshot.core.model.NearestName;

/**
 * What is known of the keys that are passed through: {@code kafka.*} to every client, {@code streams.*} to Kafka
 * Streams. Keys of plug-ins cannot be checked and pass; one that is nearly a known name is treated as a typing error.
 */
final class KafkaKeys {
    static final String CLIENTS = "kafka.";
    static final String STREAMS = "streams.";

    private static final int SLIP = 2;

    private KafkaKeys() {}

    static boolean isPassedThrough(String key) {
        return key.startsWith(CLIENTS) && key.length() > CLIENTS.length()
                || key.startsWith(STREAMS) && key.length() > STREAMS.length();
    }

    /** The known key that a mistyped one was meant to be. */
    static Optional<String> slip(String key) {
        String prefix = key.startsWith(CLIENTS) ? CLIENTS : STREAMS;
        String name = withoutClientPrefix(key.substring(prefix.length()));
        Set<String> known = known(prefix);
        if (known.contains(name)) {
            return Optional.empty();
        }
        return NearestName.of(name, known)
                .filter(near -> NearestName.distance(name, near) <= SLIP)
                .map(near -> prefix + near);
    }

    private static String withoutClientPrefix(String name) {
        for (String client : new String[] {
            "main.consumer.", "restore.consumer.", "global.consumer.", "consumer.", "producer.", "admin."
        }) {
            if (name.startsWith(client)) {
                return name.substring(client.length());
            }
        }
        return name;
    }

    private static Set<String> known(String prefix) {
        Set<String> names = new TreeSet<>(ConsumerConfig.configNames());
        names.addAll(ProducerConfig.configNames());
        names.addAll(AdminClientConfig.configNames());
        if (prefix.equals(STREAMS)) {
            names.addAll(StreamsConfig.configDef().names());
        }
        return names;
    }
}
