package io.mnemesh.embeddings.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts the native libraries of ONNX Runtime and the tokenizers into this service's data folder and points their loaders
 * there; telemetry is switched off. Left to themselves the loaders unpack into the temporary folder at every start and into the home directory, and
 * look for newer ones on the network; a container may have neither.
 *
 * <p>{@code libraries.sha256} says what each library must be. One that lies in the data folder and is that is left as it is, so
 * that a start neither writes it nor reads it out of the jar or the executable; any other is replaced.
 */
public final class NativeLibraries {

    private static final boolean MAC =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

    private NativeLibraries() {}

    /**
     * Call before the first use of either library. Does nothing on a platform for which the jars have no library of this
     * layout; their own loaders then say so.
     *
     * @return the libraries that lie there now, with their SHA-256
     * @throws IOException if the folder cannot be written
     * @throws UntrustedModelException if a library on the class path is not the one this service was built with
     */
    public static Map<Path, String> prepare(Path data) throws IOException {
        RuntimeTelemetry.disable();
        Path folder = Files.createDirectories(folder(data));
        String runtime = "ai/onnxruntime/native/" + (MAC ? "osx" : "linux") + (ARM ? "-aarch64/" : "-x64/");
        Map<String, String> digests = digests();
        var unpacked = new LinkedHashMap<Path, String>();
        for (Path library : places(data)) {
            String resource = runtime + library.getFileName();
            String promised = digests.get(resource);
            if (promised != null && unpack(resource, promised, library)) {
                unpacked.put(library, promised);
            }
        }
        if (unpacked.keySet().containsAll(places(data))) {
            System.setProperty("onnxruntime.native.path", folder.toString());
        }
        System.setProperty("ENGINE_CACHE_DIR", folder.toString());
        System.setProperty("ai.djl.offline", "true");
        return unpacked;
    }

    /** Where the libraries lie once they are unpacked. */
    public static List<Path> places(Path data) {
        String suffix = MAC ? ".dylib" : ".so";
        return Stream.of("libonnxruntime", "libonnxruntime4j_jni")
                .map(name -> folder(data).resolve(name + suffix))
                .toList();
    }

    private static Path folder(Path data) {
        return data.resolve("native");
    }

    /** SHA-256 of each library by its name on the class path. */
    static Map<String, String> digests() throws IOException {
        try (InputStream in = NativeLibraries.class.getClassLoader().getResourceAsStream("libraries.sha256")) {
            if (in == null) {
                throw new IllegalStateException("libraries.sha256 is not on the class path.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" +", 2))
                    .collect(Collectors.toMap(line -> line[1], line -> line[0]));
        }
    }

    /** @return whether the library lies there */
    static boolean unpack(String resource, String promised, Path target) throws IOException {
        if (DigestsAhead.of(target).equals(Optional.of(promised))) {
            return true;
        }
        try (InputStream in = NativeLibraries.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                return false;
            }
            Sha256.copy(in, target, digest -> {
                if (!digest.equals(promised)) {
                    throw new UntrustedModelException(
                            "The library " + resource + " was altered: its SHA-256 is " + digest
                                    + ", libraries.sha256 says " + promised + ".",
                            null);
                }
            });
            return true;
        }
    }
}
