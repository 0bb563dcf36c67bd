package io.mnemesh.embeddings.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * Puts the native libraries of ONNX Runtime and the tokenizers into this service's data folder and points their loaders
 * there. Left to themselves the loaders unpack into the temporary folder at every start and into the home directory, and
 * look for newer ones on the network; a container may have neither.
 */
public final class NativeLibraries {

    private NativeLibraries() {}

    /**
     * Call before the first use of either library. Does nothing on a platform for which the jars have no library of this
     * layout; their own loaders then say so.
     *
     * @throws IOException if the folder cannot be written
     */
    public static void prepare(Path data) throws IOException {
        Path folder = Files.createDirectories(data.resolve("native"));
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "osx" : "linux";
        String suffix = system.equals("osx") ? ".dylib" : ".so";
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        String runtime = "ai/onnxruntime/native/" + system + (arm ? "-aarch64/" : "-x64/");
        boolean unpacked = true;
        for (String name : List.of("libonnxruntime", "libonnxruntime4j_jni")) {
            unpacked &= unpack(runtime + name + suffix, folder.resolve(name + suffix));
        }
        if (unpacked) {
            System.setProperty("onnxruntime.native.path", folder.toString());
        }
        System.setProperty("ENGINE_CACHE_DIR", folder.toString());
        System.setProperty("ai.djl.offline", "true");
    }

    private static boolean unpack(String resource, Path target) throws IOException {
        try (InputStream in = NativeLibraries.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                return false;
            }
            Path half = Files.createTempFile(target.getParent(), "unpack", ".part");
            try {
                Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
                Files.move(half, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(half);
            }
            return true;
        }
    }
}
