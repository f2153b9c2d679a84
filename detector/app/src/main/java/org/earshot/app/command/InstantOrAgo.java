package org.earshot.app.command;

import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time, UTC, such as {@code 2026-03-01T10:00:00Z}, or how long ago it was, such as {@code 24h} or {@code 7d}. */
final class InstantOrAgo implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            try {
                return Instant.now().minus(new DurationConverter().convert(text));
            } catch (TypeConversionException neither) {
                throw new TypeConversionException(
                        "'" + text
                                + "' is neither a time such as 2026-03-01T10:00:00Z nor a length of time such as 90m, 24h or 7d");
            }
        }
    }
}
