package org.earshot.edges.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.core.audio.flac.FlacWriter;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.DataException;
import org.earshot.core.model.EarshotException;
import org.earshot.schema.AudioChunk;
import org.earshot.streams.framing.RecordFormat;
import org.junit.jupiter.api.Test;

class AudioInTest {
    private static final BridgeConfig CONFIG = new BridgeConfig(
            List.of(new BridgeConfig.Gateway("lab", "localhost", 1883, false, "", "")),
            new BridgeConfig.AudioFormat("earshot/audio/+", new BridgeConfig.RawPcm(16_000, 1, 16)),
            "earshot",
            "homeassistant",
            5_000);

    private final MockProducer<byte[], byte[]> producer = new MockProducer<>(
            false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    private final Queue<Runnable> executor = new ArrayDeque<>();
    private final List<EarshotException> failures = new ArrayList<>();
    private final AudioIn audioIn =
            new AudioIn(CONFIG, "earshot.audio", producer, Optional.empty(), executor::add, failures::add);
    private int acknowledged;

    @Test
    void shouldAcknowledgeAMessageOnceKafkaHasAllOfIt() {
        send("earshot/audio/kitchen", new byte[2 * 40_000]);

        assertThat(producer.history()).hasSize(3);
        producer.completeNext();
        producer.completeNext();
        assertThat(acknowledged).isZero();
        producer.completeNext();
        assertThat(acknowledged).isOne();
        assertThat(chunk(0).getSourceId()).isEqualTo("kitchen");
    }

    @Test
    void shouldSendAgainWhatKafkaDidNotTakeInTime() {
        send("earshot/audio/kitchen", new byte[3_200]);

        producer.errorNext(new TimeoutException("away"));
        assertThat(acknowledged).isZero();
        executor.remove().run();
        producer.completeNext();

        assertThat(acknowledged).isOne();
        assertThat(producer.history()).hasSize(2);
        assertThat(chunk(1)).isEqualTo(chunk(0));
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldEndWhereKafkaForbidsIt() {
        send("earshot/audio/kitchen", new byte[3_200]);

        producer.errorNext(new TopicAuthorizationException("earshot.audio"));

        assertThat(acknowledged).isZero();
        assertThat(failures).singleElement().isInstanceOf(ConfigurationException.class);
    }

    @Test
    void shouldEndTheBridgeInsteadOfLosingItsThread() {
        Runnable broken = () -> {
            throw new OutOfMemoryError("Java heap space");
        };

        audioIn.accept(new DeviceBytes("earshot/audio/kitchen", new byte[0], false, broken));

        assertThat(failures).singleElement().isInstanceOf(DataException.class);
        assertThat(failures.get(0)).hasMessageContaining("OutOfMemoryError: Java heap space");
    }

    @Test
    void shouldNotAskForAChunkAgainThatIsTooLargeForTheTopic() {
        send("earshot/audio/kitchen", new byte[3_200]);

        producer.errorNext(new RecordTooLargeException("too large"));

        assertThat(acknowledged).isOne();
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldRefuseAndAcknowledgeWhatIsNoSoundOfASource() {
        byte[] sound = new byte[3_200];
        send("earshot/audio/", sound);
        send("earshot/audio/ ", sound);
        send("earshot/audio/" + "x".repeat(257), sound);
        send("earshot/audio/bell\u0007", sound);
        send("elsewhere", sound);
        send("earshot/audio/kitchen", new byte[5]);
        send("earshot/audio/kitchen", new byte[0]);
        send("earshot/audio/kitchen", "{\"on\": true}".getBytes(StandardCharsets.UTF_8));
        send("earshot/audio/kitchen", FlacWriter.encode(8_000, 1, new int[DeviceMessage.MAX_SAMPLES + 4_096]));
        send("earshot/audio/kitchen", "RIFF".getBytes(StandardCharsets.UTF_8));

        assertThat(acknowledged).isEqualTo(10);
        assertThat(producer.history()).isEmpty();
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldNotHearRetainedSoundAsSoundOfNow() {
        audioIn.accept(new DeviceBytes("earshot/audio/kitchen", new byte[3_200], true, () -> acknowledged++));

        assertThat(acknowledged).isOne();
        assertThat(producer.history()).isEmpty();
    }

    private void send(String topic, byte[] payload) {
        audioIn.accept(new DeviceBytes(topic, payload, false, () -> acknowledged++));
    }

    private AudioChunk chunk(int index) {
        return RecordFormat.singleObject(new AudioChunk())
                .decode(producer.history().get(index).value());
    }
}
