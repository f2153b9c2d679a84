package org.earshot.trainer.data;

/** The part of a collection that a recording or clip belongs to. */
public enum Split {
    TRAIN,
    VALIDATION,
    TEST
}
