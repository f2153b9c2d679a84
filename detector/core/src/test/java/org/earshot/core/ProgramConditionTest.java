package org.earshot.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramConditionTest {
    @TempDir
    private Path folder;

    @Test
    void shouldRunWhereTheProgramIsInstalled() throws IOException {
        Files.createFile(
                folder.resolve("blower"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        var result = ProgramCondition.evaluate(List.of("blower"), Map.of("PATH", folder.toString(), "CI", "true"));

        assertThat(result.isDisabled()).isFalse();
    }

    @Test
    void shouldSkipWhereTheProgramIsMissing() {
        var result = ProgramCondition.evaluate(List.of("blower"), Map.of("PATH", folder.toString()));

        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason()).hasValue("not installed: blower");
    }

    @Test
    void shouldFailInsteadOfSkippingInContinuousIntegration() {
        var environment = Map.of("PATH", folder.toString(), "CI", "true");

        assertThatThrownBy(() -> ProgramCondition.evaluate(List.of("blower"), environment))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not installed: blower");
    }
}
