package org.earshot.trainer.data.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.core.model.DataException;
import org.earshot.trainer.data.clips.Clip;
import org.earshot.trainer.data.clips.ClipCollection;
import org.earshot.trainer.data.clips.ClipEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Dcase2017Test {
    @TempDir
    private Path directory;

    @BeforeEach
    void copyTheTables() throws IOException {
        write("training_set.csv", """
                -5QrBL6MzLg,60.000,70.000,"Train horn","/m/0284vy3"
                YQ13LKkfUps,0.000,10.000,"Air horn, truck horn,Truck","/m/05x_td,/m/07r04"
                """);
        write("testing_set.csv", """
                --0w1YA1Hm4,30.000,40.000,"Fire engine, fire truck (siren)","/m/012ndj"
                -0cf4mVF5yo,30.000,40.000,"Car,Bus","/m/0k4j,/m/01bjv"
                """);
        write(
                "groundtruth_strong_label_testing_set.csv",
                "--0w1YA1Hm4_30.000_40.000.wav\t0.000\t7.532\tFire engine, fire truck (siren)\n"
                        + "-0cf4mVF5yo_30.000_40.000.wav\t3.100\t6.200\tCar\n"
                        + "-0cf4mVF5yo_30.000_40.000.wav\t0.000\t0.000\tBus\n");
        write(
                "groundtruth_weak_label_evaluation_set.csv",
                "-1nilez17Dg_30.000_40.000.wav\t30.000\t40.000\tMotorcycle\n"
                        + "-1nilez17Dg_30.000_40.000.wav\t30.000\t40.000\tAir horn, truck horn\n");
        write(
                "groundtruth_strong_label_evaluation_set.csv",
                "-1nilez17Dg_30.000_40.000.wav\t1.5\t10.000\tMotorcycle\n");
    }

    @Test
    void shouldReadLabelsWithCommasByTheirIds() {
        ClipCollection training = new Dcase2017().read(directory, "");

        assertThat(training.clips().get(1).tags()).containsExactly("Air horn, truck horn", "Truck");
        assertThat(training.clips()).noneMatch(Clip::strong);
    }

    @Test
    void shouldNameClipsAsTheGroundTruthAndFindTheirFilesWithTheY() {
        ClipCollection training = new Dcase2017().read(directory, "training");

        assertThat(training.clips())
                .extracting(Clip::name)
                .containsExactly("-5QrBL6MzLg_60.000_70.000.wav", "YQ13LKkfUps_0.000_10.000.wav");
        assertThat(training.clips())
                .extracting(Clip::audio)
                .containsExactly(
                        directory.resolve("training/Y-5QrBL6MzLg_60.000_70.000.wav"),
                        directory.resolve("training/YYQ13LKkfUps_0.000_10.000.wav"));
    }

    @Test
    void shouldKeepClipsWhoseLabelIsNotAudible() {
        Clip clip = new Dcase2017().read(directory, "testing").clips().get(1);

        assertThat(clip.tags()).containsExactly("Car", "Bus");
        assertThat(clip.events()).containsExactly(new ClipEvent("Car", 3.1, 6.2));
        assertThat(clip.strong()).isTrue();
    }

    @Test
    void shouldReadTheGroundTruthWhereThereIsNoListOfIds() {
        Clip clip = new Dcase2017().read(directory, "evaluation").clips().get(0);

        assertThat(clip.tags()).containsExactly("Air horn, truck horn", "Motorcycle");
        assertThat(clip.events()).containsExactly(new ClipEvent("Motorcycle", 1.5, 10));
    }

    @Test
    void shouldOrderLabelsAsTheTaskDoes() {
        assertThat(Dcase2017.LABELS).hasSize(17);
        assertThat(Dcase2017.LABELS).startsWith("Train horn", "Air horn, truck horn", "Car alarm");
        assertThat(Dcase2017.LABELS).endsWith("Truck", "Motorcycle", "Train");
    }

    @Test
    void shouldSayWhichTablesItMisses() throws IOException {
        Files.delete(directory.resolve("training_set.csv"));

        assertThatThrownBy(() -> new Dcase2017().read(directory, "training"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("training_set.csv")
                .hasMessageContaining("groundtruth_weak_label_training_set.csv");
    }

    @Test
    void shouldRefuseIdsOfOtherLabels() throws IOException {
        write("training_set.csv", "abc,0.000,10.000,\"Dog\",\"/m/0bt9lr\"\n");

        assertThatThrownBy(() -> new Dcase2017().read(directory, "training"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("/m/0bt9lr");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
