package org.earshot.app;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rocksdb.RocksDB;
import org.xerial.snappy.Snappy;

/** A release keeps of each native library the files of one platform; what the build calls them must be what they are called. */
class ReleasePlatformsTest {
    private record Library(Class<?> type, String key, String entries) {}

    private static final List<Library> LIBRARIES = List.of(
            new Library(OrtEnvironment.class, "native.onnxruntime", "ai/onnxruntime/native/%s/"),
            new Library(RocksDB.class, "native.rocksdb", "%s"),
            new Library(Zstd.class, "native.zstd", "%s/"),
            new Library(Snappy.class, "native.snappy", "org/xerial/snappy/native/%s/"),
            new Library(LZ4Factory.class, "native.lz4", "net/jpountz/util/%s/"));

    static List<Path> platforms() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "..", "deploy", "release"))) {
            return files.filter(file -> file.toString().endsWith(".properties")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("platforms")
    void shouldFindEachLibraryForThePlatform(Path platform) throws Exception {
        Properties names = new Properties();
        try (InputStream in = Files.newInputStream(platform)) {
            names.load(in);
        }

        for (Library library : LIBRARIES) {
            String entries = library.entries().formatted(names.getProperty(library.key()));
            Path jar = Path.of(library.type()
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (JarFile file = new JarFile(jar.toFile())) {
                assertThat(file.stream().filter(entry -> !entry.isDirectory()))
                        .as("%s of %s", entries, jar.getFileName())
                        .anyMatch(entry -> entry.getName().startsWith(entries));
            }
        }
    }
}
