package org.earshot.edges.feed.source;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.core.model.ConfigurationException;

/**
 * The URL of a source in two forms: the one that opens it, and the one that people may read, without user, password and the
 * values behind equal signs, which are tokens and passwords more often than not:
 *
 * <pre>
 * rtsp://admin:a/b@camera/live?channel=1   is opened as  rtsp://admin:a%2Fb@camera/live?channel=1
 *                                          and shown as  rtsp://***@camera/live?channel=***
 * </pre>
 *
 * <p>Where it is in doubt which {@code @} ends the password, the last one does for what is shown. Immutable.
 */
public final class SourceUrl {
    private static final String HIDDEN = "***";
    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)://(.+)", Pattern.DOTALL);
    private static final Pattern URL_IN_TEXT = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://[^\\s'\"]+");
    private static final Pattern HOST_AND_PORT = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+])(:\\d{1,5})?");
    private static final Pattern NEEDS_HOST = Pattern.compile("(?i)https?|rtsps?|rtmp(e|s|t|te|ts)?|s?ftp|mms[ht]");
    private static final Pattern USABLE_HOST =
            Pattern.compile("(?:[\\p{L}\\p{N}._~%-]+|\\[[0-9A-Fa-f:.]+(?:%[\\w.-]+)?])(?::(\\d{1,5}))?");
    private static final int MAX_PORT = 65_535;
    private static final Pattern PATH_VALUE = Pattern.compile("=[^/;&]+");
    private static final Pattern QUERY_VALUE = Pattern.compile("=[^&]+");
    /** Shorter ones are found in words that have nothing to do with them. */
    private static final int SHORTEST_SECRET = 3;

    private final String opened;
    private final String shown;
    private final List<String> secrets;

    private SourceUrl(String opened, String shown, List<String> secrets) {
        this.opened = opened;
        this.shown = shown;
        this.secrets = secrets;
    }

    /** True if it looks like a URL and not like a file. */
    static boolean isUrl(String text) {
        return URL.matcher(text).matches();
    }

    /** @throws ConfigurationException if it is no URL */
    static SourceUrl parse(String text) {
        Matcher url = URL.matcher(text);
        if (!url.matches() || text.chars().anyMatch(Character::isISOControl)) {
            throw new ConfigurationException("a url must be of the form scheme://..., without control characters");
        }
        String scheme = url.group(1) + "://";
        String rest = url.group(2);
        int end = credentialsEnd(rest);
        int shownFrom =
                Math.max(end, rest.substring(0, firstOf(rest, "?#", end + 1)).lastIndexOf('@'));
        String opened = end < 0 ? text : scheme + encoded(rest.substring(0, end)) + rest.substring(end);
        Set<String> secrets = new LinkedHashSet<>();
        if (shownFrom >= 0) {
            credentials(rest.substring(0, shownFrom), secrets);
        }
        String tail = hidden(rest.substring(shownFrom + 1), secrets);
        String shown = scheme + (shownFrom < 0 ? "" : HIDDEN + "@") + tail;
        return new SourceUrl(
                opened,
                shown,
                secrets.stream()
                        .filter(secret -> secret.length() >= SHORTEST_SECRET)
                        .sorted(Comparator.comparing(String::length).reversed())
                        .toList());
    }

    /**
     * Refuses what no attempt could ever open.
     *
     * @param whose what the message begins with
     * @throws ConfigurationException if it is no URL, or one of the web or of a camera without a host or with an impossible port
     */
    public static void requireUsable(String whose, String text) {
        if (!isUrl(text)) {
            throw new ConfigurationException(whose + ": url must be of the form scheme://...");
        }
        SourceUrl url = parse(text);
        Matcher parts = URL.matcher(url.opened);
        if (!parts.matches() || !NEEDS_HOST.matcher(parts.group(1)).matches()) {
            return;
        }
        String rest = parts.group(2);
        String authority = rest.substring(0, firstOf(rest, "/?#", 0));
        Matcher host = USABLE_HOST.matcher(authority.substring(authority.lastIndexOf('@') + 1));
        boolean usable = host.matches() && (host.group(1) == null || isPort(Integer.parseInt(host.group(1))));
        if (!usable) {
            throw new ConfigurationException(whose + ": " + url.shown
                    + " names no host that can be asked; write scheme://host/... or scheme://host:port/..., the port 1 to "
                    + MAX_PORT);
        }
    }

    private static boolean isPort(int number) {
        return number > 0 && number <= MAX_PORT;
    }

    /** What opens it: user and password are percent-encoded where they would end too early. */
    String opened() {
        return opened;
    }

    /** What people may read. */
    String shown() {
        return shown;
    }

    /** Whether anything of it must not be seen. */
    boolean hasSecrets() {
        return !opened.equals(shown);
    }

    /** A text that may cite this URL, parts of it or others, fit to be read. */
    String shownIn(String text) {
        String clean = text.replace(opened, shown);
        Matcher urls = URL_IN_TEXT.matcher(clean);
        clean = urls.replaceAll(found -> Matcher.quoteReplacement(shownOf(found.group())));
        for (String secret : secrets) {
            clean = clean.replace(secret, HIDDEN);
        }
        return clean;
    }

    private String shownOf(String url) {
        return url.equals(shown) ? url : parse(url).shown;
    }

    /** Index of the at sign behind user and password, or -1 if there are none. */
    private static int credentialsEnd(String rest) {
        String authority = rest.substring(0, firstOf(rest, "/?#", 0));
        if (HOST_AND_PORT.matcher(authority).matches()) {
            return -1;
        }
        for (int at = rest.indexOf('@'); at >= 0; at = rest.indexOf('@', at + 1)) {
            String host = rest.substring(at + 1, firstOf(rest, "/?#", at + 1));
            if (HOST_AND_PORT.matcher(host).matches()) {
                return at;
            }
        }
        return -1;
    }

    private static int firstOf(String text, String characters, int from) {
        int at = from;
        while (at < text.length() && characters.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private static void credentials(String part, Set<String> secrets) {
        add(part, secrets);
        add(encoded(part), secrets);
        int colon = part.indexOf(':');
        String password = part.substring(colon + 1);
        add(password, secrets);
        add(encoded(password), secrets);
        // A program that cuts the URL in another place cites these.
        for (String piece : password.split("[/?#@]")) {
            add(piece, secrets);
        }
    }

    private static void add(String secret, Set<String> secrets) {
        secrets.add(secret);
        try {
            secrets.add(URLDecoder.decode(secret.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            // Has a percent sign of its own; there is no second form.
        }
    }

    private static String hidden(String tail, Set<String> secrets) {
        int fragment = firstOf(tail, "#", 0);
        int query = Math.min(firstOf(tail, "?", 0), fragment);
        String path = hidden(tail.substring(0, query), PATH_VALUE, secrets);
        String values = query == fragment ? "" : tail.substring(query + 1, fragment);
        String shown = path;
        if (query < fragment) {
            shown += "?" + (values.isEmpty() || values.contains("=") ? hidden(values, QUERY_VALUE, secrets) : HIDDEN);
            if (!values.contains("=")) {
                add(values, secrets);
            }
        }
        if (fragment < tail.length()) {
            add(tail.substring(fragment + 1), secrets);
            shown += "#" + HIDDEN;
        }
        return shown;
    }

    private static String hidden(String text, Pattern value, Set<String> secrets) {
        return value.matcher(text).replaceAll(found -> {
            if (!found.group().equals("=" + HIDDEN)) {
                add(found.group().substring(1), secrets);
            }
            return Matcher.quoteReplacement("=" + HIDDEN);
        });
    }

    /** Percent-encodes what is not allowed in user and password; what is encoded already stays. */
    private static String encoded(String credentials) {
        StringBuilder text = new StringBuilder();
        byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            boolean escape = c == '%'
                    && i + 2 < bytes.length
                    && Character.digit(bytes[i + 1], 16) >= 0
                    && Character.digit(bytes[i + 2], 16) >= 0;
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (escape || plain || "-._~!$&'()*+,;=:".indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append(String.format("%%%02X", (int) c));
            }
        }
        return text.toString();
    }
}
