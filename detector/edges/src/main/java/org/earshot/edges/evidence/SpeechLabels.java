package org.earshot.edges.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Manifest;

/**
 * Which labels of a model are speech: those named, or those whose name has a word that says so, such as {@code speech}, {@code
 * Male speech, man speaking} or {@code Conversation}. Laughing, crying and coughing are no speech.
 */
public final class SpeechLabels {
    private static final Set<String> WORDS = Set.of(
            "speech",
            "speaking",
            "talk",
            "talking",
            "conversation",
            "narration",
            "monologue",
            "babbling",
            "chatter",
            "whisper",
            "whispering",
            "shout",
            "shouting",
            "yell",
            "yelling",
            "singing",
            "voice",
            "voices");

    private SpeechLabels() {}

    /**
     * @param named labels, or none to take those whose name says so
     * @return indices in the model's labels; empty if it has none
     * @throws ConfigurationException if a label is named that the model does not know
     */
    public static List<Integer> of(Manifest manifest, List<String> named) {
        List<Integer> indices = new ArrayList<>();
        for (String label : new TreeSet<>(named)) {
            int index = manifest.labels().indexOf(label);
            if (index < 0) {
                throw new ConfigurationException("speech label " + label + ": model " + manifest.name()
                        + " has no such label; its labels are " + String.join(", ", manifest.labels()));
            }
            indices.add(index);
        }
        for (int k = 0; named.isEmpty() && k < manifest.classes(); k++) {
            if (isSpeech(manifest.labels().get(k))) {
                indices.add(k);
            }
        }
        return indices;
    }

    static boolean isSpeech(String label) {
        for (String word : label.toLowerCase(Locale.ROOT).split("[^a-z]+")) {
            if (WORDS.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
