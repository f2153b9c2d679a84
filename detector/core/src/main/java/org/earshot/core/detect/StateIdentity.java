package org.earshot.core.detect;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.earshot.core.detect.DetectorSettings.SoundKept;

/**
 * Tells states apart that must not be gone on with: of another model file, other thresholds or other rules for runs. Most sources
 * have the same settings, so what was worked out last is kept. For one thread.
 */
public final class StateIdentity {
    private final String modelSha256;
    private DetectorSettings last;
    private long ofLast;

    public StateIdentity(String modelSha256) {
        this.modelSha256 = modelSha256;
    }

    /** The same for equal settings, whatever sound is kept. */
    public long of(DetectorSettings settings) {
        if (!settings.equals(last)) {
            String name = modelSha256 + "|" + settings.withSoundKept(SoundKept.NONE);
            ofLast = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                    .getMostSignificantBits();
            last = settings;
        }
        return ofLast;
    }
}
