package org.earshot.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Key stores with a self-signed certificate for each name, made by the JDK's keytool, and a trust store of those trusted. */
final class Certificates {
    static final String PASSWORD = "only-for-this-test";
    private static final String TYPE = "PKCS12";

    private final Path folder;
    private final Path trusted;

    /** @param trusted names whose certificates everybody trusts; @param strangers names that have one nobody knows */
    Certificates(Path folder, List<String> trusted, List<String> strangers) throws Exception {
        this.folder = folder;
        this.trusted = folder.resolve("trusted.p12");
        List<String> all = new ArrayList<>(trusted);
        all.addAll(strangers);
        Map<String, Process> making = new HashMap<>();
        for (String name : all) {
            making.put(name, make(name));
        }
        for (Map.Entry<String, Process> keytool : making.entrySet()) {
            if (keytool.getValue().waitFor() != 0) {
                throw new IOException(
                        keytool.getKey() + ": " + Files.readString(folder.resolve(keytool.getKey() + ".log")));
            }
        }
        collect(trusted);
    }

    Path keyStore(String name) {
        return folder.resolve(name + ".p12");
    }

    Path trustStore() {
        return trusted;
    }

    /** Settings of a Kafka client (or listener) that shows nobody's certificate but knows whom to trust. */
    Map<String, String> trust() {
        return Map.of(
                "security.protocol",
                "SSL",
                "ssl.truststore.location",
                trusted.toString(),
                "ssl.truststore.password",
                PASSWORD,
                "ssl.truststore.type",
                TYPE);
    }

    /** Settings of a client that is this one. */
    Map<String, String> client(String name) {
        Map<String, String> settings = new HashMap<>(trust());
        settings.put("ssl.keystore.location", keyStore(name).toString());
        settings.put("ssl.keystore.password", PASSWORD);
        settings.put("ssl.key.password", PASSWORD);
        settings.put("ssl.keystore.type", TYPE);
        return settings;
    }

    private Process make(String name) throws IOException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        return new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        "2",
                        "-storetype",
                        TYPE,
                        "-keystore",
                        keyStore(name).toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private void collect(List<String> names) throws GeneralSecurityException, IOException {
        char[] password = PASSWORD.toCharArray();
        KeyStore all = KeyStore.getInstance(TYPE);
        all.load(null, password);
        for (String name : names) {
            KeyStore own = KeyStore.getInstance(TYPE);
            try (InputStream in = Files.newInputStream(keyStore(name))) {
                own.load(in, password);
            }
            all.setCertificateEntry(name, own.getCertificate(name));
        }
        try (OutputStream out = Files.newOutputStream(trusted)) {
            all.store(out, password);
        }
    }
}
