package org.earshot.trainer.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.experiment.Figures.Figure;

/**
 * A table or figure of the paper: the variants to train and the figures to draw.
 *
 * @param name name on the command line
 * @param question the question it answers
 * @param variants its rows
 * @param figures figures beside the table
 * @param protocol how results are measured
 * @param claims what the paper says on its rows
 */
public record Experiment(
        String name,
        String question,
        List<Variant> variants,
        List<Figure> figures,
        Protocol protocol,
        List<Comparison> claims) {
    private static final List<String> POOLINGS = List.of("gmp", "gap", "gwrp", "ap", "fap");
    private static final List<String> COMPARED = List.of("gwrp", "ap", "fap");
    private static final int WINDOW_FRAMES = 15;

    public Experiment {
        variants = List.copyOf(variants);
        figures = List.copyOf(figures);
        claims = List.copyOf(claims);
    }

    private Experiment(
            String name, String question, List<Variant> variants, List<Figure> figures, Comparison... claims) {
        this(name, question, variants, figures, Protocol.MIXTURES, List.of(claims));
    }

    /** All experiments, in the order of the paper (Liu et al. 2021, section 4). */
    public static List<Experiment> all() {
        return List.of(
                new Experiment(
                        "table4",
                        "Which pooling is best on VGG blocks?",
                        POOLINGS.stream().map(p -> Variant.network("vgg", p)).toList(),
                        List.of(Figure.MEANS),
                        new Comparison("VGG-FAP", "VGG-AP"),
                        new Comparison("VGG-FAP", "VGG-GWRP"),
                        new Comparison("VGG-FAP", "VGG-GAP"),
                        new Comparison("VGG-FAP", "VGG-GMP"),
                        new Comparison("VGG-GWRP", "VGG-GAP"),
                        new Comparison("VGG-GWRP", "VGG-GMP")),
                new Experiment(
                        "table5",
                        "Which upper bound of alpha is best?",
                        Stream.of("3", "5", "10")
                                .map(max -> Variant.of(
                                        "alpha <= " + max,
                                        "network.name",
                                        "vgg",
                                        "network.pooling",
                                        "fap",
                                        "fap.alphaMax",
                                        max,
                                        "fap.alphaInit",
                                        "1"))
                                .toList(),
                        List.of(Figure.MEANS, Figure.ALPHA),
                        new Comparison("alpha <= 10", "alpha <= 3"),
                        new Comparison("alpha <= 10", "alpha <= 5")),
                new Experiment(
                        "table6",
                        "How do the blocks compare, and the baselines?",
                        withBaselines(),
                        List.of(Figure.MEANS, Figure.PARAMETERS),
                        Protocol.MIXTURES,
                        blocksAndBaselines()),
                new Experiment(
                        "table7",
                        "How do they compare on DESED?",
                        withBaselines(),
                        List.of(Figure.MEANS, Figure.PARAMETERS),
                        Protocol.DESED,
                        blocksAndBaselines()),
                new Experiment(
                        "table8",
                        "How do they compare on DCASE 2017 task 4?",
                        balanced(withBaselines()),
                        List.of(Figure.MEANS, Figure.PARAMETERS),
                        Protocol.DCASE2017,
                        blocksAndBaselines()),
                new Experiment(
                        "figure4",
                        "How much do the poolings vary between runs?",
                        POOLINGS.stream().map(p -> Variant.network("vgg", p)).toList(),
                        List.of(Figure.MEANS)),
                new Experiment(
                        "figure5",
                        "Which sharpness alpha_k(f) does each label learn?",
                        List.of(Variant.network("ddc", "fap")),
                        List.of(Figure.ALPHA)),
                new Experiment("figure6", "What do parameters gain?", withBaselines(), List.of(Figure.PARAMETERS)),
                new Experiment(
                        "frame-weighting",
                        "How does alpha become the weights of the mels in a frame?",
                        frameWeightings(),
                        List.of(Figure.MEANS)),
                new Experiment(
                        "dilation",
                        "Which dilation is best?",
                        Stream.of("1", "2", "1,2,4,8")
                                .map(d -> Variant.of(
                                        "dilation " + d,
                                        "network.name",
                                        "ddc",
                                        "network.pooling",
                                        "fap",
                                        "ddc.dilation",
                                        d))
                                .toList(),
                        List.of(Figure.MEANS)));
    }

    /** @throws ConfigurationException if there is no such experiment */
    public static Experiment named(String name) {
        return all().stream()
                .filter(e -> e.name().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException("experiment " + name + ": unknown; there are "
                        + all().stream().map(Experiment::name).toList()));
    }

    /** A copy with only the named variants; all of them if no name is given. */
    public Experiment only(List<String> names) {
        if (names.isEmpty()) {
            return this;
        }
        List<Variant> kept = variants.stream()
                .filter(v -> names.stream().anyMatch(v.name()::equalsIgnoreCase))
                .toList();
        if (kept.size() != names.size()) {
            throw new ConfigurationException("--only " + names + ": " + name + " has the variants "
                    + variants.stream().map(Variant::name).toList());
        }
        return new Experiment(name, question, kept, figures, protocol, claims);
    }

    private static List<Variant> withBaselines() {
        List<Variant> variants = new ArrayList<>();
        for (String network : List.of("vgg", "ddc")) {
            COMPARED.forEach(pooling -> variants.add(Variant.network(network, pooling)));
        }
        variants.add(Variant.of("Attention", "network.name", "attention"));
        variants.add(Variant.of("TALNet", "network.name", "talnet"));
        return variants;
    }

    private static List<Comparison> blocksAndBaselines() {
        List<Comparison> claims = new ArrayList<>();
        for (String pooling : COMPARED) {
            String name = pooling.toUpperCase(Locale.ROOT);
            claims.add(new Comparison("DDC-" + name, "VGG-" + name));
        }
        for (String other : List.of("DDC-AP", "DDC-GWRP", "Attention", "TALNet")) {
            claims.add(new Comparison("DDC-FAP", other));
        }
        return claims;
    }

    /** The same variants with labels balanced in each batch (Xu et al. 2018). */
    private static List<Variant> balanced(List<Variant> variants) {
        return variants.stream()
                .map(variant -> variant.with("train.sampling", "quota"))
                .toList();
    }

    private static List<Variant> frameWeightings() {
        List<Variant> variants = new ArrayList<>();
        Map<String, String> names = new LinkedHashMap<>();
        names.put("alpha_norm", "alpha / sum alpha");
        names.put("softmax_alpha", "soft-max of alpha");
        names.put("frame_softmax", "FAP within the frame");
        names.put("mean", "mean");
        names.forEach((key, name) -> variants.add(
                Variant.of(name, "network.name", "ddc", "network.pooling", "fap", "fap.frameWeight", key)));
        variants.add(Variant.of("FAP over 15 frames", "network.name", "ddc", "network.pooling", "fap")
                .windowed(WINDOW_FRAMES));
        return variants;
    }
}
