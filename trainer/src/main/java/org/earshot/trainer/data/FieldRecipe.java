package org.earshot.trainer.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.earshot.detector.model.ConfigurationException;
import org.earshot.trainer.data.MixturePlan.Colour;
import org.earshot.trainer.data.MixturePlan.Layer;
import org.earshot.trainer.data.MixturePlan.NoiseFloor;
import org.earshot.trainer.data.Placement.LevelOver;

/**
 * Clips of 10 s as a microphone in the field would hear them: none to three labelled events at any onset, some cut off by
 * the clip's edges and some overlapping, sounds of no label among them, over a background that fills the clip; now and
 * then the background alone. Levels, spectra, playback speed and band limits vary.
 *
 * <p>The plan of a clip depends on the seed, the number of the clip and the recordings alone, so any clip can be planned
 * without those before it. Immutable and safe for use by several threads.
 */
public final class FieldRecipe implements MixtureRecipe {
    static final double CLIP_SECONDS = 10;
    private static final double LEAST_AUDIBLE_SECONDS = 0.25;
    private static final double[] EVENT_COUNTS = {0.12, 0.30, 0.33, 0.25};
    private static final double[] DISTRACTOR_COUNTS = {0.50, 0.35, 0.15};

    private final Map<String, List<Recording>> events;
    private final List<String> labels;
    private final Map<String, List<Recording>> distractors;
    private final Map<String, List<Recording>> backgrounds;
    private final FieldSettings settings;
    private final AuxiliaryLabels auxiliary;

    public FieldRecipe(Corpus corpus, Split split, FieldSettings settings) {
        this.events = byLabel(corpus.recordings(Recording.Role.EVENT, split));
        this.labels = List.copyOf(events.keySet());
        this.distractors = byLabel(corpus.recordings(Recording.Role.DISTRACTOR, split));
        this.backgrounds = byLabel(corpus.recordings(Recording.Role.BACKGROUND, split));
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
        List<Placement> sounds = new ArrayList<>();
        if (!settings.backgroundOnly()) {
            addEvents(sounds, random);
        }
        if (!distractors.isEmpty()) {
            int count = draw(DISTRACTOR_COUNTS, random);
            for (int i = 0; i < count; i++) {
                Recording recording = any(distractors, random);
                Piece piece = piece(recording, random);
                double low = -piece.seconds() / 2;
                double high = CLIP_SECONDS - Math.min(LEAST_AUDIBLE_SECONDS, piece.seconds());
                sounds.add(placement(piece, false, random.nextDouble(low, high), random));
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
                random.nextLong());
    }

    @Override
    public List<String> auxiliary(Recording recording) {
        return auxiliary.of(recording);
    }

    private void addEvents(List<Placement> sounds, SplittableRandom random) {
        int count = draw(EVENT_COUNTS, random);
        Map<String, List<double[]>> taken = new TreeMap<>();
        List<double[]> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String label = labels.get(random.nextInt(labels.size()));
            List<Piece> pieces = phrase(label, random);
            double seconds = pieces.stream().mapToDouble(Piece::seconds).sum() + gaps(pieces);
            double[] place = place(seconds, taken.getOrDefault(label, List.of()), all, random);
            if (place == null) {
                continue;
            }
            taken.computeIfAbsent(label, key -> new ArrayList<>()).add(place);
            all.add(place);
            Placement like = placement(pieces.get(0), true, place[0], random);
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
                        like.tiltDb()));
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
    private List<Piece> phrase(String label, SplittableRandom random) {
        List<Recording> recordings = events.get(label);
        Piece first = piece(recordings.get(random.nextInt(recordings.size())), random);
        List<Piece> pieces = new ArrayList<>(List.of(first));
        if (first.seconds() < 1.2 && random.nextDouble() < settings.phraseShare()) {
            int more = random.nextInt(1, 5);
            double speed = first.speed();
            for (int i = 0; i < more; i++) {
                Recording next = recordings.get(random.nextInt(recordings.size()));
                if (next.durationSeconds() < 1.2) {
                    pieces.add(new Piece(next, 0, next.durationSeconds(), speed, random.nextDouble(0.02, 0.25)));
                }
            }
        }
        return pieces;
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
        List<String> kinds = List.copyOf(backgrounds.keySet());
        List<Recording> kind = backgrounds.get(kinds.get(random.nextInt(kinds.size())));
        List<Recording> pieces = new ArrayList<>();
        // One place sounds alike for 10 s: seldom are two recordings joined.
        int count = random.nextDouble() < 0.2 ? 2 : 1;
        for (int i = 0; i < count; i++) {
            pieces.add(kind.get(random.nextInt(kind.size())));
        }
        return new Layer(List.copyOf(pieces), random.nextDouble(0, 3), levelDb);
    }

    private Colour colour(SplittableRandom random) {
        double level = random.nextDouble(-50, -12);
        double overdrive = random.nextDouble() < 0.05 ? random.nextDouble(1, 12) : 0;
        double lowCut = random.nextDouble() < 0.4 ? random.nextDouble(20, 300) : 0;
        double top = random.nextDouble() < 0.25 ? Math.exp(random.nextDouble(Math.log(3000), Math.log(7500))) : 0;
        double tilt = random.nextDouble(-9, 9);
        double shelf = random.nextDouble() < 0.5 ? random.nextDouble(-10, 15) : 0;
        return new Colour(level, overdrive, lowCut, top, tilt, shelf);
    }

    private static Recording any(Map<String, List<Recording>> groups, SplittableRandom random) {
        List<String> kinds = List.copyOf(groups.keySet());
        List<Recording> kind = groups.get(kinds.get(random.nextInt(kinds.size())));
        return kind.get(random.nextInt(kind.size()));
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

    private static Map<String, List<Recording>> byLabel(List<Recording> recordings) {
        return recordings.stream().collect(Collectors.groupingBy(Recording::label, TreeMap::new, Collectors.toList()));
    }

    private record Piece(Recording recording, double skip, double length, double speed, double gapBefore) {
        double seconds() {
            return length / speed;
        }
    }
}
