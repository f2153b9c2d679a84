package org.earshot.edges.alert.template;

/**
 * A sound that goes with an alert.
 *
 * @param fileName ASCII without blanks and quotes
 * @param flac the file
 */
public record Clip(String fileName, byte[] flac) {
    /** Media type. */
    public static final String TYPE = "audio/flac";

    /** The clip under a name that says what it is, made of the label. */
    public static Clip of(String label, byte[] flac) {
        return new Clip("earshot-" + label.replaceAll("[^A-Za-z0-9_-]", "_") + ".flac", flac);
    }
}
