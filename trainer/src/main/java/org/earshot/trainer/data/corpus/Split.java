package org.earshot.trainer.data.corpus;

/** The part of a collection that a recording or clip belongs to. */
public enum Split {
    TRAIN,
    VALIDATION,
    TEST
}
