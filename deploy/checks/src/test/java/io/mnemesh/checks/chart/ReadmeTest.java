package io.mnemesh.checks.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of values in the chart's README is that of values.yaml; {@code -Drefresh} writes it anew. */
class ReadmeTest {

    private static final String MARK = "<!-- The table is written from values.yaml; a change made below is lost. -->\n";

    @Test
    void shouldListTheValues() throws IOException {
        Path file = Repository.path(Chart.FOLDER + "/README.md");
        String page = Repository.read(file);
        String wanted = page.substring(0, page.indexOf(MARK) + MARK.length()) + "\n" + table();
        if (System.getProperty("refresh") != null) {
            Files.writeString(file, wanted);
        }

        assertThat(Repository.read(file)).isEqualTo(wanted);
        assertThat(wanted.lines().filter(line -> line.startsWith("| `"))).hasSizeGreaterThan(80);
    }

    private static String table() throws IOException {
        JsonNode values = Manifests.YAML.readTree(Repository.read(Chart.FOLDER + "/values.yaml"));
        var table = new StringBuilder("| Value | Default | Meaning |\n|---|---|---|\n");
        Deque<String> path = new ArrayDeque<>();
        var comment = new ArrayList<String>();
        for (String line :
                Repository.read(Chart.FOLDER + "/values.yaml").lines().toList()) {
            String text = line.strip();
            if (text.isEmpty()) {
                comment.clear();
            } else if (text.startsWith("#")) {
                comment.add(text.substring(1).strip());
            } else if (text.contains(":")) {
                int depth = (line.length() - line.stripLeading().length()) / 2;
                while (path.size() > depth) {
                    path.removeLast();
                }
                path.addLast(text.substring(0, text.indexOf(':')));
                row(table, values, List.copyOf(path), String.join(" ", comment));
                comment.clear();
            }
        }
        return table.toString();
    }

    private static void row(StringBuilder table, JsonNode values, List<String> path, String meaning) {
        JsonNode value = values;
        for (String key : path) {
            value = value.path(key);
        }
        if (!value.isMissingNode() && !meaning.isEmpty()) {
            String shown = value.isObject() && !value.isEmpty() ? "" : "`" + value + "`";
            table.append("| `%s` | %s | %s |%n".formatted(String.join(".", path), shown, meaning));
        }
    }
}
