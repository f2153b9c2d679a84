package org.earshot.trainer.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LicenceFilterTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CC0-1.0",
                "CC BY 3.0",
                "CC-BY-SA-3.0 (Debian copyright)",
                "clip:CC-BY; set:CC-BY-3.0 (ESC-10)",
                "GPL-2+/CC-BY-SA (voices)",
                "LGPL-3+/CC-BY-SA",
                "MIT",
                "Apache-2.0 (repository)",
                "ODbL-1.0/DbCL-1.0",
                "Public-domain",
                "Creative Commons Attribution 3.0 Unported",
                "CC-BY-4.0 (repo: free for commercial and non-commercial use)"
            })
    void shouldLetThroughWhatMayBeUsedCommercially(String licence) {
        assertThat(LicenceFilter.FREE.permits(licence)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "CC-BY-NC-4.0",
                "clip:CC0; set:CC-BY-NC-3.0 (ESC-50)",
                "Creative Commons Attribution-NonCommercial",
                "CC Sampling Plus 1.0",
                "CC-BY-ND-4.0",
                "Freesound CC licence (one of CC0/BY/BY-NC/Sampling+), variant not stated in the copy",
                "Apache-2.0 (repo); its own CC licence not stated in the set",
                "CC0 or Pixabay Content License (not per file)",
                "freeware, free redistribution"
            })
    void shouldKeepBackWhatMayNotOrIsNotSure(String licence) {
        assertThat(LicenceFilter.FREE.permits(licence)).isFalse();
        assertThat(LicenceFilter.ALL.permits(licence)).isTrue();
    }
}
