package io.mnemesh.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A folder with all it holds, taken as one. */
public final class FolderTree {

    private FolderTree() {}

    /** What is done with a file. */
    @FunctionalInterface
    public interface FileAction {
        void on(Path file) throws IOException;
    }

    /** Removes the folder and all in it. What vanishes meanwhile is fine. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new Walk(Files::deleteIfExists) {
            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Does something with each file in the folder. What vanishes meanwhile is passed over. */
    public static void forEachFile(Path folder, FileAction action) throws IOException {
        Files.walkFileTree(folder, new Walk(action));
    }

    /** Goes through a folder of which files may vanish. */
    private static class Walk extends SimpleFileVisitor<Path> {

        private final FileAction action;

        Walk(FileAction action) {
            this.action = action;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            try {
                action.on(file);
            } catch (NoSuchFileException e) {
                return visitFileFailed(file, e);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
