package org.earshot.core.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.earshot.core.model.TestModels;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SessionFactoryTest {

    @Test
    void shouldSayNothingOfTheDeviceWhereThereIsNothingToChoose() {
        assumeFalse(OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA), "built with CUDA");
        var log = (Logger) LoggerFactory.getLogger(SessionFactory.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);

        try (var network =
                OnnxMaskNetwork.open(TestModels.tiny(), DeviceChoice.AUTO, InferenceSettings.singleThreaded())) {
            assertThat(network.device()).isEqualTo("cpu");
        } finally {
            log.detachAppender(lines);
        }

        assertThat(lines.list)
                .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
                .isEmpty();
    }
}
