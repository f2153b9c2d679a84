package org.earshot.core;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test, or every test of the class, runs a program of the machine, e.g. {@code @NeedsProgram("ffmpeg")}. Where it is not
 * installed the test is skipped; with {@code CI=true} in the environment it fails, so that no build passes without it.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ProgramCondition.class)
public @interface NeedsProgram {
    /** Names of the programs, looked up in PATH and in the folders of system programs. */
    String[] value();
}
