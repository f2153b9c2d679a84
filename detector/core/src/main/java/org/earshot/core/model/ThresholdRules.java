package org.earshot.core.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The operator's thresholds, laid over those of the model: for a label everywhere, or for a label in a group of sources.
 * The nearest rule wins, value by value: group and label, group and every label, label, every label, model.
 *
 * <pre>
 * model            car_horn: gate 0.3, high 0.5, low 0.2
 * everywhere       *: gate 0.4           car_horn: low 0.1
 * group garages    car_horn: gate 0.8
 * in force         in a garage 0.8, 0.5, 0.1; elsewhere 0.4, 0.5, 0.1
 * </pre>
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class ThresholdRules {
    /** Stands for every label. */
    public static final String EVERY_LABEL = "*";

    private static final ThresholdRules NONE = new ThresholdRules(Map.of(), List.of());

    private final Map<String, Change> everywhere;
    private final List<Group> groups;

    /**
     * What a rule changes; null leaves a value as it is.
     *
     * @param gate threshold on the clip tag, 0..1
     * @param high activity an event must reach, 0..1
     * @param low activity above which an event continues, 0..1
     */
    public record Change(Float gate, Float high, Float low) {
        private Change over(Change other) {
            return other == null
                    ? this
                    : new Change(
                            gate == null ? other.gate : gate,
                            high == null ? other.high : high,
                            low == null ? other.low : low);
        }

        private Thresholds over(Thresholds model) {
            return new Thresholds(
                    gate == null ? model.gate() : gate,
                    high == null ? model.high() : high,
                    low == null ? model.low() : low);
        }
    }

    /**
     * Sources that share rules.
     *
     * @param name of the group
     * @param sources matches the whole source id
     * @param changes by label, or {@link #EVERY_LABEL}
     */
    public record Group(String name, Pattern sources, Map<String, Change> changes) {
        public Group {
            changes = Map.copyOf(changes);
        }
    }

    /**
     * @param everywhere changes by label, or {@link #EVERY_LABEL}
     * @param groups in order of precedence: a source belongs to the first one whose pattern matches
     */
    public ThresholdRules(Map<String, Change> everywhere, List<Group> groups) {
        this.everywhere = Map.copyOf(everywhere);
        this.groups = List.copyOf(groups);
    }

    /** No rule: the model's own thresholds are in force. */
    public static ThresholdRules none() {
        return NONE;
    }

    /** True if every source has the same thresholds. */
    public boolean isUniform() {
        return groups.isEmpty();
    }

    /** Name of the group that a source belongs to. */
    public Optional<String> group(String sourceId) {
        return Optional.ofNullable(groupOf(sourceId)).map(Group::name);
    }

    /** True if there is a group of that name. */
    public boolean hasGroup(String name) {
        return groups.stream().anyMatch(group -> group.name().equals(name));
    }

    /**
     * The thresholds in force for a source, in the order of the model's labels.
     *
     * @throws ConfigurationException if they contradict each other, say low above high
     */
    public List<Thresholds> inForce(Manifest model, String sourceId) {
        return inForce(model, model.thresholds(), sourceId);
    }

    /**
     * The same where other thresholds than the model's own are changed.
     *
     * @param unchanged in the order of the model's labels
     */
    public List<Thresholds> inForce(Manifest model, List<Thresholds> unchanged, String sourceId) {
        Group group = groupOf(sourceId);
        List<Thresholds> all = new ArrayList<>(model.classes());
        for (int k = 0; k < model.classes(); k++) {
            String label = model.labels().get(k);
            try {
                all.add(change(group, label).over(unchanged.get(k)));
            } catch (ModelException e) {
                throw new ConfigurationException("label " + label
                        + (group == null ? "" : ", group " + group.name()) + ": " + e.getMessage()
                        + "; set the three thresholds of the label together");
            }
        }
        return List.copyOf(all);
    }

    /**
     * Fails if a rule names a label that the model does not know, or makes thresholds that contradict each other.
     *
     * @param unchanged thresholds that the rules change, in the order of the model's labels
     * @throws ConfigurationException naming the label and those that exist
     */
    public void check(Manifest model, List<Thresholds> unchanged) {
        Map<String, Change> named = new LinkedHashMap<>(everywhere);
        groups.forEach(group -> named.putAll(group.changes()));
        for (String label : named.keySet()) {
            if (!label.equals(EVERY_LABEL) && !model.labels().contains(label)) {
                throw new ConfigurationException("threshold for " + label + ": the model " + model.name()
                        + " has no such label; it has " + String.join(", ", model.labels()));
            }
        }
        new ThresholdRules(everywhere, List.of()).inForce(model, unchanged, "");
        for (Group group : groups) {
            Group all = new Group(group.name(), Pattern.compile(".*"), group.changes());
            new ThresholdRules(everywhere, List.of(all)).inForce(model, unchanged, "");
        }
    }

    private Group groupOf(String sourceId) {
        for (Group group : groups) {
            if (group.sources().matcher(sourceId).matches()) {
                return group;
            }
        }
        return null;
    }

    private Change change(Group group, String label) {
        Change nearest = new Change(null, null, null);
        if (group != null) {
            nearest = nearest.over(group.changes().get(label))
                    .over(group.changes().get(EVERY_LABEL));
        }
        return nearest.over(everywhere.get(label)).over(everywhere.get(EVERY_LABEL));
    }
}
