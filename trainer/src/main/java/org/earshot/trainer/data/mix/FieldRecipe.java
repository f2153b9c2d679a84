package org.earshot.trainer.data.mix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.data.corpus.AuxiliaryLabels;
import org.earshot.trainer.data.corpus.Corpus;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.corpus.Split;
import org.earshot.trainer.data.mix.MixturePlan.Colour;
import org.earshot.trainer.data.mix.MixturePlan.Layer;
import org.earshot.trainer.data.mix.MixturePlan.NoiseFloor;
import org.earshot.trainer.data.mix.PhraseDraw.Piece;
import org.earshot.trainer.data.mix.Placement.LevelOver;
import org.earshot.trainer.data.mix.Placement.Treatment;
import org.earshot.trainer.data.sound.Alteration;
import org.earshot.trainer.data.sound.Room;

/**
 * Clips of 10 s as a microphone in the field would record them: zero to three labelled events at any onset, some cut
 * off by the edges of the clip and some overlapping, and sounds without a label, over a background that fills the clip;
 * sometimes the background alone. Levels, spectra, playback speed and band limits vary; so do the room, the distance,
 * the microphone and the codec if the settings say so.
 *
 * <p>The plan of a clip depends only on the seed, the number of the clip and the recordings, so any clip can be planned
 * without the clips before it. Immutable and safe for use by several threads.
 */
public final class FieldRecipe implements MixtureRecipe {
    static final double CLIP_SECONDS = 10;
    /** Minimum audible length of a sound that is cut off by an edge of the clip. */
    static final double SHORTEST_AUDIBLE_SECONDS = 0.25;

    private static final double NEAR_METRES = 3;
    private static final double FAR_METRES = 80;
    /** Share of its level above the minimum that the farthest sound loses. */
    private static final double FARTHEST_LOSS = 0.6;

    /** At 8 kHz and 20 degrees, dry (ISO 9613-1). */
    private static final double AIR_DB_PER_METRE = 0.12;

    private static final double[] EVENT_COUNTS = {0.12, 0.30, 0.33, 0.25};
    private static final double[] DISTRACTOR_COUNTS = {0.50, 0.35, 0.15};

    private final Map<String, RecordingDraw> events;
    private final List<String> labels;
    private final Map<String, RecordingDraw> distractors;
    private final Map<String, RecordingDraw> backgrounds;
    private final FieldSettings settings;
    private final PhraseDraw phrases;
    private final AuxiliaryLabels auxiliary;

    public FieldRecipe(Corpus corpus, Split split, FieldSettings settings) {
        FieldConditions conditions = settings.conditions();
        if (split != Split.TRAIN && conditions.syntheticShare() > 0) {
            throw new ConfigurationException(
                    "--set mix.synthetic.share: synthetic sounds are only for the train split, not for " + split);
        }
        this.events = byLabel(corpus.recordings(Recording.Role.EVENT, split), conditions);
        this.labels = List.copyOf(events.keySet());
        this.distractors = byLabel(corpus.recordings(Recording.Role.DISTRACTOR, split), conditions);
        this.backgrounds = byLabel(corpus.recordings(Recording.Role.BACKGROUND, split), conditions);
        this.settings = settings;
        this.phrases = new PhraseDraw(settings);
        this.auxiliary = AuxiliaryLabels.of(corpus, split);
        if (backgrounds.isEmpty() || (events.isEmpty() && !settings.backgroundOnly())) {
            throw new ConfigurationException("corpus " + corpus.directory() + ": split " + split
                    + " needs at least one event and one background recording");
        }
    }

    @Override
    public MixturePlan plan(int clip, long seed) {
        SplittableRandom random = new SplittableRandom(Seeds.of(seed, clip));
        // Conditions use a generator of their own, so that a clip is the same with and without them otherwise.
        SplittableRandom wide = new SplittableRandom(Seeds.of(Seeds.of(seed, clip), 1));
        SplittableRandom altering = new SplittableRandom(Seeds.of(Seeds.of(seed, clip), 2));
        FieldConditions conditions = settings.conditions();
        List<Placement> sounds = new ArrayList<>();
        if (!settings.backgroundOnly()) {
            addEvents(sounds, random, wide);
        }
        if (!distractors.isEmpty()) {
            int count = draw(DISTRACTOR_COUNTS, random);
            for (int i = 0; i < count; i++) {
                Piece piece = phrases.piece(any(distractors, random), random);
                double low = -piece.seconds() / 2;
                double high = CLIP_SECONDS - Math.min(SHORTEST_AUDIBLE_SECONDS, piece.seconds());
                Placement plain = placement(piece, false, random.nextDouble(low, high), random);
                sounds.add(heardFrom(plain, 0, Alteration.any(conditions.alteredShare(), altering), wide));
            }
        }
        return new MixturePlan(
                MixturePlan.Style.FIELD,
                MixtureRecipe.nameOf(clip),
                0,
                background(random, altering),
                random.nextDouble() < 0.5
                        ? new NoiseFloor(random.nextDouble(-45, -12), random.nextDouble(0, 1))
                        : MixturePlan.NO_FLOOR,
                List.copyOf(sounds),
                colour(random),
                random.nextLong(),
                wide.nextDouble() < conditions.roomShare() ? Room.any(wide) : null,
                Microphone.any(conditions, wide));
    }

    @Override
    public List<String> auxiliary(Recording recording) {
        return auxiliary.of(recording);
    }

    private void addEvents(List<Placement> sounds, SplittableRandom random, SplittableRandom wide) {
        int count = draw(EVENT_COUNTS, random);
        EventPlaces places = new EventPlaces(settings);
        for (int i = 0; i < count; i++) {
            String label = labels.get(random.nextInt(labels.size()));
            List<Piece> pieces = phrases.phrase(label, events.get(label), random, wide);
            double onset = places.take(label, Piece.seconds(pieces), random);
            if (Double.isNaN(onset)) {
                continue;
            }
            Placement like = heardFrom(placement(pieces.get(0), true, onset, random), i + 1, Alteration.NONE, wide);
            for (Piece piece : pieces) {
                onset += piece.gapBefore();
                sounds.add(new Placement(
                        piece.recording(),
                        true,
                        onset,
                        piece.skip(),
                        piece.length(),
                        like.snrDb(),
                        LevelOver.TAKEN,
                        0,
                        piece.speed(),
                        like.tiltDb(),
                        like.treatment()));
                onset += piece.seconds();
            }
        }
    }

    /** The sound as it arrives at the microphone. @param phrase number of the event that it is part of, or 0 */
    private Placement heardFrom(Placement sound, int phrase, Alteration alteration, SplittableRandom wide) {
        FieldConditions conditions = settings.conditions();
        if (conditions.equals(FieldConditions.PLAIN)) {
            return sound;
        }
        double octaves = Math.log(1 + settings.speedSpread());
        double pitch = wide.nextDouble() < conditions.pitchShare() ? Math.exp(octaves * wide.nextDouble(-1, 1)) : 1;
        boolean far = wide.nextDouble() < conditions.distanceShare();
        double share = far ? wide.nextDouble() : 0;
        double metres = NEAR_METRES * Math.pow(FAR_METRES / NEAR_METRES, share);
        double wall = far && wide.nextDouble() < 0.25 ? wide.nextDouble(500, 2500) : 0;
        double direct = far ? wide.nextDouble(-9, 6) : wide.nextDouble(-3, 18);
        double quieter = settings.minSnrDb() + (sound.snrDb() - settings.minSnrDb()) * (1 - FARTHEST_LOSS * share);
        Treatment treatment = new Treatment(
                phrase, pitch, direct, far ? -AIR_DB_PER_METRE * metres : 0, wall, wide.nextLong(), alteration);
        return sound.with(quieter, treatment);
    }

    private Placement placement(Piece piece, boolean labelled, double onset, SplittableRandom random) {
        return new Placement(
                piece.recording(),
                labelled,
                onset,
                piece.skip(),
                piece.length(),
                random.nextDouble(settings.minSnrDb(), settings.maxSnrDb() + 1e-9),
                LevelOver.TAKEN,
                0,
                piece.speed(),
                random.nextDouble(-6, 6));
    }

    private List<Layer> background(SplittableRandom random, SplittableRandom altering) {
        List<Layer> layers = new ArrayList<>();
        layers.add(layer(0, random, altering));
        if (random.nextDouble() < 0.3) {
            layers.add(layer(random.nextDouble(-15, -3), random, altering));
        }
        return List.copyOf(layers);
    }

    private Layer layer(double levelDb, SplittableRandom random, SplittableRandom altering) {
        RecordingDraw kind = anyKind(backgrounds, random);
        List<Recording> pieces = new ArrayList<>();
        // A place sounds much the same for 10 s, so two recordings are rarely joined.
        int count = random.nextDouble() < 0.2 ? 2 : 1;
        for (int i = 0; i < count; i++) {
            pieces.add(kind.next(random));
        }
        return new Layer(
                List.copyOf(pieces),
                random.nextDouble(0, 3),
                levelDb,
                Alteration.any(settings.conditions().alteredShare(), altering));
    }

    private Colour colour(SplittableRandom random) {
        double level = random.nextDouble(-50, -12);
        double clipped = settings.conditions().clippingShare();
        double overdrive = random.nextDouble() < clipped ? random.nextDouble(1, 12) : 0;
        double lowCut = random.nextDouble() < 0.4 ? random.nextDouble(20, 300) : 0;
        double top = random.nextDouble() < 0.25 ? Math.exp(random.nextDouble(Math.log(3000), Math.log(7500))) : 0;
        double tilt = random.nextDouble(-9, 9);
        double shelf = random.nextDouble() < 0.5 ? random.nextDouble(-10, 15) : 0;
        return new Colour(level, overdrive, lowCut, top, tilt, shelf);
    }

    private static Recording any(Map<String, RecordingDraw> kinds, SplittableRandom random) {
        return anyKind(kinds, random).next(random);
    }

    private static RecordingDraw anyKind(Map<String, RecordingDraw> kinds, SplittableRandom random) {
        List<String> names = List.copyOf(kinds.keySet());
        return kinds.get(names.get(random.nextInt(names.size())));
    }

    private static int draw(double[] shares, SplittableRandom random) {
        double left = random.nextDouble();
        for (int i = 0; i < shares.length - 1; i++) {
            left -= shares[i];
            if (left < 0) {
                return i;
            }
        }
        return shares.length - 1;
    }

    private static Map<String, RecordingDraw> byLabel(List<Recording> recordings, FieldConditions conditions) {
        return recordings.stream()
                .collect(Collectors.groupingBy(
                        Recording::label,
                        TreeMap::new,
                        Collectors.collectingAndThen(
                                Collectors.toList(),
                                label -> conditions.bySource()
                                        ? RecordingDraw.bySource(label, conditions.weights())
                                        : RecordingDraw.byFile(label))));
    }
}
