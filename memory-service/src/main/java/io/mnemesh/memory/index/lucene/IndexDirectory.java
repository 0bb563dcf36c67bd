package io.mnemesh.memory.index.lucene;

import io.mnemesh.memory.index.document.MemoryAnalyzer;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.store.NRTCachingDirectory;

/**
 * The folder an index is kept in. What cannot be used any more (damaged, of another version or format) is thrown away: an
 * index can always be rebuilt.
 */
final class IndexDirectory {

    /**
     * Segments up to this size stay in the heap until they are committed: most of them are merged into others before, and
     * creating their files would take longer than filling them.
     */
    private static final double UNCOMMITTED_SEGMENT_MEGABYTES = 2;

    private static final double UNCOMMITTED_MEGABYTES = 8;

    private final LuceneSettings settings;
    private final MemoryAnalyzer analyzer;

    IndexDirectory(LuceneSettings settings, MemoryAnalyzer analyzer) {
        this.settings = settings;
        this.analyzer = analyzer;
    }

    /** Opens what is there, or an empty index where nothing usable is. */
    LuceneStore open() throws IOException {
        try {
            return openExisting();
        } catch (LockObtainFailedException e) {
            throw new IOException(
                    "The index directory " + settings.directory() + " is in use by another process; give each its own"
                            + " mnemesh.memory.index.directory.",
                    e);
        } catch (CorruptIndexException
                | IndexFormatTooNewException
                | IndexFormatTooOldException
                | NoSuchFileException
                | FileNotFoundException
                | EOFException
                | IllegalArgumentException e) {
            clear();
            return openExisting();
        }
    }

    private LuceneStore openExisting() throws IOException {
        Path path = Files.createDirectories(settings.directory());
        Directory directory = new NRTCachingDirectory(
                settings.memoryMapped() ? new MMapDirectory(path) : new NIOFSDirectory(path),
                UNCOMMITTED_SEGMENT_MEGABYTES,
                UNCOMMITTED_MEGABYTES);
        try {
            var store = new LuceneStore(directory, settings, analyzer);
            try {
                store.verify();
                return store;
            } catch (IOException | RuntimeException e) {
                store.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private void clear() throws IOException {
        try (Stream<Path> files = Files.list(settings.directory())) {
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
