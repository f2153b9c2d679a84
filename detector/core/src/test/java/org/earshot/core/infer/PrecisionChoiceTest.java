package org.earshot.core.infer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.ShippedModels;
import org.earshot.core.model.TestModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrecisionChoiceTest {
    private static final Optional<String> VNNI = Optional.of("avx512_vnni");
    private static final InferenceSettings ONE = InferenceSettings.singleThreaded();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"default", "full", "light"})
    void shouldTakeInt8WhereTheProcessorHasInstructionsForIt(String name) {
        assertThat(precision(name, "", VNNI)).isEqualTo("int8");
        assertThat(precision(name, "", Optional.empty())).isEqualTo("fp32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "light"})
    void shouldShipInt8FilesThatSayWhatTheirModelSays(String name) {
        try (MaskNetwork reduced = OnnxMaskNetwork.open(ShippedModels.open(name, "int8"), DeviceChoice.CPU, ONE);
                MaskNetwork exact = OnnxMaskNetwork.open(ShippedModels.open(name), DeviceChoice.CPU, ONE)) {
            PrecisionCheck check = PrecisionCheck.ofScores(reduced, exact);

            assertThat(check.isExactEnough()).isTrue();
            assertThat(check.meanTags()).isPositive().isLessThan(0.02);
            assertThat(check.meanActivity()).isPositive().isLessThan(0.01);
        }
    }

    @Test
    void shouldTakeAModelThatIsPinnedAsItIs() {
        String fp32 = ShippedModels.open("light").sha256();
        String int8 = ShippedModels.open("light", "int8").sha256();

        assertThat(precision("light", fp32, VNNI)).isEqualTo("fp32");
        assertThat(precision("light", int8, VNNI)).isEqualTo("int8");
    }

    @Test
    void shouldKeepToTheFileWhereNoOtherLiesBesideIt() throws IOException {
        Path alone = folder.resolve("alone.onnx");
        Files.write(alone, TestModels.bytes("tiny.onnx"));

        PrecisionChoice choice = PrecisionChoice.auto(alone.toString(), "", DeviceChoice.CPU, VNNI);

        assertThat(choice.model().manifest().precision()).isEqualTo("fp32");
        assertThat(choice.named()).isEmpty();
        assertThat(choice.reason()).isEqualTo("there is no int8 file of it");
    }

    @Test
    void shouldTakeTheFileBesideAModelIfItIsOfThatModel() throws IOException {
        Path model = folder.resolve("mine.onnx");
        Path beside = folder.resolve("mine.int8.onnx");
        Files.write(model, resource("light.onnx"));
        Files.write(beside, resource("light.int8.onnx"));

        assertThat(precision(model.toString(), "", VNNI)).isEqualTo("int8");

        Files.write(beside, resource("full.int8.onnx"));

        assertThat(precision(model.toString(), "", VNNI)).isEqualTo("fp32");
    }

    @Test
    void shouldNotTakeAFileFromBeforeTheModelWasChanged() throws IOException {
        Path model = folder.resolve("mine.onnx");
        ModelProto.Builder changed = ModelProto.parseFrom(resource("light.onnx")).toBuilder();
        changed.getMetadataPropsBuilderList()
                .forEach(
                        entry -> entry.setValue(entry.getValue().replaceFirst("\"gate\": ?[0-9.]+", "\"gate\":0.123")));
        Files.write(model, changed.build().toByteArray());
        Files.write(folder.resolve("mine.int8.onnx"), resource("light.int8.onnx"));

        PrecisionChoice choice = PrecisionChoice.auto(model.toString(), "", DeviceChoice.CPU, VNNI);

        assertThat(choice.model().manifest().precision()).isEqualTo("fp32");
        assertThat(choice.reason()).contains("before it was changed");
    }

    @Test
    void shouldTakeAFileThatIsInEightBitsAsItIs() throws IOException {
        Path model = folder.resolve("mine.onnx");
        Files.write(model, resource("light.int8.onnx"));

        assertThat(precision(model.toString(), "", Optional.empty())).isEqualTo("int8");
    }

    @Test
    void shouldMeasureForItsBudgetOnly() {
        AtomicLong clock = new AtomicLong();
        AtomicLong work = new AtomicLong();
        try (MaskNetwork network = OnnxMaskNetwork.open(TestModels.tiny(), DeviceChoice.CPU, ONE)) {
            PrecisionCheck check = PrecisionCheck.of(
                    network,
                    network,
                    55,
                    Duration.ofMillis(200),
                    () -> clock.addAndGet(10_000_000),
                    () -> work.addAndGet(1_000_000));

            assertThat(check.speed()).isEqualTo(1);
            assertThat(check.tags()).isZero();
            assertThat(clock.get()).isLessThanOrEqualTo(250_000_000);
            assertThat(check.describe()).startsWith("1.0 times as fast as fp32; ");
        }
    }

    /** A machine so busy that the budget is over after one block, in which the first of the two was interrupted. */
    @Test
    void shouldCompareTheWorkOfSeveralBlocksOnABusyMachine() {
        AtomicLong clock = new AtomicLong();
        AtomicLong work = new AtomicLong();
        AtomicInteger reads = new AtomicInteger();
        try (MaskNetwork network = OnnxMaskNetwork.open(TestModels.tiny(), DeviceChoice.CPU, ONE)) {
            PrecisionCheck check = PrecisionCheck.of(
                    network,
                    network,
                    55,
                    Duration.ofMillis(200),
                    () -> clock.addAndGet(1_000_000_000),
                    () -> work.addAndGet(
                            switch (reads.getAndIncrement()) {
                                // Before, between and after: the first takes 1 ms, the other 2, but for the first time.
                                case 1 -> 50_000_000;
                                default -> reads.get() % 3 == 0 ? 2_000_000 : 1_000_000;
                            }));

            assertThat(check.speed()).isEqualTo(2);
            assertThat(check.isFaster()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "flags : fpu avx2 avx512_vnni avx_vnni, avx512_vnni",
        "flags : fpu avx2 amx_int8 avx512_vnni, amx_int8",
        "flags : fpu avx2 avx_vnni_int8,",
        "Features : asimd asimddp,",
    })
    void shouldReadTheInstructionsOfTheProcessor(String line, String expected) throws IOException {
        Path processor = folder.resolve("cpuinfo");
        Files.writeString(processor, "processor : 0\n" + line + "\n");

        assertThat(EightBitInstructions.in(processor)).isEqualTo(Optional.ofNullable(expected));
        assertThat(EightBitInstructions.in(folder.resolve("none"))).isEmpty();
    }

    private static String precision(String name, String sha256, Optional<String> instructions) {
        ModelFile model = PrecisionChoice.auto(name, sha256, DeviceChoice.CPU, instructions)
                .model();
        return model.manifest().precision();
    }

    private static byte[] resource(String file) throws IOException {
        try (InputStream in = ShippedModels.class.getResourceAsStream("/org/earshot/models/" + file)) {
            return in.readAllBytes();
        }
    }
}
