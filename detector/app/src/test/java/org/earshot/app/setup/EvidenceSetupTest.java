package org.earshot.app.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.earshot.app.config.Config;
import org.earshot.core.model.ConfigurationException;
import org.earshot.edges.evidence.EvidenceFolder;
import org.earshot.edges.evidence.EvidenceSweeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceSetupTest {
    @TempDir
    private Path folder;

    @Test
    void shouldGoOnDeletingOldEvidenceWhereNoneIsKeptAnyMore() throws Exception {
        new EvidenceFolder(folder).put("Siren/door/0b80453e-df64-5355-8b8c-0f0d62ca991e.flac", new byte[] {1});
        Path old = folder.resolve("Siren/door/0b80453e-df64-5355-8b8c-0f0d62ca991e.flac");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(8))));

        Optional<EvidenceSweeper> sweeper = EvidenceSetup.sweeper(config("none"));
        Instant deadline = Instant.now().plusSeconds(20);
        while (Files.exists(old) && Instant.now().isBefore(deadline)) {
            Thread.sleep(20);
        }
        sweeper.orElseThrow().close();

        assertThat(old).doesNotExist();
        assertThat(EvidenceSetup.sweeper(config("full"))).as("its writer does").isEmpty();
    }

    @Test
    void shouldCheckTheStoreOfOldEvidenceWhereNoneIsKeptAnyMore() {
        assertThat(EvidenceSetup.check(config("none")))
                .isEqualTo("none is kept; what " + folder + " holds is deleted when it is older than"
                        + " earshot.evidence.retention.ms");
        assertThat(EvidenceSetup.check(Config.defaults())).isEqualTo("none is kept");
        assertThatThrownBy(() -> EvidenceSetup.check(config("none", "ftp://store/evidence")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ftp://store/evidence");
    }

    private Config config(String mode) {
        return config(mode, folder.toString());
    }

    private static Config config(String mode, String store) {
        return Config.load(null, Map.of(), Map.of("earshot.evidence", mode, "earshot.evidence.store", store));
    }
}
