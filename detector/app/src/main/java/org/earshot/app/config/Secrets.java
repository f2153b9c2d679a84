package org.earshot.app.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Keeps secrets out of what is logged: a value whose key says that it is one, and the parts of any other value that
 * look like one: {@code user:password@} in addresses, even where the password holds {@code /} or {@code @}, parameters
 * such as {@code token=...}, and what follows {@code Bearer} or {@code Basic}. Rather too much is masked than too
 * little. Stateless.
 */
final class Secrets {
    static final String MASK = "********";

    private static final String NAMES =
            "pass(?:word|wd|phrase)?|pwd|secret|token|credentials?|private|jaas|kinit|keytab"
                    + "|api[._-]?key|access[._-]?key|account[._-]?key|shared[._-]?key|keystore[._-]key|authorization|user[._-]info"
                    + "|signature";

    private static final Pattern KEY = Pattern.compile(".*(?:" + NAMES + ").*");

    /** Up to the last @ of the word: what is between may hold anything. */
    private static final Pattern USER_INFO =
            Pattern.compile("(?<=//)[^\\s\"',]*@|(?<![^\\s\"',=])[^\\s\"',:/=]+:(?!//)[^\\s\"',]*@");

    private static final Pattern PARAMETER = Pattern.compile("(?i)((?:[\\w.-]*(?:" + NAMES
            + ")[\\w.-]*|[?&;](?:sig|key|auth|code))\\s*=\\s*)" + "(\"[^\"]*\"?|'[^']*'?|[^\\s&;,]+)");

    private static final Pattern SCHEME = Pattern.compile("(?i)\\b(bearer|basic)\\s+[^\\s\"',]+");

    private Secrets() {}

    /** A setting's value as it may be shown. */
    static String shown(String key, String value) {
        if (value.isEmpty()) {
            return "";
        }
        return isSecret(key) ? MASK : masked(value);
    }

    /** Whether a key says that its value must not be shown. */
    static boolean isSecret(String key) {
        return KEY.matcher(key.toLowerCase(Locale.ROOT)).matches();
    }

    /** A text without what looks like a secret in it. */
    static String masked(String text) {
        String left = USER_INFO.matcher(text).replaceAll(MASK + "@");
        left = PARAMETER.matcher(left).replaceAll("$1" + MASK);
        return SCHEME.matcher(left).replaceAll("$1 " + MASK);
    }
}
