package io.mnemesh.launcher.cli;

import io.mnemesh.launcher.stack.RunState;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/** {@code up --detach}: a second launcher that outlives this one; this one shows its progress until it is ready. */
record Detached(Home home, Path data, boolean nativeForm) {

    int start() throws IOException, InterruptedException {
        Files.createDirectories(home.logs());
        Path log = home.logs().resolve("launcher.log");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.add("-Xmx128m");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("io.mnemesh.launcher.Main");
        command.add("up");
        command.add("--data");
        command.add(data.toString());
        if (nativeForm) {
            command.add("--native");
        }
        var launcher = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        long shown = 0;
        while (true) {
            boolean ended = launcher.waitFor(100, TimeUnit.MILLISECONDS);
            boolean ready = isReady(launcher.pid());
            shown = show(log, shown);
            if (ended) {
                return launcher.exitValue() == 0 ? 1 : launcher.exitValue();
            }
            if (ready) {
                return 0;
            }
        }
    }

    private boolean isReady(long launcher) {
        return RunState.read(home.runFile())
                .filter(state ->
                        state.launcher().pid() == launcher && state.phase().equals("ready"))
                .isPresent();
    }

    private static long show(Path log, long from) throws IOException {
        byte[] all = Files.readAllBytes(log);
        System.out.print(new String(all, (int) from, (int) (all.length - from), StandardCharsets.UTF_8));
        System.out.flush();
        return all.length;
    }
}
