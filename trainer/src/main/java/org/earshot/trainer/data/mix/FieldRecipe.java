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
import org.earshot.trainer.data.corpus.Synthesis;
import org.earshot.trainer.data.mix.MixturePlan.Colour;
import org.earshot.trainer.data.mix.MixturePlan.Layer;
import org.earshot.trainer.data.mix.MixturePlan.NoiseFloor;
import org.earshot.trainer.data.mix.Placement.LevelOver;
import org.earshot.trainer.data.mix.Placement.Treatment;

/**
 * Clips of 10 s as a microphone in the field would hear them: none to three labelled events at any onset, some cut off by
 * the clip's edges and some overlapping, sounds of no label among them, over a background that fills the clip; now and
 * then the background alone. Levels, spectra, playback speed and band limits vary, and so do, where the settings say so,
 * the room, the distance, the microphone and the codec.
 *
 * <p>The plan of a clip depends on the seed, the number of the clip and the recordings alone, so any clip can be planned
 * without those before it. Immutable and safe for use by several threads.
 */
public final class FieldRecipe implements MixtureRecipe {
    static final double CLIP_SECONDS = 10;
    private static final double LEAST_AUDIBLE_SECONDS = 0.25;
    /** Shorter than this a sound is a single key, step or bark. */
    private static final double SINGLE_SECONDS = 0.4;

    private static final double NEAR_METRES = 3;
    private static final double FAR_METRES = 80;
    /** Share of its level over the least that the farthest sound loses. */
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
    private final AuxiliaryLabels auxiliary;

    public FieldRecipe(Corpus corpus, Split split, FieldSettings settings) {
        FieldConditions conditions = settings.conditions();
        if (split != Split.TRAIN && conditions.syntheticShare() > 0) {
            throw new ConfigurationException(
                    "--set mix.synthetic.share: synthetic sounds are for the train split alone, not for " + split);
        }
        this.events = byLabel(corpus.recordings(Recording.Role.EVENT, split), conditions);
        this.labels = List.copyOf(events.keySet());
        this.distractors = byLabel(corpus.recordings(Recording.Role.DISTRACTOR, split), conditions);
        this.backgrounds = byLabel(corpus.recordings(Recording.Role.BACKGROUND, split), conditions);
        this.settings = settings;
        this.auxiliary = AuxiliaryLabels.of(corpus, split);
        if (backgrounds.isEmpty() || (events.isEmpty() && !settings.backgroundOnly())) {
            throw new ConfigurationException("corpus " + corpus.directory() + ": split " + split
                    + " needs at least one event and one background recording");
        }
    }

    @Override
    public MixturePlan plan(int clip, long seed) {
        SplittableRandom random = new SplittableRandom(Seeds.of(seed, clip));
        // Conditions draw from numbers of their own: without them a clip is what it would be if there were none.
        SplittableRandom wide = new SplittableRandom(Seeds.of(Seeds.of(seed, clip), 1));
        FieldConditions conditions = settings.conditions();
        List<Placement> sounds = new ArrayList<>();
        if (!settings.backgroundOnly()) {
            addEvents(sounds, random, wide);
        }
        if (!distractors.isEmpty()) {
            int count = draw(DISTRACTOR_COUNTS, random);
            for (int i = 0; i < count; i++) {
                Piece piece = piece(any(distractors, random), random);
                double low = -piece.seconds() / 2;
                double high = CLIP_SECONDS - Math.min(LEAST_AUDIBLE_SECONDS, piece.seconds());
                Placement plain = placement(piece, false, random.nextDouble(low, high), random);
                sounds.add(heardFrom(plain, 0, wide));
            }
        }
        return new MixturePlan(
                MixturePlan.Style.FIELD,
                MixtureRecipe.nameOf(clip),
                0,
                background(random),
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
        Map<String, List<double[]>> taken = new TreeMap<>();
        List<double[]> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String label = labels.get(random.nextInt(labels.size()));
            List<Piece> pieces = phrase(label, random, wide);
            double seconds = pieces.stream().mapToDouble(Piece::seconds).sum() + gaps(pieces);
            double[] place = place(seconds, taken.getOrDefault(label, List.of()), all, random);
            if (place == null) {
                continue;
            }
            taken.computeIfAbsent(label, key -> new ArrayList<>()).add(place);
            all.add(place);
            Placement like = heardFrom(placement(pieces.get(0), true, place[0], random), i + 1, wide);
            double onset = place[0];
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

    /** A place for an event, or null where the label already sounds wherever it was tried. */
    private double[] place(double seconds, List<double[]> sameLabel, List<double[]> others, SplittableRandom random) {
        boolean mayOverlap = random.nextDouble() < settings.overlapShare();
        double[] found = null;
        for (int attempt = 0; attempt < 20; attempt++) {
            boolean cut = random.nextDouble() < settings.cutShare() || seconds >= CLIP_SECONDS;
            double audible = Math.min(LEAST_AUDIBLE_SECONDS, seconds / 2);
            double low = cut ? audible - seconds : 0;
            double high = cut ? CLIP_SECONDS - audible : CLIP_SECONDS - seconds;
            double onset = random.nextDouble(low, Math.max(high, low + 1e-3));
            double[] place = {onset, onset + seconds};
            if (sameLabel.stream().anyMatch(other -> touches(place, other, settings.sameLabelGapSeconds()))) {
                continue;
            }
            found = place;
            if (mayOverlap || others.stream().noneMatch(other -> touches(place, other, 0))) {
                return place;
            }
        }
        return found;
    }

    private static boolean touches(double[] a, double[] b, double gap) {
        return a[0] < b[1] + gap && b[0] < a[1] + gap;
    }

    /** One recording, or several short ones of the label that together sound like one utterance. */
    private List<Piece> phrase(String label, SplittableRandom random, SplittableRandom wide) {
        RecordingDraw recordings = events.get(label);
        FieldConditions conditions = settings.conditions();
        if (Synthesis.knows(label) && wide.nextDouble() < conditions.syntheticShare()) {
            return List.of(piece(Synthesis.any(label, wide), random));
        }
        Piece first = piece(recordings.next(random), random);
        if (first.seconds() < SINGLE_SECONDS && wide.nextDouble() < conditions.repeatShare()) {
            return rhythm(first, recordings, wide);
        }
        List<Piece> pieces = new ArrayList<>(List.of(first));
        if (first.seconds() < 1.2 && random.nextDouble() < settings.phraseShare()) {
            int more = random.nextInt(1, 5);
            double speed = first.speed();
            for (int i = 0; i < more; i++) {
                Recording next = recordings.next(random);
                if (next.durationSeconds() < 1.2) {
                    pieces.add(new Piece(next, 0, next.durationSeconds(), speed, random.nextDouble(0.02, 0.25)));
                }
            }
        }
        return pieces;
    }

    /** Steps, keys or barks of one source one after the other, more or less evenly. */
    private static List<Piece> rhythm(Piece first, RecordingDraw recordings, SplittableRandom wide) {
        double fastest = Math.max(0.09, 0.8 * first.seconds());
        double interval = Math.exp(wide.nextDouble(Math.log(fastest), Math.log(0.75)));
        double jitter = wide.nextDouble(0.02, 0.5);
        double until = wide.nextDouble(0.6, 6);
        List<Piece> pieces = new ArrayList<>(List.of(first));
        double seconds = first.seconds();
        while (seconds < until) {
            Recording next = recordings.like(first.recording(), wide);
            double length = Math.min(next.durationSeconds(), 3 * SINGLE_SECONDS);
            double gap = interval * (1 + jitter * wide.nextDouble(-1, 1)) - length / first.speed();
            Piece piece = new Piece(next, 0, length, first.speed(), Math.max(0.01, gap));
            pieces.add(piece);
            seconds += piece.gapBefore() + piece.seconds();
        }
        return pieces;
    }

    /** The sound as it comes to the microphone. @param phrase number of the event that it is part of, or 0 */
    private Placement heardFrom(Placement sound, int phrase, SplittableRandom wide) {
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
        Treatment treatment =
                new Treatment(phrase, pitch, direct, far ? -AIR_DB_PER_METRE * metres : 0, wall, wide.nextLong());
        return sound.with(quieter, treatment);
    }

    private static double gaps(List<Piece> pieces) {
        return pieces.stream().mapToDouble(Piece::gapBefore).sum();
    }

    private Piece piece(Recording recording, SplittableRandom random) {
        double speed = Math.exp(random.nextDouble(-1, 1) * Math.log(1 + settings.speedSpread()));
        double whole = recording.durationSeconds();
        if (whole < 1.5 || random.nextDouble() >= settings.excerptShare()) {
            return new Piece(recording, 0, whole, speed, 0);
        }
        double length = random.nextDouble(1, whole);
        return new Piece(recording, random.nextDouble(0, whole - length + 1e-9), length, speed, 0);
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

    private List<Layer> background(SplittableRandom random) {
        List<Layer> layers = new ArrayList<>();
        layers.add(layer(0, random));
        if (random.nextDouble() < 0.3) {
            layers.add(layer(random.nextDouble(-15, -3), random));
        }
        return List.copyOf(layers);
    }

    private Layer layer(double levelDb, SplittableRandom random) {
        RecordingDraw kind = anyKind(backgrounds, random);
        List<Recording> pieces = new ArrayList<>();
        // One place sounds alike for 10 s: seldom are two recordings joined.
        int count = random.nextDouble() < 0.2 ? 2 : 1;
        for (int i = 0; i < count; i++) {
            pieces.add(kind.next(random));
        }
        return new Layer(List.copyOf(pieces), random.nextDouble(0, 3), levelDb);
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

    private record Piece(Recording recording, double skip, double length, double speed, double gapBefore) {
        double seconds() {
            return length / speed;
        }
    }
}
