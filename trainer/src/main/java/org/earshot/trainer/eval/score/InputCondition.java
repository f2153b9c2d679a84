package org.earshot.trainer.eval.score;

import java.util.Locale;
import org.earshot.core.audio.Resampler;
import org.earshot.core.model.ConfigurationException;

/**
 * A change of the input whose cost is measured: another sampling rate or level, a constant offset, clipping, a narrow
 * band. Written {@code rate=8000} (Hz), {@code gain=-10} (dB), {@code dc=0.1} (full scale 1), {@code clip=12} (dB of
 * overload), {@code band=300-3400} (Hz).
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class InputCondition {
    private final String name;
    private final Change change;

    private InputCondition(String name, Change change) {
        this.name = name;
        this.change = change;
    }

    /** @throws ConfigurationException if the text is none of the forms above */
    public static InputCondition parse(String text) {
        String[] parts = text.split("=", 2);
        try {
            return new InputCondition(
                    text,
                    switch (parts[0].toLowerCase(Locale.ROOT)) {
                        case "rate" -> rate(Integer.parseInt(parts[1]));
                        case "gain" -> gain(Double.parseDouble(parts[1]));
                        case "dc" -> offset(Float.parseFloat(parts[1]));
                        case "clip" -> clipping(Double.parseDouble(parts[1]));
                        case "band" -> band(parts[1].split("-"));
                        default -> throw unknown(text);
                    });
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw unknown(text);
        }
    }

    public String name() {
        return name;
    }

    /** @param samples mono, full scale 1; not modified. @return the changed samples, same length */
    public float[] apply(float[] samples, int rateHz) {
        return change.apply(samples, rateHz);
    }

    /** Captured at another rate: resampled to that rate and back to the model's, as the detector does. */
    private static Change rate(int hz) {
        if (hz < 1000 || hz > 384_000) {
            throw new ConfigurationException("condition rate=" + hz + ": must lie in 1000..384000 Hz");
        }
        return (samples, rate) -> Resampler.whole(Resampler.whole(samples, rate, hz), hz, rate);
    }

    private static Change gain(double db) {
        double factor = Math.pow(10, db / 20);
        return (samples, rate) -> map(samples, x -> (float) (x * factor));
    }

    private static Change offset(float offset) {
        return (samples, rate) -> map(samples, x -> x + offset);
    }

    private static Change clipping(double db) {
        double factor = Math.pow(10, db / 20);
        return (samples, rate) -> map(samples, x -> (float) Math.max(-1, Math.min(1, x * factor)));
    }

    private static Change band(String[] edges) {
        double low = Double.parseDouble(edges[0]);
        double high = Double.parseDouble(edges[1]);
        return (samples, rate) -> {
            if (!(low >= 0 && low < high && high <= rate / 2.0)) {
                throw new ConfigurationException(
                        "condition band=" + low + "-" + high + ": 0 <= low < high <= " + rate / 2.0 + " must hold");
            }
            return BandPass.filter(samples, low / rate, high / rate);
        };
    }

    private static float[] map(float[] samples, Sample sample) {
        float[] out = new float[samples.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = sample.of(samples[i]);
        }
        return out;
    }

    private static ConfigurationException unknown(String text) {
        return new ConfigurationException(
                "condition " + text + ": must be rate=HZ, gain=DB, dc=OFFSET, clip=DB or band=LOW-HIGH in Hz");
    }

    private interface Change {
        float[] apply(float[] samples, int rateHz);
    }

    private interface Sample {
        float of(float x);
    }
}
