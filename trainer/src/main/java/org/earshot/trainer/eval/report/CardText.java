package org.earshot.trainer.eval.report;

import java.util.Locale;

/** The Markdown of a model card as it is written, paragraph by paragraph. For one thread. */
final class CardText {
    private final StringBuilder text = new StringBuilder();

    CardText title(String words) {
        text.append("# ").append(words).append("\n\n");
        return this;
    }

    CardText heading(String words) {
        text.append("## ").append(words).append("\n\n");
        return this;
    }

    /** A paragraph; {@code format} is taken literally if there are no values. */
    CardText paragraph(String format, Object... values) {
        text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
                .append("\n\n");
        return this;
    }

    CardText table(MarkdownTable table) {
        text.append(table);
        return this;
    }

    /** Markdown that ends with an empty line. */
    CardText append(String markdown) {
        text.append(markdown);
        return this;
    }

    @Override
    public String toString() {
        return text.toString().stripTrailing() + "\n";
    }
}
