package io.mnemesh.checks.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.checks.chart.Chart;
import io.mnemesh.checks.chart.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the chart's backup does around {@code pg_dump}, which is a stand-in here. */
class BackupScriptTest {

    @TempDir
    Path folder;

    private Path backups;
    private Path programs;

    @BeforeEach
    void prepare() throws IOException {
        backups = Files.createDirectories(folder.resolve("backups"));
        programs = Files.createDirectories(folder.resolve("bin"));
        program("pg_restore", "grep -q dumped \"$2\"");
    }

    @Test
    void shouldKeepTheNewestOnly() throws Exception {
        program("pg_dump", "for a in \"$@\"; do case $a in --file=*) echo dumped >\"${a#--file=}\";; esac; done");
        for (int day = 1; day <= 3; day++) {
            String name = "mnemesh-2026010" + day + "T000000Z.dump";
            Files.writeString(backups.resolve(name), "old");
            Files.writeString(backups.resolve(name + ".sha256"), "sum");
        }
        Files.writeString(backups.resolve(".mnemesh-20260104T000000Z.dump.part"), "killed");

        Outcome outcome = run(2);

        assertThat(outcome.status()).as(outcome.text()).isZero();
        List<String> left = names();
        assertThat(left).hasSize(4).contains("mnemesh-20260103T000000Z.dump", "mnemesh-20260103T000000Z.dump.sha256");
        Path fresh = backups.resolve(left.stream()
                .filter(name -> !name.contains("2026010") && name.endsWith(".dump"))
                .findFirst()
                .orElseThrow());
        assertThat(fresh).hasContent("dumped");
        assertThat(Path.of(fresh + ".sha256"))
                .hasContent("d00ac8721ab542f2bcff0217fcc4c589ec609dcb56123c3077c1399393261cbe  " + fresh.getFileName());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldLeaveNoBackupWhenTheDumpFails() throws Exception {
        program("pg_dump", "echo 'pg_dump: error: query would be affected by row-level security policy' >&2; exit 1");

        Outcome outcome = run(2);

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.text()).contains("row-level security");
        assertThat(names()).isEmpty();
    }

    @Test
    void shouldLeaveNoBackupThatCannotBeReadBack() throws Exception {
        program("pg_dump", "for a in \"$@\"; do case $a in --file=*) echo cut >\"${a#--file=}\";; esac; done");

        Outcome outcome = run(2);

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(names()).isEmpty();
    }

    private record Outcome(int status, String text) {}

    private Outcome run(int keep) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                        "/bin/sh",
                        Repository.path(Chart.FOLDER + "/files/backup.sh").toString())
                .redirectErrorStream(true);
        builder.environment().put("BACKUP_FOLDER", backups.toString());
        builder.environment().put("BACKUP_KEEP", Integer.toString(keep));
        builder.environment().merge("PATH", programs.toString(), (old, own) -> own + ":" + old);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), text);
    }

    private void program(String name, String body) throws IOException {
        Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(backups)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
