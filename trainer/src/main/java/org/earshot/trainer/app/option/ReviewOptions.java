package org.earshot.trainer.app.option;

import java.nio.file.Path;
import java.util.List;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.corpus.Reviews;
import org.earshot.trainer.data.corpus.Split;
import picocli.CommandLine.Option;

/** Options that say where people's reviews of events are, and the sound of those events. */
public final class ReviewOptions {
    @Option(
            names = "--reviews",
            paramLabel = "FILE",
            description =
                    "Reviewed events, one JSON object per line as on the topic earshot.reviews: confirmed ones, and"
                            + " those that were said to be another label, are sounds of that label; refuted ones are sounds that"
                            + " are not it.")
    private Path reviews;

    @Option(names = "--evidence", paramLabel = "DIR", description = "Folder with the audio of the reviewed events.")
    private Path evidence;

    @Option(
            names = "--evidence-pre-roll-ms",
            paramLabel = "N",
            defaultValue = "3000",
            description = "earshot.evidence.pre.roll.ms of the detector that stored it. Default: ${DEFAULT-VALUE}")
    private int preRollMs;

    public boolean given() {
        return reviews != null;
    }

    /** @throws ConfigurationException if the options contradict each other */
    public void check(String command) {
        if ((reviews == null) != (evidence == null)) {
            throw new ConfigurationException(command + ": --reviews and --evidence must be given together");
        }
        if (preRollMs < 0) {
            throw new ConfigurationException(command + ": --evidence-pre-roll-ms must be 0 or more, is " + preRollMs);
        }
    }

    /** The reviewed events that have audio; none without {@code --reviews}. */
    public List<Recording> recordings(Split split) {
        return given() ? Reviews.recordings(reviews, evidence, preRollMs / 1e3, split) : List.of();
    }
}
