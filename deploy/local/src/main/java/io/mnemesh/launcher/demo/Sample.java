package io.mnemesh.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The sample that ships with the repository.
 *
 * @param memories bodies of {@code POST /api/memories}
 * @param searches what to search for, and the entry that must be found
 * @param analysis the error to analyse, and the resolution that must come back
 */
record Sample(List<JsonNode> memories, List<JsonNode> searches, JsonNode analysis) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Sample read(Path folder) {
        try {
            var memories = new ArrayList<JsonNode>();
            for (String line : Files.readAllLines(folder.resolve("memories.jsonl"))) {
                if (!line.isBlank()) {
                    memories.add(JSON.readTree(line));
                }
            }
            var searches = new ArrayList<JsonNode>();
            JSON.readTree(folder.resolve("searches.json").toFile()).forEach(searches::add);
            return new Sample(
                    memories,
                    searches,
                    JSON.readTree(folder.resolve("analyze.json").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
