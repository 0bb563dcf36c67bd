package io.mnemesh.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.launcher.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service and its migrations at a PostgreSQL that offers TLS, with the variables that the chart sets for {@code postgres.tls}. */
class PostgresTlsIT {

    private static final Path OPENSSL = Path.of("/usr/bin/openssl");

    @TempDir
    static Path folder;

    private static Path logs;
    private static NodeStores stores;

    @BeforeAll
    static void start() throws IOException, InterruptedException, SQLException {
        assumeThat(OPENSSL).exists();
        logs = Build.logs("tls");
        stores = new NodeStores(folder, logs);
        stores.bootstrap();
        certificate(folder.resolve("postgres"), "server");
        certificate(folder, "other");
        try (var connection = stores.postgres().connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET ssl = on");
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    @AfterAll
    static void stop() {
        if (stores != null) {
            stores.close();
        }
    }

    @Test
    void shouldEncryptEveryConnectionWhenTheCertificateIsTheHosts() throws SQLException {
        ServiceNode node = node("encrypted", folder.resolve("postgres/server.crt"));

        node.start();
        node.awaitReady();

        try (var connection = stores.postgres().connect("postgres");
                var statement = connection.createStatement();
                var counted = statement.executeQuery("""
                    SELECT count(*) FILTER (WHERE ssl), count(*) FILTER (WHERE NOT ssl)
                    FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename LIKE 'mnemesh_%'
                    """)) {
            counted.next();
            assertThat(counted.getInt(1)).isPositive();
            assertThat(counted.getInt(2)).isZero();
        } finally {
            node.kill();
        }
    }

    @Test
    void shouldSayWhyAndNotBeReadyWhenTheCertificateIsOfSomebodyElse() {
        ServiceNode node = node("distrusted", folder.resolve("other.crt"));

        node.start();

        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Files.readString(logs.resolve("distrusted.log"))
                        .contains("Path does not chain with any of the trust anchors"));
        assertThat(node.isReady()).isFalse();
        node.kill();
    }

    private static ServiceNode node(String name, Path authority) {
        Map<String, String> environment = new HashMap<>(stores.environment(folder.resolve(name)));
        String place = "127.0.0.1:" + stores.postgres().port() + "/mnemesh";
        environment.putAll(Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:postgresql://" + place + "?sslmode=verify-full&sslrootcert=" + authority,
                "QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE",
                "verify-full",
                "QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM",
                "true",
                "QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS",
                authority.toString(),
                "QUARKUS_DATASOURCE_REACTIVE_HOSTNAME_VERIFICATION_ALGORITHM",
                "HTTPS"));
        Path log = logs.resolve(name + ".log");
        List<String> command = Build.command(Service.CACHE, List.of("-Xmx128m"));
        return new ServiceNode(command, log, environment);
    }

    /** Makes a key and a certificate of 127.0.0.1, signed with itself, which belong to the folder's owner. */
    private static void certificate(Path folder, String name) throws IOException, InterruptedException {
        Path key = folder.resolve(name + ".key");
        Process openssl = new ProcessBuilder(
                        OPENSSL.toString(),
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=127.0.0.1",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        key.toString(),
                        "-out",
                        folder.resolve(name + ".crt").toString())
                .redirectErrorStream(true)
                .redirectOutput(logs.resolve("openssl.log").toFile())
                .start();
        assertThat(openssl.waitFor()).isZero();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        for (Path file : List.of(key, folder.resolve(name + ".crt"))) {
            Files.setOwner(file, Files.getOwner(folder));
        }
    }
}
