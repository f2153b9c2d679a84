package org.earshot.edges.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.ShippedModels;
import org.junit.jupiter.api.Test;

class SpeechLabelsTest {
    @Test
    void shouldKnowSpeechByItsNameAndNothingElse() {
        assertThat(List.of("speech", "Male speech, man speaking", "Conversation", "child_speech", "Whispering"))
                .allMatch(SpeechLabels::isSpeech);
        assertThat(List.of("crying_baby", "laughing", "coughing", "dog", "Bark", "siren", "Speechless"))
                .noneMatch(SpeechLabels::isSpeech);
    }

    @Test
    void shouldTakeTheModelsOwnUnlessSomeAreNamed() {
        var model = ShippedModels.open("light").manifest();

        assertThat(SpeechLabels.of(model, List.of()))
                .containsExactly(model.labels().indexOf("speech"));
        assertThat(SpeechLabels.of(model, List.of("speech", "laughing")))
                .containsExactlyInAnyOrder(
                        model.labels().indexOf("speech"), model.labels().indexOf("laughing"));
        assertThat(SpeechLabels.of(ShippedModels.open("tiny").manifest(), List.of()))
                .isEmpty();
        assertThatThrownBy(() -> SpeechLabels.of(model, List.of("talk")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("speech label talk");
    }
}
