package org.earshot.core.detect;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.earshot.core.model.Manifest;

/** Tells stored states apart that must not be gone on with: of another model, source rate or block layout. */
final class StateFingerprint {
    private StateFingerprint() {}

    static int of(Manifest manifest, BlockGrid grid, int sourceRateHz) {
        var crc = new CRC32();
        String identity = String.join(
                "|",
                manifest.name(),
                manifest.version(),
                manifest.labels().toString(),
                manifest.frontEnd().toString(),
                manifest.activity().toString(),
                manifest.pooling(),
                Boolean.toString(manifest.streams()),
                Integer.toString(manifest.receptiveFrames()),
                grid.toString(),
                Integer.toString(sourceRateHz));
        crc.update(identity.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
