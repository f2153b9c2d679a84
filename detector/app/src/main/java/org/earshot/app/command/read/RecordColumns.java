package org.earshot.app.command.read;

import java.util.List;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * What commands that print a topic have to know of its records. Times are UTC. Stateless.
 *
 * @param <T> the records of the topic
 */
interface RecordColumns<T extends SpecificRecordBase> {
    /** A record without values. */
    T empty();

    String sourceOf(T row);

    /** The names over {@link #tableRow}. */
    String tableHead();

    /** One line in columns of fixed width, free texts last so that a long one moves none. */
    String tableRow(T row);

    /** A name for each of {@link #values}. */
    List<String> names();

    /** What spreadsheets and scripts want of a record. */
    List<String> values(T row);

    /** A number with so many decimals. */
    static String decimal(int decimals, double value) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
