package org.earshot.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestJsonTest {
    private static final Manifest MANIFEST = new Manifest(
            "m",
            "2",
            List.of("a", "b \"quoted\""),
            FrontEnd.paper32k(),
            ActivityCurve.windowed(15),
            12,
            "fap",
            true,
            List.of(Thresholds.PAPER, new Thresholds(0.3f, 0.7f, 0.05f)),
            10,
            9,
            List.of(List.of(0.1f, 3.3333333f), List.of(1e-6f, 10f)),
            Map.of("seed", 7, "metrics", Map.of("mAP", 0.5)),
            List.of(),
            0);

    @Test
    void shouldReadWhatItWrote() {
        assertThat(ManifestJson.read(ManifestJson.write(MANIFEST))).isEqualTo(MANIFEST);
    }

    @Test
    void shouldWriteTheTrainingRecordInItsOrder() {
        Map<String, Object> record = new LinkedHashMap<>();
        List.of("seed", "a", "steps", "z", "finished", "b", "data", "y").forEach(key -> record.put(key, key));

        Manifest read = ManifestJson.read(ManifestJson.write(MANIFEST.withTraining(record)));

        assertThat(read.training().keySet()).containsExactlyElementsOf(record.keySet());
    }

    @Test
    void shouldReadOperatingPointsAndTakeTheManifestsLengthsWhereTheyNameNone() {
        String point = "\"operating_points\":{\"quiet\":{\"a\":{\"gate\":0.5,\"high\":0.4,\"low\":0.2,"
                + "\"min_event_frames\":3,\"max_gap_frames\":20},"
                + "\"b \\\"quoted\\\"\":{\"gate\":0.6,\"high\":0.4,\"low\":0.2}}},\"streams\"";
        String json = ManifestJson.write(MANIFEST).replace("\"streams\"", point);

        Manifest read = ManifestJson.read(json);

        assertThat(read.operatingPoints())
                .containsExactly(new OperatingPoint(
                        "quiet",
                        List.of(
                                new OperatingPoint.Decision(new Thresholds(0.5f, 0.4f, 0.2f), 3, 20),
                                new OperatingPoint.Decision(new Thresholds(0.6f, 0.4f, 0.2f), 10, 9))));
        assertThat(ManifestJson.read(ManifestJson.write(read))).isEqualTo(read);
        assertThat(read.withThresholds(read.thresholds()).operatingPoints()).hasSize(1);
        assertThat(read.withTraining(Map.of()).operatingPoints()).hasSize(1);
    }

    @Test
    void shouldReadTheFramesOfTheGateWhereTheyAreGiven() {
        String json = ManifestJson.write(MANIFEST).replace("\"streams\"", "\"gate_frames\":62,\"streams\"");

        assertThat(ManifestJson.read(json).gateFrames()).isEqualTo(62);
        assertThat(ManifestJson.read(ManifestJson.write(ManifestJson.read(json)))
                        .gateFrames())
                .isEqualTo(62);
        assertThat(MANIFEST.gateFrames()).isZero();
        assertThatThrownBy(() -> ManifestJson.read(json.replace(":62", ":-1"))).isInstanceOf(ModelException.class);
    }

    @Test
    void shouldRefuseAnOperatingPointThatLeavesALabelOutOrHasNoProperName() {
        String json = ManifestJson.write(MANIFEST);
        String partial = "\"operating_points\":{\"quiet\":{\"a\":{\"gate\":0.5,\"high\":0.4,\"low\":0.2}}},\"streams\"";

        assertThatThrownBy(() -> ManifestJson.read(json.replace("\"streams\"", partial)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("b \"quoted\"");
        assertThatThrownBy(() -> new OperatingPoint("Quiet\n", List.of())).isInstanceOf(ModelException.class);
    }

    @Test
    void shouldTakePresetForFrontEnd() {
        String json = ManifestJson.write(MANIFEST)
                .replaceFirst("\"front_end\":\\{[^}]*\\}", "\"front_end\":{\"preset\":\"wide-16k\"}");

        assertThat(ManifestJson.read(json).frontEnd()).isEqualTo(FrontEnd.wide16k());
    }

    @Test
    void shouldNameUnknownPreset() {
        String json = ManifestJson.write(MANIFEST)
                .replaceFirst("\"front_end\":\\{[^}]*\\}", "\"front_end\":{\"preset\":\"ultra\"}");

        assertThatThrownBy(() -> ManifestJson.read(json))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("ultra");
    }

    @Test
    void shouldRefuseKeyThatStandsTwice() {
        String json = ManifestJson.write(MANIFEST).replace("\"streams\"", "\"pooling\"");

        assertThatThrownBy(() -> ManifestJson.read(json))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("malformed JSON");
    }

    @Test
    void shouldReadWhatLiesAheadInTheWindow() {
        String json = ManifestJson.write(MANIFEST).replace("\"windowed\":15", "\"windowed\":19,\"ahead\":4");

        ActivityCurve activity = ManifestJson.read(json).activity();

        assertThat(activity).isEqualTo(ActivityCurve.windowed(19, 4));
        assertThat(activity.behindFrames()).isEqualTo(14);
    }

    @Test
    void shouldRefuseAWindowLongerThanTheClip() {
        String json = ManifestJson.write(MANIFEST).replace("\"windowed\":15", "\"windowed\":313");

        assertThatThrownBy(() -> ManifestJson.read(json))
                .isInstanceOf(ModelException.class)
                .hasMessage("manifest: the activity's window has 313 frames, more than the clip's 311;"
                        + " export the model with a shorter one");
    }

    @Test
    void shouldRefuseMoreFramesAheadThanTheWindowHas() {
        String json = ManifestJson.write(MANIFEST).replace("\"windowed\":15", "\"windowed\":15,\"ahead\":15");

        assertThatThrownBy(() -> ManifestJson.read(json))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("0..14 can lie ahead, not 15");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dog\\nbark", "dog\\u001b[31m", "<img src=x>", " dog", "\\u202edog", ""})
    void shouldRefuseALabelThatCouldDoHarmElsewhere(String label) {
        String first = MANIFEST.labels().get(0);
        String json = ManifestJson.write(MANIFEST).replace("\"" + first + "\"", "\"" + label + "\"");

        assertThatThrownBy(() -> ManifestJson.read(json))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("manifest: label 0 ")
                .message()
                .doesNotContainPattern("[\\p{Cntrl}<\\u202e]dog|<img");
    }

    @Test
    void shouldKeepItsMessagesToOneLineWhateverALabelHolds() {
        String first = MANIFEST.labels().get(0);
        String json = ManifestJson.write(MANIFEST).replaceFirst("\"" + first + "\"", "\"a\\\\nb\"");

        assertThatThrownBy(() -> ManifestJson.read(json))
                .isInstanceOf(ModelException.class)
                .hasMessage("manifest: a b is missing");
    }

    @Test
    void shouldRefuseANameThatIsNone() {
        String json = ManifestJson.write(MANIFEST).replace("\"name\":\"" + MANIFEST.name(), "\"name\":\"<b>");

        assertThatThrownBy(() -> ManifestJson.read(json))
                .hasMessageStartingWith("manifest: name has the character U+003C");
    }
}
