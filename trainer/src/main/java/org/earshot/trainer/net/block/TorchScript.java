package org.earshot.trainer.net.block;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A function over tensors, written as TorchScript: for PyTorch operations that DJL does not offer. Gradients flow
 * through it as through any other operation.
 *
 * <p>The archive that PyTorch loads is made in memory: the source, and the pickle of a module without attributes.
 *
 * <p>Not safe for use by several threads. The native function lives until {@link #close()}.
 */
final class TorchScript implements AutoCloseable {
    private static final String NAME = "earshot";
    private static final String HEAD = """
            class Function(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def forward(self: __torch__.Function, %s) -> Tensor:
            """;
    /** Pickle, protocol 2: an object of the class above whose state is {@code {"training": True}}. */
    private static final String OBJECT =
            "\u0080\u0002c__torch__\nFunction\n)\u0081}X\u0008\u0000\u0000\u0000training\u0088sb.";
    /** Pickle of an empty tuple: the source refers to no constants. */
    private static final String NO_CONSTANTS = "\u0080\u0002).";

    private final Model model;
    private final ParameterStore noParameters;

    /**
     * @param arguments the declared arguments, e.g. {@code x: Tensor, w: Tensor}
     * @param body statements, each line indented by four spaces at least, the last one a {@code return}
     */
    TorchScript(String arguments, String body, NDManager manager) {
        this.model = Model.newInstance(NAME, Device.cpu(), TorchEngine.engine().getEngineName());
        this.noParameters = new ParameterStore(manager, false);
        try {
            model.load(new ByteArrayInputStream(archive(HEAD.formatted(arguments) + body)));
        } catch (IOException | MalformedModelException e) {
            model.close();
            throw new IllegalStateException("PyTorch rejects the function " + body, e);
        }
    }

    /** Applies the function. @return an array of the manager of the first argument */
    NDArray apply(NDList arguments) {
        NDArray result = model.getBlock().forward(noParameters, arguments, true).singletonOrThrow();
        result.attach(arguments.head().getManager());
        return result;
    }

    @Override
    public void close() {
        model.close();
    }

    private static byte[] archive(String source) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            add(zip, "data.pkl", OBJECT.getBytes(StandardCharsets.ISO_8859_1));
            add(zip, "constants.pkl", NO_CONSTANTS.getBytes(StandardCharsets.ISO_8859_1));
            add(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            add(zip, "version", "3\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(NAME + "/" + name);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
