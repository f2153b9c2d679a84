package org.earshot.trainer.app;

import java.util.ArrayList;
import java.util.List;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.trainer.eval.score.InputCondition;
import org.earshot.trainer.eval.score.ScoredSet;
import picocli.CommandLine.Option;

/** What a command measures a model on. */
final class TestSetOptions {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "DATA",
            description = "test set: a folder with tags.csv, or KIND:DIR for a public set")
    private String data;

    @Option(
            names = "--background",
            paramLabel = "DATA",
            description = "data set without labelled sounds on which false alarms are counted; default the clips of"
                    + " --data without tags")
    private String background;

    @Option(
            names = "--conditions",
            split = ",",
            paramLabel = "CONDITION",
            description =
                    "measure --data again under each condition: rate=HZ, gain=DB, dc=OFFSET, clip=DB, band=LOW-HIGH")
    private List<String> conditions = List.of();

    @Option(
            names = "--bootstrap",
            defaultValue = "200",
            paramLabel = "ROUNDS",
            description = "rounds for the 95 %% intervals, 0 for none; default 200")
    private int bootstrap;

    /** --data scored under one condition. */
    record Variant(String name, ScoredSet set) {}

    String data() {
        return data;
    }

    int bootstrap() {
        return bootstrap;
    }

    /** @throws org.earshot.core.model.ConfigurationException if a condition has none of the known forms */
    void check() {
        conditions();
    }

    /** --data scored once more under each condition. */
    List<Variant> variants(MaskNetwork network, ScoringOptions scoring) {
        List<Variant> variants = new ArrayList<>();
        for (InputCondition condition : conditions()) {
            variants.add(new Variant(condition.name(), scoring.score(network, data, condition)));
        }
        return variants;
    }

    /** The scored clips of --background; null if it is not given. */
    ScoredSet background(MaskNetwork network, ScoringOptions scoring) {
        return background == null ? null : scoring.score(network, background).backgrounds();
    }

    private List<InputCondition> conditions() {
        return conditions.stream().map(InputCondition::parse).toList();
    }
}
