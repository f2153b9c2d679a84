package org.earshot.trainer.data.corpus;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which recordings may be used, by what the manifest says of their licence.
 *
 * <p>A licence is free if it permits commercial use and says so for the file itself: CC0, CC-BY, CC-BY-SA, GPL and LGPL, MIT,
 * Apache, BSD, MPL, ODbL, public domain. Anything with NC, ND or Sampling, and anything that is uncertain ("not stated", "not
 * listed", a choice of licences of which one is not free), is not. A clip of a set is as free as the less free of the two.
 */
public enum LicenceFilter {
    /** Every recording. */
    ALL,
    /** Those that may be used commercially. */
    FREE;

    private static final Pattern NOT_FREE = Pattern.compile("\\bNC\\b|NON-?COMMERCIAL|\\bND\\b|NO-?DERIV|SAMPLING"
            + "|NOT STATED|NOT LISTED|NOT PER FILE|VARIANT|UNKNOWN|PIXABAY|CLIP:\\?");
    private static final Pattern KNOWN = Pattern.compile("CC0|CC[- ]BY|CREATIVE COMMONS (ZERO|0|ATTRIBUTION)"
            + "|PUBLIC[- ]DOMAIN|\\bL?GPL|\\bMIT\\b|APACHE|\\bBSD\\b|\\bMPL\\b|ODBL|FREE ART");

    /** True if a recording under this licence is let through. */
    public boolean permits(String licence) {
        String text = licence.toUpperCase(Locale.ROOT).replace("COMMERCIAL AND NON-COMMERCIAL", "ANY");
        return this == ALL
                || KNOWN.matcher(text).find() && !NOT_FREE.matcher(text).find();
    }
}
