package org.earshot.trainer.teach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.OperatingPoint;
import org.earshot.core.model.OperatingPoint.Decision;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.export.ManifestStamp;
import org.earshot.trainer.export.TinyModel;
import org.earshot.trainer.teach.head.FapHead;
import org.earshot.trainer.teach.scene.Examples;
import org.junit.jupiter.api.Test;

class TeachCardTest {
    private static final String HARDLY = "that is hardly any: its gate lies above most of them";

    private final ModelFile model = ModelFile.read(TinyModel.streaming(TinyModel.SEED), "tiny");

    @Test
    void shouldSayThatHardlyAnyWillBeFoundWhereTheBackgroundIsLouder() {
        assertThat(summary(1, 0.5f))
                .anyMatch(line -> line.startsWith("bell: expect to find 0 % of them at 10 dB"))
                .anyMatch(line -> line.startsWith(HARDLY))
                .anyMatch(line -> line.startsWith("most like it on the background given: x."));
    }

    @Test
    void shouldNotSaySoWhereTheSoundStandsOut() {
        assertThat(summary(0.1f, 0.8f))
                .anyMatch(line -> line.startsWith("bell: expect to find 100 % of them at 10 dB"))
                .noneMatch(line -> line.startsWith(HARDLY))
                .noneMatch(line -> line.contains("most like it"));
    }

    @Test
    void shouldSayWhatOtherLimitsWouldFindAndWhatIsTakenForIt() {
        String text = card(0.7f, 0.6f).text("teach", model);

        List<Integer> found = new ArrayList<>();
        for (String limit : List.of("0.1", "0.5", "2.0", "5.0")) {
            Matcher row = Pattern.compile("\\| " + limit + " \\| [0-9.]+ \\| ([0-9]+) % \\| ([0-9]+) \\| 67 \\|")
                    .matcher(text);
            assertThat(row.find()).as(limit).isTrue();
            found.add(Integer.parseInt(row.group(1)));
        }
        assertThat(found).isSorted();
        assertThat(found.get(0)).isLessThan(found.get(3));
        assertThat(text).containsPattern("\\| x \\| 0\\.(69|70)[0-9] \\|");
    }

    @Test
    void shouldSayOfHowManySoundsARecallIs() {
        assertThat(card(0.1f, 0.8f).text("teach", model)).contains("| 0 dB | - | 0 |", "| 10 dB | 100 % | 40 |");
    }

    @Test
    void shouldPutTheThresholdsOfTheCardInForce() {
        TeachCard card = card(0.7f, 0.6f, 20);
        Manifest manifest = model.manifest();
        List<Decision> decisions = Collections.nCopies(manifest.classes(), new Decision(Thresholds.PAPER, 3, 10));
        List<OperatingPoint> points = Stream.of("quiet", "normal", "sensitive")
                .map(name -> new OperatingPoint(name, decisions))
                .toList();
        ModelFile before =
                ModelFile.read(ManifestStamp.stamp(model.bytes(), manifest.withOperatingPoints(points)), "with points");

        Manifest after = ModelFile.read(card.taught().graft(before, "mine", Map.of()), "mine")
                .manifest();

        List<Float> gates = after.operatingPoints().stream()
                .map(point -> point.labels().get(3).thresholds().gate())
                .toList();
        assertThat(after.operatingPoints().get(1).labels().get(3).thresholds())
                .isEqualTo(card.choice().thresholds());
        assertThat(gates.get(0)).as("fewer alarms").isGreaterThan(gates.get(1));
        assertThat(gates.get(2)).as("no fewer alarms").isEqualTo(gates.get(1));
        assertThat(card.choice().thresholds())
                .isNotEqualTo(card(0.7f, 0.6f).choice().thresholds());
    }

    private List<String> summary(float background, float sound) {
        return card(background, sound).summary();
    }

    private TeachCard card(float background, float sound) {
        return card(background, sound, 0.5);
    }

    private TeachCard card(float background, float sound, double alarmsPerHour) {
        List<HeldOutClip> clips = new ArrayList<>(ThresholdChoiceTest.background(400, background));
        clips.addAll(ThresholdChoiceTest.sounds(40, sound));
        double seconds = 4000;
        Taught taught = new Taught(
                new Teaching.Request(model, "bell", List.of(), List.of(), null, Set.of(), alarmsPerHour, 1),
                FapHead.fresh(4, model.manifest().frontEnd().mels()),
                new ThresholdChoice(model.manifest(), clips, seconds),
                new Examples(List.of(), 10, "", List.of()),
                seconds,
                Set.of(),
                clips,
                Map.of());
        return TeachCard.of(taught);
    }
}
