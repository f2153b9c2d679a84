package org.earshot.trainer.data.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.DataException;
import org.earshot.trainer.data.SmallCorpus;
import org.earshot.trainer.data.clips.Clip;
import org.earshot.trainer.data.clips.ClipEvent;
import org.earshot.trainer.data.clips.ClipFolder;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.mix.MixturePlan;
import org.earshot.trainer.data.mix.MixtureSet;
import org.earshot.trainer.data.mix.MixtureWriter;
import org.earshot.trainer.data.mix.PaperSettings;
import org.earshot.trainer.data.mix.RecordingPool;
import org.earshot.trainer.data.sound.ClipAudio;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Dcase2018Test {
    private static final int CLIPS = 8;
    private static final int RATE_HZ = Dcase2018.RATE_HZ;

    @TempDir
    private Path directory;

    private Path scenes;
    private Path sounds;

    @BeforeEach
    void copyALittleOfBothTasks() throws IOException {
        scenes = directory.resolve("TUT-urban-acoustic-scenes-2018-development");
        StringBuilder meta = new StringBuilder("filename\tscene_label\tidentifier\tsource_label\n");
        for (int i = 0; i < CLIPS; i++) {
            String name = "audio/metro_station-barcelona-62-18" + (60 + i) + "-a.wav";
            meta.append(name).append("\tmetro_station\tbarcelona-62\ta\n");
            audio(scenes.resolve(name), 10, 2);
        }
        Files.writeString(scenes.resolve("meta.csv"), meta);
        sounds = directory.resolve("task2");
        StringBuilder train = new StringBuilder("fname,label,manually_verified\n");
        for (int i = 0; i < 24; i++) {
            String name = String.format("00044%03d.wav", i);
            boolean verified = i % 3 != 0;
            train.append(name).append(i % 2 == 0 ? ",Hi-hat," : ",Cello,").append(verified ? "1\n" : "0\n");
            if (verified) {
                audio(sounds.resolve("audio_train").resolve(name), 0.4 + 0.2 * i, 1);
            }
        }
        Files.writeString(sounds.resolve("train.csv"), train);
    }

    @Test
    void shouldDealVerifiedSoundsToFourFolds() {
        Dcase2018 set = open();

        Set<Recording> all = new HashSet<>();
        for (int fold = 1; fold <= 4; fold++) {
            assertThat(set.sounds(fold)).isNotEmpty();
            all.addAll(set.sounds(fold));
        }
        assertThat(all).hasSize(16);
        assertThat(IntStream.rangeClosed(1, 4)
                        .map(fold -> set.sounds(fold).size())
                        .sum())
                .isEqualTo(16);
        assertThat(set.labels()).containsExactly("Cello", "Hi-hat");
    }

    @Test
    void shouldUseNoSceneTwiceAndNoSoundInTwoFolds() {
        Dcase2018 set = open();
        Set<String> usedScenes = new HashSet<>();

        for (int clip = 0; clip < CLIPS; clip++) {
            MixturePlan plan = set.recipe(clip).plan(clip, 5);

            assertThat(usedScenes.add(plan.background().get(0).pieces().get(0).name()))
                    .isTrue();
            assertThat(plan.fold()).isEqualTo(clip / 2 + 1);
            assertThat(plan.sounds())
                    .allSatisfy(sound -> assertThat(set.sounds(plan.fold())).contains(sound.recording()));
        }
    }

    @Test
    void shouldWriteTwoChannelMixturesWithTheirFolds() {
        Dcase2018 set = open();
        RecordingPool pool = new RecordingPool(RATE_HZ, 1 << 26);
        MixtureSet mixtures = new MixtureSet(CLIPS, set::recipe, set.labels(), 5, Map.of("style", "paper"));

        new MixtureWriter(pool, 2).write(mixtures, directory.resolve("mixtures"), done -> {});

        List<Clip> clips = ClipFolder.read(directory.resolve("mixtures")).clips();
        assertThat(clips).extracting(Clip::fold).containsExactly(1, 1, 2, 2, 3, 3, 4, 4);
        assertThat(clips).allSatisfy(clip -> {
            assertThat(clip.events()).hasSize(3);
            assertThat(clip.events()).extracting(ClipEvent::onsetSeconds).containsExactly(0.5, 3.0, 5.5);
        });
    }

    @Test
    void shouldReadTheZenodoReleaseToo() throws IOException {
        Path meta = sounds.resolve("FSDKaggle2018.meta");
        Files.createDirectories(meta);
        String rows = Files.readString(sounds.resolve("train.csv"));
        Files.writeString(
                meta.resolve("train_post_competition.csv"),
                rows.replace("manually_verified", "manually_verified,freesound_id,license")
                        .replaceAll("(?m)([01])$", "$1,12345,Attribution"));
        Files.delete(sounds.resolve("train.csv"));
        Files.move(sounds.resolve("audio_train"), sounds.resolve("FSDKaggle2018.audio_train"));

        assertThat(open().labels()).containsExactly("Cello", "Hi-hat");
    }

    @Test
    void shouldListMissingAudioOfBothTasks() throws IOException {
        Files.delete(scenes.resolve("audio/metro_station-barcelona-62-1861-a.wav"));
        Files.delete(sounds.resolve("audio_train/00044001.wav"));

        assertThatThrownBy(this::open)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("2 missing or unreadable")
                .hasMessageContaining("1861-a.wav")
                .hasMessageContaining("00044001.wav");
    }

    @Test
    void shouldRefuseClipsThatCannotBeDealtToFourFolds() {
        assertThatThrownBy(() -> new Dcase2018(scenes, sounds, 7, PaperSettings.DEFAULT, 1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("multiple of 4");
    }

    private Dcase2018 open() {
        return new Dcase2018(scenes, sounds, CLIPS, PaperSettings.DEFAULT, 5);
    }

    private static void audio(Path file, double seconds, int channels) throws IOException {
        Files.createDirectories(file.getParent());
        float[] sound = SmallCorpus.noise(file.hashCode(), 2 * seconds, 0.3);
        ClipAudio.write(file, channels == 1 ? new float[][] {sound} : new float[][] {sound, sound}, RATE_HZ);
    }
}
