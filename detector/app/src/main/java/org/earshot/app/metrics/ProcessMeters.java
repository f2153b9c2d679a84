package org.earshot.app.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.MaskNetwork;

/**
 * Meters of the virtual machine, the process, Kafka Streams with its RocksDB stores, and whether the device is the
 * one that was asked for. Close it when the process ends.
 */
public final class ProcessMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private final List<AutoCloseable> toClose = new ArrayList<>();

    /** Binds the virtual machine's and the process's meters. */
    public ProcessMeters(MeterRegistry registry) {
        this.registry = registry;
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(registry);
        toClose.add(collections);
        Gauge.builder("process.resident.memory", ResidentMemory::bytes)
                .baseUnit("bytes")
                .description("Memory of the process that lies in RAM, native memory included")
                .register(registry);
    }

    /** Binds the meters of Kafka Streams, its consumers, producers and stores. */
    public void bind(KafkaStreams streams) {
        KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(streams);
        metrics.bindTo(registry);
        toClose.add(metrics);
    }

    /** Tells whether the network runs on the device that was asked for. */
    public void bind(MaskNetwork network, DeviceChoice asked) {
        bind(network, asked, GraphicsCards.present());
    }

    void bind(MaskNetwork network, DeviceChoice asked, boolean hasCard) {
        boolean asConfigured = isAsAsked(network, asked) && !leavesCardIdle(network, asked, hasCard);
        Gauge.builder("earshot.device.as.configured", () -> asConfigured ? 1 : 0)
                .description(
                        "1 if the network runs on the device that was asked for; 0 too if auto fell back to the CPU"
                                + " though there is a graphics card")
                .register(registry);
    }

    /** True if the network runs where it was asked to; {@code auto} is content with anything. */
    public static boolean isAsAsked(MaskNetwork network, DeviceChoice asked) {
        return asked.kind() == DeviceChoice.Kind.AUTO || network.device().equals(asked.toString());
    }

    /** True if {@code auto} was asked for and runs on the CPU of a machine with a graphics card. */
    public static boolean leavesCardIdle(MaskNetwork network, DeviceChoice asked, boolean hasCard) {
        return asked.kind() == DeviceChoice.Kind.AUTO
                && hasCard
                && network.device().equals(DeviceChoice.CPU.toString());
    }

    @Override
    public void close() {
        for (AutoCloseable meters : toClose) {
            try {
                meters.close();
            } catch (Exception e) {
                throw new IllegalStateException("meters: cannot be closed", e);
            }
        }
    }
}
