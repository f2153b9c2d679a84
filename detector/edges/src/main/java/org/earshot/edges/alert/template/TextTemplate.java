package org.earshot.edges.alert.template;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.core.model.NearestName;

/**
 * Text with fields of an alert between double braces: {@code {{label}} at {{source}}}. What is filled in is never read as a template
 * again.
 *
 * <p>Immutable.
 */
public final class TextTemplate {
    private static final Pattern FIELD = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");

    private final String text;

    private TextTemplate(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if it names a field that alerts do not have */
    public static TextTemplate of(String text) {
        for (Matcher field = FIELD.matcher(text); field.find(); ) {
            String name = field.group(1);
            if (!AlertFields.NAMES.contains(name)) {
                throw new IllegalArgumentException("alerts have no field '" + name + "'"
                        + NearestName.of(name, AlertFields.NAMES)
                                .map(near -> ", did you mean " + near + "?")
                                .orElse("")
                        + "; they have " + String.join(", ", AlertFields.NAMES));
            }
        }
        return new TextTemplate(text);
    }

    /** The text with the values in place. */
    public String fill(Map<String, String> fields) {
        return FIELD.matcher(text).replaceAll(field -> Matcher.quoteReplacement(fields.get(field.group(1))));
    }
}
