package org.earshot.streams.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.DataException;
import org.junit.jupiter.api.Test;

class KafkaErrorsTest {
    @Test
    void shouldTellWhatARestartMayMendFromWhatItCannot() {
        assertThat(KafkaErrors.exitCode(new KafkaException("the producer is closed")))
                .isEqualTo(ExitCodes.FAULT);
        assertThat(KafkaErrors.exitCode(new KafkaException(new SaslAuthenticationException("wrong password"))))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(KafkaErrors.exitCode(new ConfigException("acks", "some"))).isEqualTo(ExitCodes.USAGE);
        assertThat(KafkaErrors.exitCode(new TopicAuthorizationException("earshot.events")))
                .isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void shouldLeaveOtherErrorsTheirExitCodes() {
        assertThat(KafkaErrors.exitCode(new ConfigurationException("no such setting")))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(KafkaErrors.exitCode(
                        new DataException("refused", new TopicAuthorizationException("earshot.events"))))
                .isEqualTo(ExitCodes.DATA);
        assertThat(KafkaErrors.exitCode(new IOException("torn"))).isEqualTo(ExitCodes.DATA);
        assertThat(KafkaErrors.exitCode(new IllegalStateException("unforeseen")))
                .isEqualTo(ExitCodes.FAULT);
    }
}
