package org.earshot.trainer.teach.scene;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.files.FileNames;
import org.earshot.core.files.WholeFile;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.corpus.Corpus;
import org.earshot.trainer.data.corpus.CorpusLicences;
import org.earshot.trainer.data.corpus.CorpusLicences.Terms;
import org.earshot.trainer.data.corpus.DelimitedTable;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.corpus.Split;

/**
 * Makes the sounds that come with the program: of the training recordings of a corpus those in the public domain or under
 * CC BY, some of each kind and no more than one of a source, as log-mel, with a table of who made them.
 *
 * <p>Stateless.
 */
public final class NegativesWriter {
    private static final Pattern FREE =
            Pattern.compile("(clip:)?(CC0(?! or)\\b|CC0-1\\.0|CC[- ]BY([- ][34]\\.0)?(?![-\\w])|"
                    + "Public[- ]domain|Creative Commons (Zero|Public Domain|Attribution 3\\.0)).*");
    private static final int SOUNDS_OF_A_KIND = 8;
    private static final int BEDS_OF_A_KIND = 8;
    private static final double SOUND_SECONDS = 3;
    private static final double BED_SECONDS = 10.6;

    private NegativesWriter() {}

    /**
     * @param corpus folder with {@code manifest.csv}
     * @param output {@code negatives.bin}; {@code negatives.csv} is written beside it
     * @return how many sounds there are
     */
    public static int write(Path corpus, Path output) throws IOException {
        FrontEnd frontEnd = FrontEnd.wide16k();
        Map<String, Terms> terms = CorpusLicences.terms(corpus);
        List<Recording> chosen = chosen(Corpus.read(corpus), terms);
        List<MelLibrary.Entry> entries = new ArrayList<>();
        StringBuilder credits = new StringBuilder("kind,source,author,licence\n");
        for (Recording recording : chosen) {
            entries.add(entry(recording, frontEnd));
            Terms own = terms.get(recording.name());
            credits.append(row(recording.label(), own.source(), own.author(), own.licence()));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new MelLibrary(frontEnd, entries).write(bytes);
        WholeFile.write(output, bytes.toByteArray());
        String name = FileNames.nameOf(output).replaceFirst("\\.[^.]*$", "") + ".csv";
        WholeFile.write(output.resolveSibling(name), credits.toString().getBytes(StandardCharsets.UTF_8));
        return entries.size();
    }

    private static List<Recording> chosen(Corpus corpus, Map<String, Terms> terms) {
        Map<String, Integer> kinds = new TreeMap<>();
        Map<String, Integer> sources = new TreeMap<>();
        List<Recording> chosen = new ArrayList<>();
        corpus.recordings().stream()
                .filter(r -> r.split() == Split.TRAIN && r.synthesis() == null)
                .filter(r -> terms.containsKey(r.name())
                        && FREE.matcher(terms.get(r.name()).licence()).matches())
                .sorted(Comparator.comparing(Recording::role).thenComparing(Recording::name))
                .forEach(r -> {
                    int most = r.role() == Recording.Role.BACKGROUND ? BEDS_OF_A_KIND : SOUNDS_OF_A_KIND;
                    String source = terms.get(r.name()).source();
                    String kind = r.role() + " " + r.label();
                    if (sources.merge(source, 1, Integer::sum) == 1 && kinds.merge(kind, 1, Integer::sum) <= most) {
                        chosen.add(r);
                    }
                });
        return chosen;
    }

    private static MelLibrary.Entry entry(Recording recording, FrontEnd frontEnd) {
        float[] samples = AudioFiles.readMono(recording.file(), frontEnd.rateHz());
        boolean bed = recording.role() == Recording.Role.BACKGROUND;
        int most = (int) ((bed ? BED_SECONDS : SOUND_SECONDS) * frontEnd.rateHz());
        if (bed) {
            float[] kept = Arrays.copyOf(samples, Math.min(samples.length, most));
            return new MelLibrary.Entry(
                    recording.label(),
                    MelLibrary.Use.BED,
                    EventCutter.levelDb(kept, 0, kept.length),
                    LogMel.of(frontEnd, kept));
        }
        EventCutter.Cut cut = EventCutter.cut(samples, frontEnd.rateHz()).stream()
                .max(Comparator.comparingDouble(EventCutter.Cut::levelDb))
                .orElse(new EventCutter.Cut(0, samples.length, 0));
        float[] kept = Arrays.copyOfRange(samples, cut.from(), Math.min(cut.to(), cut.from() + most));
        Sound sound = new SoundReader(frontEnd).sound(kept, recording.label(), 0);
        return new MelLibrary.Entry(recording.label(), MelLibrary.Use.SOUND, sound.levelDb(), sound.logMel());
    }

    private static String row(String... cells) {
        return Arrays.stream(cells).map(DelimitedTable::written).collect(Collectors.joining(",", "", "\n"));
    }
}
