package org.earshot.app.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.ValidString.in;

import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * What is kept of the sound of an event, where and for how long.
 *
 * @param mode none, masked or full
 * @param store folder or {@code s3://BUCKET/PREFIX}; empty if nothing is kept
 * @param preRoll sound kept from before an event
 * @param postRoll sound kept from after an event
 * @param longest most sound kept of one event
 * @param patience how long an ENDED record waits for the store
 * @param retention age at which evidence is deleted; zero for never
 * @param speechLabels labels that are speech, separated by commas; empty for those whose name says so
 * @param s3Endpoint address of an S3-compatible store; empty for Amazon's
 * @param s3Region region of the bucket; empty for the environment's
 */
public record EvidenceSection(
        String mode,
        String store,
        Duration preRoll,
        Duration postRoll,
        Duration longest,
        Duration patience,
        Duration retention,
        String speechLabels,
        String s3Endpoint,
        String s3Region) {
    public static final String EVIDENCE = "earshot.evidence";
    public static final String STORE = "earshot.evidence.store";
    public static final String PRE_ROLL_MS = "earshot.evidence.pre.roll.ms";
    public static final String POST_ROLL_MS = "earshot.evidence.post.roll.ms";
    public static final String LONGEST_MS = "earshot.evidence.longest.ms";
    public static final String PATIENCE_MS = "earshot.evidence.patience.ms";
    public static final String RETENTION_MS = "earshot.evidence.retention.ms";
    public static final String SPEECH_LABELS = "earshot.evidence.speech.labels";
    public static final String S3_ENDPOINT = "earshot.evidence.s3.endpoint";
    public static final String S3_REGION = "earshot.evidence.s3.region";

    static void define(KeyDefinitions keys) {
        keys.group("Evidence");
        keys.add(
                EVIDENCE,
                Type.STRING,
                "none",
                in("none", "masked", "full"),
                "What is kept of the sound of an event: nothing; the sound with speech taken out by the model's speech masks; the sound as it is.");
        keys.add(
                STORE,
                Type.STRING,
                "",
                null,
                "Folder, or `s3://BUCKET/PREFIX`, that gets `LABEL/SOURCE/EVENT_ID.flac` and beside it `.separated.flac`, the label's sound alone, and `.png`, the spectrogram with the outline of the label's mask. Needed unless nothing is kept.");
        keys.add(PRE_ROLL_MS, Type.LONG, 3_000L, between(0, 60_000), "Sound before an event that is kept with it.");
        keys.add(
                POST_ROLL_MS,
                Type.LONG,
                2_000L,
                between(0, 60_000),
                "Sound after an event that is kept with it. The ENDED record waits for it; about a second is there anyway.");
        keys.add(
                LONGEST_MS,
                Type.LONG,
                60_000L,
                between(1_000, 600_000),
                "Of a longer event the last part of this length is kept. Bounds the sound in a source's state while an event goes on, 15 to 30 KB a second.");
        keys.add(
                PATIENCE_MS,
                Type.LONG,
                30_000L,
                between(100, 600_000),
                "How long the ENDED record waits for the store. Then it goes out without evidence.");
        keys.add(
                RETENTION_MS,
                Type.LONG,
                604_800_000L,
                atLeast(0),
                "Evidence older than this is deleted, once an hour, by the names that Earshot gives and only where its marker `.earshot-evidence` lies; 0: kept for ever. It goes on while nothing more is kept, as long as the store is named. `earshot.evidence.retention.LABEL.ms` for one label.");
        keys.add(
                SPEECH_LABELS,
                Type.STRING,
                "",
                null,
                "Labels that are speech, separated by commas, for `masked`; empty: those whose name says so, such as `speech` or `Conversation`. A model without such a label does not start with `masked`.");
        keys.add(
                S3_ENDPOINT,
                Type.STRING,
                "",
                null,
                "Address of an S3-compatible store, e.g. `https://minio.example:9000`; empty: Amazon's. Credentials come from `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, from `~/.aws/credentials`, or from the role of the machine or pod.");
        keys.add(S3_REGION, Type.STRING, "", null, "Region of the bucket; empty: `AWS_REGION`, else `us-east-1`.");
    }

    static EvidenceSection of(KeyValues values) {
        return new EvidenceSection(
                values.string(EVIDENCE),
                values.string(STORE),
                values.milliseconds(PRE_ROLL_MS),
                values.milliseconds(POST_ROLL_MS),
                values.milliseconds(LONGEST_MS),
                values.milliseconds(PATIENCE_MS),
                values.milliseconds(RETENTION_MS),
                values.string(SPEECH_LABELS),
                values.string(S3_ENDPOINT),
                values.string(S3_REGION));
    }
}
