package org.earshot.trainer.data;

import org.earshot.trainer.data.Placement.LevelOver;

/**
 * Choices of the paper's mixtures that its text leaves open; the defaults follow Kong et al. 2019.
 *
 * @param snrDb level of an event over the scene, 0 in the paper
 * @param snrOver {@code mix.snrOver}: what the event's level is measured on
 * @param labelPadded {@code mix.labelPadded}: whether events shorter than 2 s are labelled as if they lasted 2 s
 * @param kongRepeatQuirk {@code mix.kongRepeatQuirk}: whether every repeat of the event list has the same order, so that
 *     the same triples recur
 */
public record PaperSettings(double snrDb, LevelOver snrOver, boolean labelPadded, boolean kongRepeatQuirk) {
    public static final PaperSettings DEFAULT = new PaperSettings(0, LevelOver.RECORDING, false, false);
}
