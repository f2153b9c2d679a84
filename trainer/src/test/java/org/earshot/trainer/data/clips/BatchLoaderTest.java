package org.earshot.trainer.data.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.SmallCorpus;
import org.earshot.trainer.data.sets.DataSets;
import org.earshot.trainer.data.sound.ClipAudio;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchLoaderTest {
    @TempDir
    private Path directory;

    private ClipDataset dataset;

    @BeforeEach
    void makeFiveClips() throws IOException {
        StringBuilder tags = new StringBuilder("filename,tags\n");
        StringBuilder events = new StringBuilder("filename\tonset\toffset\tevent_label\n");
        for (int i = 0; i < 5; i++) {
            ClipAudio.write(directory.resolve(i + ".flac"), new float[][] {SmallCorpus.noise(i, 10, 0.2)}, 16_000);
            tags.append(i).append(".flac,").append(i < 4 ? "often" : "seldom").append('\n');
            events.append(i)
                    .append(".flac\t4.0\t4.5\t")
                    .append(i < 4 ? "often" : "seldom")
                    .append('\n');
        }
        Files.writeString(directory.resolve("tags.csv"), tags);
        Files.writeString(directory.resolve("events.tsv"), events);
        dataset = ClipDataset.open(directory, FrontEnd.wide16k());
    }

    @Test
    void shouldGiveTheSameBatchesForTheSameSeed() {
        List<Batch> first = batches(3, settings(1, FeatureAugmentation.NONE));
        List<Batch> again = batches(3, settings(1, FeatureAugmentation.NONE));
        List<Batch> other = batches(3, settings(2, FeatureAugmentation.NONE));

        assertThat(first).usingRecursiveComparison().isEqualTo(again);
        assertThat(first.get(0).logMel()).isNotEqualTo(other.get(0).logMel());
    }

    @Test
    void shouldShapeBatchesAsSizeByFramesByMels() {
        Batch batch = batches(1, settings(1, FeatureAugmentation.NONE)).get(0);

        assertThat(batch.logMel()).hasSize(4 * 52 * 64);
        assertThat(batch.tags()).hasSize(4 * 2);
        assertThat(batch.clips()).hasSize(4);
    }

    @Test
    void shouldCutMostShortClipsAroundEvents() {
        int heard = 0;
        for (Batch batch : batches(100, settings(1, FeatureAugmentation.NONE))) {
            for (float tag : batch.tags()) {
                heard += (int) tag;
            }
        }

        assertThat(heard).as("of 400 clips").isBetween(340, 395);
    }

    @Test
    void shouldTakeTheTagsOfAShortClipWithoutItsContext() {
        ClipSampler sampler =
                new EpochSampler(IntStream.range(0, dataset.size()).toArray());
        Batch batch = batches(
                        1,
                        new BatchLoader.Settings(
                                sampler, new ClipCutter(28, 0.5, 12), 8, FeatureAugmentation.NONE, BatchMixing.NONE, 1))
                .get(0);

        assertThat(batch.frames()).isEqualTo(52);
        assertThat(batch.contextFrames()).isEqualTo(12);
        int values = 52 * batch.mels();
        int labels = dataset.labels().size();
        for (int b = 0; b < batch.size(); b++) {
            float[] heard = java.util.Arrays.copyOfRange(batch.logMel(), b * values, (b + 1) * values);
            float[] tags = java.util.Arrays.copyOfRange(batch.tags(), b * labels, (b + 1) * labels);
            int clip = batch.clips()[b];
            assertThat(IntStream.rangeClosed(0, dataset.frames() - 52)).anyMatch(from -> {
                float[] cut = new float[values];
                dataset.copyFeatures(clip, from, 52, cut, 0);
                return java.util.Arrays.equals(cut, heard)
                        && java.util.Arrays.equals(dataset.tagsWithin(clip, from + 12, 28), tags);
            });
        }
    }

    @Test
    void shouldLetTheAugmentationChangeTheFeatures() {
        FeatureAugmentation silence = (logMel, offset, frames, mels, random) ->
                java.util.Arrays.fill(logMel, offset, offset + frames * mels, -18f);

        Batch batch = batches(1, settings(1, silence)).get(0);

        assertThat(batch.logMel()).containsOnly(-18f);
    }

    @Test
    void shouldTellTheTrainerWhyABatchCannotBePrepared() {
        FeatureAugmentation broken = (logMel, offset, frames, mels, random) -> {
            throw new IllegalArgumentException("broken");
        };
        try (BatchLoader loader = new BatchLoader(dataset, settings(1, broken))) {
            assertThatThrownBy(loader::next).hasRootCauseMessage("broken");
            assertThatThrownBy(loader::next).hasRootCauseMessage("broken");
        }
    }

    @Test
    void shouldVisitEveryClipBeforeAnyAgain() {
        EpochSampler sampler = new EpochSampler(new int[] {3, 5, 8, 9});
        SplittableRandom random = new SplittableRandom(1);

        for (int epoch = 0; epoch < 5; epoch++) {
            List<Integer> visited =
                    IntStream.range(0, 4).mapToObj(i -> sampler.next(random)).toList();

            assertThat(visited).containsExactlyInAnyOrder(3, 5, 8, 9);
        }
    }

    @Test
    void shouldDrawLabelsByTheirQuotasAndNotByTheirClips() {
        QuotaSampler sampler = new QuotaSampler(dataset);
        SplittableRandom random = new SplittableRandom(1);
        Map<String, Integer> drawn = new TreeMap<>();

        for (int i = 0; i < 100; i++) {
            drawn.merge(dataset.clip(sampler.next(random)).tags().get(0), 1, Integer::sum);
        }

        assertThat(drawn).containsEntry("often", 50).containsEntry("seldom", 50);
    }

    @Test
    void shouldDrawClipsThatHaveAuxiliaryTagsAlone() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("auxiliary"));
        ClipAudio.write(folder.resolve("a.flac"), new float[][] {new float[16_000]}, 16_000);
        ClipAudio.write(folder.resolve("b.flac"), new float[][] {new float[16_000]}, 16_000);
        Files.writeString(folder.resolve("tags.csv"), "filename,tags\na.flac,dog\nb.flac,\n");
        Files.writeString(folder.resolve("auxiliary.csv"), "filename,tags\na.flac,\nb.flac,distractor/thunder\n");
        QuotaSampler sampler = new QuotaSampler(DataSets.open(folder.toString(), FrontEnd.wide16k(), true));
        SplittableRandom random = new SplittableRandom(1);

        assertThat(List.of(sampler.next(random), sampler.next(random))).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void shouldGiveTheQuotasOfDcase2017() {
        int[] clips = {345, 313, 180, 245, 1897, 1516, 524, 2288, 1409, 2364, 636, 25077, 3598, 3617, 6885, 3162, 2075};

        assertThat(IntStream.of(clips).map(QuotaSampler::quota))
                .containsExactly(1, 1, 1, 1, 2, 2, 1, 3, 2, 3, 1, 5, 4, 4, 5, 4, 3);
    }

    private BatchLoader.Settings settings(long seed, FeatureAugmentation augmentation) {
        ClipSampler sampler =
                new EpochSampler(IntStream.range(0, dataset.size()).toArray());
        return new BatchLoader.Settings(
                sampler, new ClipCutter(52, ClipCutter.RECIPE_SHARE, 0), 4, augmentation, BatchMixing.NONE, seed);
    }

    private List<Batch> batches(int count, BatchLoader.Settings settings) {
        List<Batch> batches = new ArrayList<>();
        try (BatchLoader loader = new BatchLoader(dataset, settings)) {
            for (int i = 0; i < count; i++) {
                batches.add(loader.next());
            }
        }
        return batches;
    }
}
