package org.earshot.core;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips or fails the tests of {@link NeedsProgram}. */
public final class ProgramCondition implements ExecutionCondition {
    /** Where daemons lie; seldom in the PATH of a user. */
    private static final List<String> SYSTEM_FOLDERS = List.of("/usr/sbin", "/usr/local/sbin");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), NeedsProgram.class)
                .map(needs -> evaluate(List.of(needs.value()), System.getenv()))
                .orElseGet(() -> enabled("needs no program"));
    }

    /** The program's file, if it is installed. */
    public static Optional<Path> find(String program) {
        return find(program, System.getenv());
    }

    static ConditionEvaluationResult evaluate(List<String> programs, Map<String, String> environment) {
        List<String> missing = programs.stream()
                .filter(program -> find(program, environment).isEmpty())
                .toList();
        if (missing.isEmpty()) {
            return enabled("installed: " + programs);
        }
        String what = "not installed: " + String.join(", ", missing);
        if ("true".equalsIgnoreCase(environment.get("CI"))) {
            throw new AssertionError(what + "; with CI=true nothing may be skipped");
        }
        return disabled(what);
    }

    private static Optional<Path> find(String program, Map<String, String> environment) {
        String path = environment.getOrDefault("PATH", "");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), SYSTEM_FOLDERS.stream())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
