package io.mnemesh.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Programs that a build runs for bills of materials and images. */
final class ImageTool {

    private ImageTool() {}

    /** Runs the module that makes bills and images. */
    static void images(String... arguments) {
        Path target = Build.HOME.resolve("deploy/images/target");
        var command = new ArrayList<>(List.of(
                java("java"),
                "-cp",
                target.resolve("mnemesh-images.jar") + File.pathSeparator + target.resolve("lib/*"),
                "io.mnemesh.images.Main"));
        command.addAll(List.of(arguments));
        run(Build.HOME, Map.of("MNEMESH_HOME", Build.HOME.toString()), command);
    }

    /** A program of the JDK that runs this test. */
    static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    /** Runs a program to its end, which must be a good one. @return what it said */
    static String run(Path folder, Map<String, String> environment, List<String> command) {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
