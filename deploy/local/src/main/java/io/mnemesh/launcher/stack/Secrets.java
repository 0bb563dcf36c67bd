package io.mnemesh.launcher.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Properties;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The passwords and the master key of one data directory, made once and kept in a file only its owner can read.
 *
 * @param superuserPassword password of PostgreSQL's superuser
 * @param ownerPassword password of the role that owns the schemas
 * @param appPassword   password of the services' roles
 * @param masterKey     base64 of the 32 bytes that encrypt the gateway's signing keys
 */
record Secrets(String superuserPassword, String ownerPassword, String appPassword, String masterKey) {

    private static final String HMAC = "HmacSHA256";

    static Secrets in(Path data) {
        Path file = data.resolve("secrets.properties");
        try {
            if (!Files.exists(file)) {
                write(file);
            }
            var properties = new Properties();
            try (var in = Files.newBufferedReader(file)) {
                properties.load(in);
            }
            return new Secrets(
                    required(properties, "superuser-password", file),
                    required(properties, "owner-password", file),
                    required(properties, "app-password", file),
                    required(properties, "master-key", file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Base64 of the 32 bytes that orders to the gateway are signed with, which follow from the master key and do not tell it. */
    String ordersKey() {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(masterKey), HMAC));
            return Base64.getEncoder().encodeToString(mac.doFinal("orders".getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is missing in this JDK.", e);
        }
    }

    private static void write(Path file) throws IOException {
        var random = new SecureRandom();
        var master = new byte[32];
        random.nextBytes(master);
        String text = "superuser-password=%s%nowner-password=%s%napp-password=%s%nmaster-key=%s%n"
                .formatted(
                        password(random),
                        password(random),
                        password(random),
                        Base64.getEncoder().encodeToString(master));
        Path fresh = Files.createTempFile(
                file.getParent(),
                "secrets",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text);
        Files.move(fresh, file);
    }

    private static String password(SecureRandom random) {
        var bytes = new byte[18];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String required(Properties properties, String key, Path file) {
        String value = properties.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new LauncherException(file + " has no '" + key + "'; restore the file, or start over with --fresh.");
        }
        return value;
    }
}
