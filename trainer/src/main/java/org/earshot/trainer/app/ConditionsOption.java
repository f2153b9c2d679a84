package org.earshot.trainer.app;

import java.util.List;
import org.earshot.trainer.eval.score.InputCondition;
import picocli.CommandLine.Option;

/** The conditions under which a command listens again. */
final class ConditionsOption {
    @Option(
            names = "--conditions",
            split = ",",
            paramLabel = "CONDITION",
            description =
                    "measure --data again as heard under each: rate=HZ, gain=DB, dc=OFFSET, clip=DB, band=LOW-HIGH")
    private List<String> conditions = List.of();

    /** @throws org.earshot.core.model.ConfigurationException if one is none of these forms */
    List<InputCondition> parsed() {
        return conditions.stream().map(InputCondition::parse).toList();
    }
}
