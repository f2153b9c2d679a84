package org.earshot.app.command.read;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * What commands that print a topic have to know of its records. Times are UTC. Immutable.
 *
 * @param empty a record without values
 * @param source the id of a record's source
 * @param layout of a table's line, as {@link String#format} takes it; free texts last, so that a long one moves none
 * @param heads what stands over a table
 * @param cells of a table's line, for eyes
 * @param names of the values, for spreadsheets and scripts
 * @param values of a record, in the order of the names
 */
record RecordColumns<T extends SpecificRecordBase>(
        T empty,
        Function<T, String> source,
        String layout,
        List<String> heads,
        Function<T, List<Object>> cells,
        List<String> names,
        Function<T, List<Object>> values) {
    /** A number with so many decimals. */
    static String decimal(int decimals, double value) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
