package org.earshot.app.command.read;

import java.util.Optional;

/** How records are written, one a line. */
interface RowFormat<T> {
    /** What stands above the lines. */
    Optional<String> head();

    String line(T record);
}
