package org.earshot.edges.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.core.model.ConfigurationException;

/**
 * Breaks a good YAML file in thousands of ways and holds its reader to its promise: what it does not take it refuses in one
 * line with file and line. Seeded; with {@code -Dearshot.fuzz.seconds=180} it goes on for that long.
 */
public final class YamlFuzz {
    private static final int TRIES = 1_500;
    private static final Pattern REFUSAL = Pattern.compile("fuzz\\.yaml:[1-9]\\d{0,6}: \\P{Cntrl}{1,2000}");
    private static final Pattern VALUE = Pattern.compile("(?<=[:\\[,] ?)[^:\\[\\]{},\\n]+");
    private static final Pattern KEY = Pattern.compile("[a-zA-Z_-]+(?=:)");
    private static final String SIGNS = "[]{}:,&*!|>'\"%@`#-?\t\n\\ ~=<\u0000\u001b\u0085\u2028\ufeff\ud83d";
    private static final List<String> ODD = List.of(
            "",
            "~",
            "null",
            "[]",
            "{}",
            "[~]",
            "[[a]]",
            "{a: ~}",
            "{? : a}",
            "&a",
            "*a",
            "&a [*a]",
            "!!binary x",
            "!!java.net.URL [x]",
            "!!null x",
            "!!str",
            "!!int abc",
            "-1",
            "0",
            "1e999",
            ".nan",
            ".inf",
            "0x1F",
            "1_000",
            "99999999999999999999",
            "9223372036854775807",
            "2026-01-01",
            "12:30:45",
            "yes",
            "\"\\e[31m\"",
            "\"a\\nb\"",
            "\"\\UFFFFFFFF\"",
            "\"\\x4\"",
            "'<b>'",
            "\"${NONE}\"",
            "\"${\"",
            "\"$1\\\\\"",
            "|",
            "|9\n x",
            "a".repeat(5_000),
            "[".repeat(60),
            "\u202ex",
            "http://h:99999/",
            "http://[::1/",
            "<<: *a");

    private final String good;
    private final Consumer<String> reader;

    /**
     * @param good a file that the reader takes
     * @param reader of a text that it calls {@code fuzz.yaml}
     */
    public YamlFuzz(String good, Consumer<String> reader) {
        this.good = good;
        this.reader = reader;
    }

    public void run() {
        reader.accept(good);
        long seconds = Long.getLong("earshot.fuzz.seconds", 0);
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        int refused = 0;
        int tries = 0;
        for (; tries < TRIES || System.nanoTime() < until; tries++) {
            refused += refuses(broken(new Random(tries)), tries) ? 1 : 0;
        }
        assertThat(refused).as("refused of " + tries).isBetween(tries / 4, tries - tries / 50);
        if (seconds > 0) {
            System.out.println(tries + " files, " + refused + " refused");
        }
    }

    private boolean refuses(String yaml, int seed) {
        try {
            reader.accept(yaml);
            return false;
        } catch (ConfigurationException e) {
            assertThat(e.getMessage()).as("seed %d", seed).matches(REFUSAL);
            return true;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("seed " + seed + " ends in " + e + " for\n" + yaml, e);
        }
    }

    private String broken(Random random) {
        String text = good;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            text = switch (random.nextInt(8)) {
                case 0, 1, 2 -> replaceOne(text, VALUE, ODD.get(random.nextInt(ODD.size())), random);
                case 3 -> replaceOne(text, KEY, ODD.get(random.nextInt(ODD.size())), random);
                case 4 -> replaceOne(text, KEY, one(KEY, text, random), random);
                case 5 -> lines(text, random);
                case 6 -> insert(text, String.valueOf(SIGNS.charAt(random.nextInt(SIGNS.length()))), random);
                default -> cut(text, random);
            };
        }
        return random.nextInt(50) == 0 ? "%YAML 1.99999999999\n---\n" + text : text;
    }

    private static String replaceOne(String text, Pattern what, String by, Random random) {
        List<int[]> found = new ArrayList<>();
        for (Matcher m = what.matcher(text); m.find(); ) {
            found.add(new int[] {m.start(), m.end()});
        }
        if (found.isEmpty()) {
            return text;
        }
        int[] at = found.get(random.nextInt(found.size()));
        return text.substring(0, at[0]) + by + text.substring(at[1]);
    }

    private static String one(Pattern what, String text, Random random) {
        List<String> found = what.matcher(text).results().map(m -> m.group()).toList();
        return found.isEmpty() ? "" : found.get(random.nextInt(found.size()));
    }

    /** A line is left out, repeated elsewhere or moved in. */
    private static String lines(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (lines.isEmpty()) {
            return text;
        }
        int at = random.nextInt(lines.size());
        switch (random.nextInt(3)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(random.nextInt(lines.size()), lines.get(at));
            default -> lines.set(at, "  " + lines.get(at));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String insert(String text, String sign, Random random) {
        int at = random.nextInt(text.length() + 1);
        return text.substring(0, at) + sign + text.substring(at);
    }

    private static String cut(String text, Random random) {
        int from = random.nextInt(text.length() + 1);
        return text.substring(0, from) + text.substring(Math.min(text.length(), from + random.nextInt(6)));
    }
}
