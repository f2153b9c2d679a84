package org.earshot.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.app.setup.EmbeddedBroker;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceLevel;
import org.earshot.schema.SourceStatus;
import org.earshot.streams.framing.SingleObjectSerde;
import org.earshot.streams.topology.Topics;

/**
 * A broker as the deployment wants it: TLS everywhere, one listener for client certificates and one for SCRAM, and nothing
 * allowed that no ACL allows. Has Earshot's topics.
 */
final class SecuredBroker implements AutoCloseable {
    static final String ADMIN = "admin";
    private static final String BROKER = "broker";
    private static final String HOST = "127.0.0.1";

    private final Certificates certificates;
    private final EmbeddedBroker broker;
    private final int scramPort;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    /** @param users names that get a certificate and, with it, a principal {@code CN=<name>} */
    SecuredBroker(Path folder, List<String> users, List<String> strangers) throws Exception {
        List<String> known = new ArrayList<>(users);
        known.addAll(List.of(ADMIN, BROKER));
        certificates = new Certificates(folder, known, strangers);
        int clientPort = freePort();
        scramPort = freePort();
        broker = EmbeddedBroker.start(clientPort, folder.resolve("data"), settings(clientPort, freePort()));
        admin = Admin.create(client(ADMIN));
        producer = new KafkaProducer<>(client(ADMIN), new ByteArraySerializer(), new ByteArraySerializer());
        Topics.DEFAULT.create(admin, 1, Optional.empty());
        admin.createTopics(List.of(
                        new NewTopic("earshot.alerts", 1, (short) 1), new NewTopic("earshot.reviews", 1, (short) 1)))
                .all()
                .get();
    }

    private Map<String, String> settings(int clientPort, int controllerPort) {
        Map<String, String> all = new HashMap<>();
        String listeners = "CLIENTS://" + HOST + ":" + clientPort + ",SCRAM://" + HOST + ":" + scramPort;
        all.put("listeners", listeners + ",CONTROLLER://" + HOST + ":" + controllerPort);
        all.put("advertised.listeners", listeners);
        all.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
        all.put("listener.security.protocol.map", "CLIENTS:SSL,SCRAM:SASL_SSL,CONTROLLER:SSL");
        Map<String, String> tls = certificates.client(BROKER);
        tls.remove("security.protocol");
        all.putAll(tls);
        all.put("listener.name.clients.ssl.client.auth", "required");
        all.put("listener.name.controller.ssl.client.auth", "required");
        all.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        all.put("listener.name.scram.sasl.enabled.mechanisms", "SCRAM-SHA-512");
        all.put(
                "listener.name.scram.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        all.put("super.users", "User:CN=" + ADMIN + ";User:CN=" + BROKER);
        return all;
    }

    String address() {
        return broker.bootstrapServers();
    }

    String scramAddress() {
        return HOST + ":" + scramPort;
    }

    Certificates certificates() {
        return certificates;
    }

    /** Settings of the client with this user's certificate. */
    Map<String, Object> client(String user) {
        Map<String, Object> settings = new HashMap<>(certificates.client(user));
        settings.put("bootstrap.servers", address());
        return settings;
    }

    Admin admin() {
        return admin;
    }

    void allow(List<AclBinding> acls) throws Exception {
        admin.createAcls(acls).all().get();
    }

    void forbid(AclBinding acl) throws Exception {
        admin.deleteAcls(List.of(acl.toFilter())).all().get();
    }

    /** Gives a user of the SCRAM listener a password. */
    void setPassword(String user, String password) throws Exception {
        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
                .all()
                .get();
    }

    void write(SoundEvent event) throws Exception {
        write(
                Topics.DEFAULT.events(),
                event.getSourceId(),
                SingleObjectSerde.soundEvent().encode(event));
    }

    void write(SourceStatus status) throws Exception {
        byte[] value = SingleObjectSerde.sourceStatus().encode(status);
        write(Topics.DEFAULT.sourceStatus(), status.getSourceId(), value);
    }

    void write(SourceLevel level) throws Exception {
        byte[] value = SingleObjectSerde.sourceLevel().encode(level);
        write(Topics.DEFAULT.levels(), level.getSourceId(), value);
    }

    void write(String topic, String key, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value)).get();
    }

    /** The offset after the last record of a topic, all of which have one partition. */
    long end(String topic) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    /** True if the group has committed all of a topic. */
    boolean isRead(String group, String topic) throws Exception {
        OffsetAndMetadata committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(new TopicPartition(topic, 0));
        return committed != null && committed.offset() >= end(topic);
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        broker.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }
}
