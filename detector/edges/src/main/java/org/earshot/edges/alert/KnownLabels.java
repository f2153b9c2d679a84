package org.earshot.edges.alert;

import java.util.List;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.NearestName;

/**
 * The labels that events can have, so that a rule with a typing error is found at the start and not in the night when it stays silent.
 *
 * <p>Immutable.
 *
 * @param model whose labels they are, for messages
 * @param labels the labels
 * @param binding whether a rule with another label is refused; otherwise it is only warned of, because another model may be in use
 */
public record KnownLabels(String model, List<String> labels, boolean binding) {
    private static final int MOST_LISTED = 30;

    public KnownLabels {
        labels = List.copyOf(labels);
    }

    /** The labels of the model that makes the events; others are refused. */
    public static KnownLabels of(Manifest model) {
        return new KnownLabels("model " + model.name(), model.labels(), true);
    }

    /** The labels of the model that probably makes the events; others are warned of. */
    public static KnownLabels presumed(Manifest model) {
        return new KnownLabels("the model " + model.name() + " that Earshot ships", model.labels(), false);
    }

    boolean has(String label) {
        return labels.contains(label);
    }

    /** What is wrong with a label that is not among them. */
    String complaint(String label) {
        String near = NearestName.of(label, labels)
                .map(name -> ", did you mean " + name + "?")
                .orElse("");
        String list = labels.size() > MOST_LISTED ? "" : " (it has " + String.join(", ", labels) + ")";
        return "'" + label + "' is no label of " + model + near + list
                + (binding ? "" : "; if your detector runs another model, name it with --model");
    }
}
