package org.earshot.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.DataException;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;

class StreamsFaultTest {
    private static final Path STATE = Path.of("/data");

    @Test
    void shouldNameAFullDisk() {
        var inStore = store("While appending to file: /data/0_1/rocksdb/sources/000011.sst: No space left on device");
        var atStart = new StreamsException(new ProcessorStateException(new IOException("No space left on device")));

        assertThat(StreamsFault.of(inStore)).contains(StreamsFault.DISK_FULL);
        assertThat(StreamsFault.of(atStart)).contains(StreamsFault.DISK_FULL);
        assertThat(StreamsFault.DISK_FULL.error(inStore, STATE, "a"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no space is left on the disk of /data");
    }

    @Test
    void shouldTakeEveryOtherComplaintOfAStoreForDamage() {
        assertThat(StreamsFault.of(store("Corruption: block checksum mismatch")))
                .contains(StreamsFault.STATE_DAMAGED);
        assertThat(StreamsFault.of(store("While open a file for random read: /data/000010.sst: No such file")))
                .contains(StreamsFault.STATE_DAMAGED);
        assertThat(StreamsFault.of(store("CURRENT file does not end with newline")))
                .contains(StreamsFault.STATE_DAMAGED);
    }

    @Test
    void shouldNotDeleteWhatItMerelyMayNotRead() {
        assertThat(StreamsFault.of(store("While open a file: /data/CURRENT: Permission denied")))
                .contains(StreamsFault.STATE_UNUSABLE);
        assertThat(StreamsFault.of(store("While open a file: /data/000010.sst: Too many open files")))
                .contains(StreamsFault.STATE_UNUSABLE);
    }

    @Test
    void shouldTellASecondDetectorInTheFolderFromASecondOfTheName() {
        var folder = new StreamsException("Unable to initialize state, this can happen if multiple instances of Kafka"
                + " Streams are running in the same state directory");
        var name = new StreamsException("commit failed", new FencedInstanceIdException("fenced"));

        assertThat(StreamsFault.of(folder)).contains(StreamsFault.STATE_IN_USE);
        assertThat(StreamsFault.of(name)).contains(StreamsFault.NAME_TAKEN);
        assertThat(StreamsFault.NAME_TAKEN.error(name, STATE, "pod-0"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("pod-0")
                .hasMessageContaining("streams.group.instance.id");
    }

    @Test
    void shouldLeaveWhatIsKafkas() {
        assertThat(StreamsFault.of(new StreamsException("late", new TimeoutException("no answer"))))
                .isEmpty();
    }

    @Test
    void shouldLetANewThreadTakeOverFromOneThatStoodStillForTooLong() {
        assertThat(StreamsFault.isOverWithTheThread(new InvalidTxnStateException("in an invalid state")))
                .isTrue();
        assertThat(StreamsFault.isOverWithTheThread(new TransactionAbortableException("abort it")))
                .isTrue();
        assertThat(StreamsFault.isOverWithTheThread(new InvalidProducerEpochException("old epoch")))
                .isTrue();
        assertThat(StreamsFault.isOverWithTheThread(new TopicAuthorizationException("earshot.events")))
                .isFalse();
    }

    private static ProcessorStateException store(String message) {
        return new ProcessorStateException("Error opening store sources", new RocksDBException(message));
    }
}
