package io.mnemesh.memory.erasure;

import io.mnemesh.embedded.FolderTree;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.testing.TestServers;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for byte strings in everything a service leaves behind: every column of every table of every schema, the files of
 * all tables and indexes, every key of Redis as it would be written to disk, and the files of the search index. Write-ahead
 * logs are left out.
 */
final class Scan {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RedisLines redis;
    private final List<String> secrets;
    private final Set<String> found = new TreeSet<>();

    private Scan(RedisLines redis, List<String> secrets) {
        this.redis = redis;
        this.secrets = secrets;
    }

    /** Places that hold one of the byte strings, each named by what it is. */
    static Set<String> of(RedisLines redis, Path index, List<String> secrets) throws SQLException, IOException {
        var scan = new Scan(redis, secrets);
        scan.postgres();
        scan.redis();
        scan.files(index, "index file");
        return scan.found;
    }

    private void postgres() throws SQLException, IOException {
        var server = TestServers.postgres();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            for (String table : tables(statement)) {
                try (ResultSet rows = statement.executeQuery("select t::text from " + table + " t")) {
                    while (rows.next()) {
                        look("table " + table, String.valueOf(rows.getString(1)));
                    }
                }
            }
            statement.execute("checkpoint");
            files(Path.of(one(statement, "show data_directory"), "base"), "relation file");
        }
    }

    private static List<String> tables(Statement statement) throws SQLException {
        var tables = new ArrayList<String>();
        try (ResultSet rows = statement.executeQuery("""
                select quote_ident(n.nspname) || '.' || quote_ident(c.relname) from pg_class c
                join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'm') order by 1""")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Text of a row; binary columns are in hex. */
    private void look(String place, String text) {
        for (String secret : secrets) {
            if (text.contains(secret)
                    || text.contains(HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)))) {
                found.add(place + " holds " + secret);
            }
        }
    }

    private void look(String place, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String secret : secrets) {
            if (text.contains(secret)) {
                found.add(place + " holds " + secret);
            }
        }
    }

    private void redis() {
        send(Request.cmd(Command.CONFIG).arg("SET").arg("rdbcompression").arg("no"));
        String cursor = "0";
        do {
            Response page =
                    send(Request.cmd(Command.SCAN).arg(cursor).arg("COUNT").arg(500));
            for (Response key : page.get(1)) {
                look("name of a key", key.toBytes());
                Response dump = redis.send(Request.cmd(Command.DUMP).arg(key.toString()))
                        .await()
                        .atMost(PATIENCE);
                if (dump != null) {
                    look("key " + key, dump.toBytes());
                }
            }
            cursor = page.get(0).toString();
        } while (!cursor.equals("0"));
    }

    private Response send(Request request) {
        return Objects.requireNonNull(redis.send(request).await().atMost(PATIENCE));
    }

    private void files(Path folder, String what) throws IOException {
        FolderTree.forEachFile(folder, file -> look(what + " " + file, Files.readAllBytes(file)));
    }
}
