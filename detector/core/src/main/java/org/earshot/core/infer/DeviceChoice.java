package org.earshot.core.infer;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.core.model.ConfigurationException;

/**
 * The compute device that the user asks for.
 *
 * @param kind what to use
 * @param index number of the CUDA device; 0 for the others
 */
public record DeviceChoice(Kind kind, int index) {
    /** AUTO takes CUDA where it loads and the CPU otherwise; CPU and CUDA insist. */
    public enum Kind {
        AUTO,
        CPU,
        CUDA
    }

    public static final DeviceChoice AUTO = new DeviceChoice(Kind.AUTO, 0);
    public static final DeviceChoice CPU = new DeviceChoice(Kind.CPU, 0);

    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

    /** @param text {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N} */
    public static DeviceChoice parse(String text) {
        if (text.equals("auto")) {
            return AUTO;
        }
        if (text.equals("cpu")) {
            return CPU;
        }
        Matcher cuda = CUDA.matcher(text);
        if (!cuda.matches()) {
            throw new ConfigurationException("device: must be auto, cpu, cuda or cuda:N, is " + text);
        }
        return new DeviceChoice(Kind.CUDA, cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
    }

    @Override
    public String toString() {
        return kind == Kind.CUDA ? "cuda:" + index : kind.name().toLowerCase(Locale.ROOT);
    }
}
