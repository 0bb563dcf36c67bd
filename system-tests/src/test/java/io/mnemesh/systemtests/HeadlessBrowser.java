package io.mnemesh.systemtests;

import io.mnemesh.embedded.OptionalTool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The browser that {@code ./mnemesh tools browser} got, without a window. */
final class HeadlessBrowser {

    private static final int PATIENCE_SECONDS = 60;

    private final Path program;
    private final Path folder;

    private HeadlessBrowser(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /** @param folder where its profile goes, and what it says */
    static Optional<HeadlessBrowser> find(Path folder) {
        return OptionalTool.folder("browser")
                .map(tool -> new HeadlessBrowser(tool.resolve("bin").resolve("chromium"), folder));
    }

    /** The page's document when its scripts have done their work. */
    String document(URI page) throws IOException, InterruptedException {
        Path document = folder.resolve("document.html");
        Process browser = start(document, "--virtual-time-budget=30000", "--dump-dom", page.toString());
        try {
            if (!browser.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The browser did not finish within " + PATIENCE_SECONDS + " seconds.");
            }
        } finally {
            browser.destroyForcibly();
        }
        return Files.readString(document);
    }

    /** Opens a page and leaves it open; the page may open others. */
    Process open(URI page) throws IOException {
        return start(folder.resolve("browser.out"), "--remote-debugging-port=0", page.toString());
    }

    private Process start(Path output, String... arguments) throws IOException {
        var command = new ArrayList<String>(List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-popup-blocking",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("profile")));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(folder.resolve("browser.log").toFile())
                .start();
    }
}
