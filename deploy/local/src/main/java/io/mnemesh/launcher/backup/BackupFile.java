package io.mnemesh.launcher.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.launcher.stack.LauncherException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A backup that was written before, opened for reading. */
public final class BackupFile implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;
    private final ZipFile zip;
    private final Manifest manifest;

    private BackupFile(Path path, ZipFile zip) throws IOException {
        this.path = path;
        this.zip = zip;
        this.manifest = JSON.readValue(bytes(DatabaseBackup.MANIFEST), Manifest.class);
        if (manifest.format() != Manifest.FORMAT) {
            throw new LauncherException(
                    path + " has format " + manifest.format() + "; this Mnemesh reads format " + Manifest.FORMAT + ".");
        }
    }

    /**
     * Opens a backup and compares every checksum in it, so that nothing is touched for a damaged one.
     *
     * @throws LauncherException if it is not there, not a backup, or damaged
     */
    public static BackupFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new LauncherException("There is no backup " + path + ".");
        }
        ZipFile zip = null;
        try {
            zip = new ZipFile(path.toFile());
            var file = new BackupFile(path, zip);
            file.verify();
            return file;
        } catch (IOException e) {
            close(zip, e);
            throw new LauncherException(path + " is not a whole backup: " + e.getMessage(), e);
        } catch (LauncherException e) {
            close(zip, e);
            throw e;
        }
    }

    private static void close(@org.jspecify.annotations.Nullable ZipFile zip, Exception cause) {
        if (zip != null) {
            try {
                zip.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    private void verify() throws IOException {
        for (Manifest.TableCopy table : manifest.tables()) {
            var digest = DatabaseBackup.sha256();
            try (var in = new DigestInputStream(rows(table), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            String found = HexFormat.of().formatHex(digest.digest());
            if (!found.equals(table.sha256())) {
                throw new LauncherException(path + " is damaged: table " + table.name() + " has the SHA-256 " + found
                        + ", its manifest says " + table.sha256() + ".");
            }
        }
    }

    Manifest manifest() {
        return manifest;
    }

    /** When it was made, ISO 8601. */
    public String created() {
        return manifest.created();
    }

    InputStream rows(Manifest.TableCopy table) throws IOException {
        return zip.getInputStream(entry(table.entry()));
    }

    /** Writes the files that were kept beside the database into a folder, readable by their owner only. */
    public void unpackFiles(Path folder) {
        try {
            for (String name : fileNames()) {
                Path target = folder.resolve(name).normalize();
                if (!target.startsWith(folder)) {
                    throw new LauncherException(path + " has a file outside the data directory: " + name + ".");
                }
                Files.createDirectories(target.getParent());
                Files.deleteIfExists(target);
                Files.createFile(
                        target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(target, bytes(DatabaseBackup.FILES + name));
            }
        } catch (IOException e) {
            throw new LauncherException("The files of " + path + " cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private List<String> fileNames() {
        var names = new ArrayList<String>();
        zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.startsWith(DatabaseBackup.FILES))
                .forEach(name -> names.add(name.substring(DatabaseBackup.FILES.length())));
        return names;
    }

    private byte[] bytes(String name) throws IOException {
        try (var in = zip.getInputStream(entry(name))) {
            return in.readAllBytes();
        }
    }

    private ZipEntry entry(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException("it has no " + name);
        }
        return entry;
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new LauncherException(path + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
