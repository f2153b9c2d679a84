package org.earshot.trainer.data.sets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.DataException;
import org.earshot.trainer.data.corpus.DataErrors;
import org.earshot.trainer.data.corpus.DelimitedTable;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.corpus.Recording.Role;
import org.earshot.trainer.data.corpus.Split;
import org.earshot.trainer.data.mix.MixtureRecipe;
import org.earshot.trainer.data.mix.PaperRecipe;
import org.earshot.trainer.data.mix.PaperSettings;
import org.earshot.trainer.data.mix.Seeds;
import org.earshot.trainer.data.mix.Shuffles;

/**
 * The paper's synthetic data set: sounds of DCASE 2018 Task 2 over scenes of DCASE 2018 Task 1 A, in four folds (Kong
 * et al. 2019, section V-A).
 *
 * <p>Scenes: {@code meta.csv} (column filename) with {@code audio/}. Sounds: the Kaggle release ({@code train.csv},
 * {@code audio_train/}) or the Zenodo one ({@code FSDKaggle2018.meta/train_post_competition.csv},
 * {@code FSDKaggle2018.audio_train/}); columns fname, label and manually_verified.
 *
 * <p>All rows are shuffled and dealt to the folds in turn; then only verified sounds are kept. Scenes are shuffled
 * once; no scene is used twice, within or across folds, while there are enough. Immutable.
 */
public final class Dcase2018 {
    static final int FOLDS = 4;
    public static final int CLIPS = 8000;
    public static final int RATE_HZ = 32_000;

    private final List<Recording> scenes;
    private final List<List<Recording>> soundsOfFold;
    private final List<String> labels;
    private final int clips;
    private final List<PaperRecipe> recipes = new ArrayList<>();

    /**
     * Reads the tables of both tasks and assigns the folds.
     *
     * @param clips number of mixtures, {@link #CLIPS} in the paper; a multiple of 4
     * @throws DataException if a table is missing or malformed, or listing missing audio
     */
    public Dcase2018(Path scenesDirectory, Path soundsDirectory, int clips, PaperSettings settings, long seed) {
        if (clips < FOLDS || clips % FOLDS != 0) {
            throw new ConfigurationException("--clips must be a multiple of 4, the number of folds, is " + clips);
        }
        this.clips = clips;
        this.scenes = Shuffles.shuffled(scenes(scenesDirectory), new SplittableRandom(Seeds.of(seed, -20)));
        this.soundsOfFold = deal(soundsDirectory, seed);
        TreeSet<String> names = new TreeSet<>();
        soundsOfFold.forEach(fold -> fold.forEach(sound -> names.add(sound.label())));
        this.labels = List.copyOf(names);
        DataErrors errors = new DataErrors();
        recordings().forEach(recording -> errors.addMissing(List.of(recording.file())));
        errors.throwIfAny("DCASE 2018 sounds and scenes (" + recordings().size() + " files)");
        for (int fold = 1; fold <= FOLDS; fold++) {
            int first = firstClip(fold);
            recipes.add(new PaperRecipe(
                    soundsOfFold.get(fold - 1),
                    scenesOf(first, firstClip(fold + 1)),
                    new PaperRecipe.FoldRange(fold, first),
                    settings));
        }
    }

    public List<String> labels() {
        return labels;
    }

    /** The recipe of a mixture, which is that of its fold. */
    public MixtureRecipe recipe(int clip) {
        return recipes.get(clip / (clips / FOLDS));
    }

    /** All recordings that mixtures are made from. */
    public List<Recording> recordings() {
        List<Recording> all = new ArrayList<>(scenes);
        soundsOfFold.forEach(all::addAll);
        return all;
    }

    /** Verified sounds of a fold, 1 to 4. */
    List<Recording> sounds(int fold) {
        return soundsOfFold.get(fold - 1);
    }

    private int firstClip(int fold) {
        return (fold - 1) * (clips / FOLDS);
    }

    private List<Recording> scenesOf(int from, int to) {
        List<Recording> part = new ArrayList<>();
        for (int clip = from; clip < to; clip++) {
            part.add(scenes.get(clip % scenes.size()));
        }
        return part;
    }

    private static List<Recording> scenes(Path directory) {
        DelimitedTable table = DelimitedTable.withHeader(directory.resolve("meta.csv"));
        int filename = table.column("filename");
        int scene = table.column("scene_label");
        List<Recording> scenes = new ArrayList<>();
        for (int row = 0; row < table.size(); row++) {
            String name = table.cell(row, filename);
            scenes.add(new Recording(
                    name, directory.resolve(name), Role.BACKGROUND, table.cell(row, scene), Split.TRAIN, Double.NaN));
        }
        return scenes;
    }

    private static List<List<Recording>> deal(Path directory, long seed) {
        Path kaggle = directory.resolve("train.csv");
        Path zenodo = directory.resolve("FSDKaggle2018.meta").resolve("train_post_competition.csv");
        if (!Files.exists(kaggle) && !Files.exists(zenodo)) {
            throw new DataException(directory + ": neither train.csv nor " + directory.relativize(zenodo)
                    + " exists; unpack DCASE 2018 Task 2 into this folder");
        }
        boolean isKaggle = Files.exists(kaggle);
        Path audio = directory.resolve(isKaggle ? "audio_train" : "FSDKaggle2018.audio_train");
        DelimitedTable table = DelimitedTable.withHeader(isKaggle ? kaggle : zenodo);
        int filename = table.column("fname");
        int label = table.column("label");
        int verified = table.column("manually_verified");
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < table.size(); row++) {
            rows.add(row);
        }
        List<Integer> order = Shuffles.shuffled(rows, new SplittableRandom(Seeds.of(seed, -21)));
        List<List<Recording>> folds = new ArrayList<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            folds.add(new ArrayList<>());
        }
        for (int rank = 0; rank < order.size(); rank++) {
            int row = order.get(rank);
            if (table.cell(row, verified).equals("1")) {
                String name = table.cell(row, filename);
                folds.get(rank % FOLDS)
                        .add(new Recording(
                                name,
                                audio.resolve(name),
                                Role.EVENT,
                                table.cell(row, label),
                                Split.TRAIN,
                                Double.NaN));
            }
        }
        return folds;
    }
}
