package org.earshot.trainer.eval.report;

import java.util.Arrays;
import java.util.Locale;

/** A table in Markdown, written row by row. For one thread. */
public final class MarkdownTable {
    private final StringBuilder text = new StringBuilder();

    public MarkdownTable(String... columns) {
        row((Object[]) columns);
        String[] rule = new String[columns.length];
        Arrays.fill(rule, "---:");
        rule[0] = "---";
        row((Object[]) rule);
    }

    public MarkdownTable row(Object... cells) {
        text.append('|');
        for (Object cell : cells) {
            text.append(' ').append(cell).append(" |");
        }
        text.append('\n');
        return this;
    }

    /** Three decimals, or a dash if the value is not finite. */
    public static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "-";
    }

    @Override
    public String toString() {
        return text + "\n";
    }
}
