package io.mnemesh.embedded;

import io.mnemesh.embedded.EmbeddedServerException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Folder of server binaries unpacked from the class path. Each has a name that ends in the digest of what it was
 * unpacked from, so versions live side by side. Unpacking goes to a temporary neighbour that is renamed in one step:
 * processes may do it at the same time, and one that is killed meanwhile leaves nothing that looks whole.
 */
final class BinaryCache {

    private static final int DIGEST_BYTES = 6;

    private final Path folder;

    BinaryCache(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /** {@code MNEMESH_CACHE_DIR}, else {@code mnemesh} in the user's cache folder. */
    static Path defaultFolder() {
        String own = System.getenv("MNEMESH_CACHE_DIR");
        if (own != null && !own.isBlank()) {
            return Path.of(own);
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path caches = xdg != null && !xdg.isBlank() ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
        return caches.resolve("mnemesh");
    }

    /** Folder with the unpacked {@code .txz} archive. */
    Path archive(String resource, String name) {
        Path target = folder.resolve(name + "-" + digest(resource));
        if (!Files.isDirectory(target)) {
            install(target, resource, BinaryCache::unpack);
        }
        return target;
    }

    /** The resource as an executable file. */
    Path executable(String resource, String name) {
        Path target = folder.resolve(name + "-" + digest(resource));
        if (!Files.isDirectory(target)) {
            install(target, resource, (in, to) -> {
                Path file = to.resolve(name);
                Files.copy(in, file);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            });
        }
        return target.resolve(name);
    }

    private void install(Path target, String resource, Unpacker unpacker) {
        try {
            Files.createDirectories(folder);
            Path temporary = Files.createTempDirectory(folder, ".unpacking-");
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
            try (InputStream in = open(resource)) {
                unpacker.unpack(in, temporary);
                move(temporary, target);
            } finally {
                FolderTree.delete(temporary);
            }
        } catch (IOException e) {
            throw Folders.failure("The binaries cannot be unpacked to " + folder + ".", e);
        }
    }

    private static void move(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
            // Another process was faster; its copy is as good as ours.
        }
    }

    private static void unpack(InputStream in, Path to) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(in))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = to.resolve(entry.getName()).normalize();
                if (!path.startsWith(to)) {
                    throw new IOException("The archive has an entry outside its root: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(path.getParent());
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(path.getParent());
                    Files.copy(tar, path, StandardCopyOption.REPLACE_EXISTING);
                    boolean executable = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    private static String digest(String resource) {
        try (InputStream in = open(resource)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
        } catch (IOException e) {
            throw new EmbeddedServerException(Reason.FAILED, "The binaries " + resource + " cannot be read.", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = BinaryCache.class.getResourceAsStream(resource);
        if (in == null) {
            throw new EmbeddedServerException(
                    Reason.UNSUPPORTED_PLATFORM, "The binaries " + resource + " are not on the class path.");
        }
        return in;
    }

    private interface Unpacker {
        void unpack(InputStream in, Path to) throws IOException;
    }
}
