package org.earshot.edges.yaml;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.core.model.ConfigurationException;

/**
 * A single value of a file, as the number, flag or text that it must be.
 *
 * @param text as in the file
 * @param error makes what is thrown of what is wrong
 */
record YamlScalar(String text, Function<String, ConfigurationException> error) {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    long whole(long least, long most) {
        if (!WHOLE.matcher(text).matches()) {
            throw error.apply("must be a whole number, is '" + YamlFile.shown(text) + "'");
        }
        long value = Long.parseLong(text);
        requireWithin(value >= least && value <= most, least, most);
        return value;
    }

    double decimal(double least, double most) {
        if (!DECIMAL.matcher(text).matches()) {
            throw error.apply("must be a number, is '" + YamlFile.shown(text) + "'");
        }
        double value = Double.parseDouble(text);
        requireWithin(value >= least && value <= most, least, most);
        return value;
    }

    private void requireWithin(boolean within, Object least, Object most) {
        if (!within) {
            throw error.apply("must lie in " + least + ".." + most + ", is " + YamlFile.shown(text));
        }
    }

    boolean flag() {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw error.apply("must be true or false, is '" + YamlFile.shown(text) + "'");
        };
    }

    /** The text with {@code ${NAME}} replaced by environment variables. Messages never show their values. */
    String filled(Map<String, String> environment) {
        return VARIABLE.matcher(text).replaceAll(match -> {
            String value = environment.get(match.group(1));
            if (value == null) {
                throw error.apply("uses ${" + match.group(1) + "}, which is not set in the environment");
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
