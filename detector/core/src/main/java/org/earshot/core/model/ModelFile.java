package org.earshot.core.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A model file, read once and checked before any native code sees it: an ONNX graph whose metadata hold a valid
 * manifest, whose inputs and outputs are those the manifest promises, and which refers to no other file.
 *
 * <p>Immutable; the bytes are shared, not copied.
 */
public final class ModelFile {
    /** Larger files are refused unread. */
    public static final long MAX_BYTES = 512L << 20;

    private final byte[] bytes;
    private final String sha256;
    private final Manifest manifest;
    private final boolean givesMasks;

    private ModelFile(byte[] bytes, String sha256, Manifest manifest, boolean givesMasks) {
        this.bytes = bytes;
        this.sha256 = sha256;
        this.manifest = manifest;
        this.givesMasks = givesMasks;
    }

    /** @throws ModelException if the file cannot be read or is no usable model; the message names the file */
    public static ModelFile read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) Math.min(MAX_BYTES + 1, Integer.MAX_VALUE - 8));
            return read(bytes, file.toString());
        } catch (NoSuchFileException e) {
            throw new ModelException(file + ": no such model file; give a path or one of " + ShippedModels.NAMES, e);
        } catch (IOException e) {
            throw new ModelException(file + ": the model cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * @param bytes the whole file; not to be changed afterwards
     * @param origin where it came from, for messages
     * @throws ModelException if it is no usable model
     */
    public static ModelFile read(byte[] bytes, String origin) {
        if (bytes.length > MAX_BYTES) {
            throw new ModelException(origin + ": larger than the " + (MAX_BYTES >> 20) + " MiB that a model may have");
        }
        try {
            OnnxHeader header = OnnxHeader.of(bytes);
            String json = header.metadata().get(Manifest.METADATA_KEY);
            if (json == null) {
                throw new ModelException("an ONNX file without the metadata entry " + Manifest.METADATA_KEY
                        + "; export it with earshot-trainer");
            }
            Manifest manifest = ManifestJson.read(json);
            ModelContract.check(header, manifest);
            return new ModelFile(
                    bytes, sha256(bytes), manifest, header.outputs().containsKey(TensorNames.MASKS));
        } catch (ModelException e) {
            throw new ModelException(origin + ": " + e.getMessage(), e);
        }
    }

    /** The file's bytes, shared. */
    public byte[] bytes() {
        return bytes;
    }

    /** SHA-256 of the file, lower-case hexadecimal. */
    public String sha256() {
        return sha256;
    }

    public Manifest manifest() {
        return manifest;
    }

    /** Whether the graph has the output {@code masks}, so that sounds can be separated. */
    public boolean givesMasks() {
        return givesMasks;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
