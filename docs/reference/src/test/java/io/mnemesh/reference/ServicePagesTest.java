package io.mnemesh.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of the services have the same chapters, and their tables of settings name keys there are, with their defaults. */
class ServicePagesTest {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** A key of a table with the default beside it; null where the table tells it in words. */
    private record Row(String line, String key, @Nullable String fallback) {}

    static List<Module> services() {
        return Module.SERVICES;
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldHaveTheSameChapters(Module service) throws IOException {
        assertThat(lines(service).stream().filter(line -> line.startsWith("## ")))
                .containsExactly(
                        "## What it does",
                        "## Its API",
                        "## Events in and out",
                        "## Configuration",
                        "## How to run it alone");
    }

    @Test
    void shouldNameKeysThereAreWithTheirDefaults() throws IOException {
        Map<String, Set<String>> known = Settings.ofTheSources()
                .all()
                .collect(Collectors.groupingBy(
                        Setting::key,
                        Collectors.mapping(setting -> normal(setting.shownDefault()), Collectors.toSet())));
        var wrong = new ArrayList<String>();
        int compared = 0;
        for (Module service : Module.SERVICES) {
            for (Row row : rows(service)) {
                compared++;
                Set<String> defaults = known.get(row.key());
                if (defaults == null || (row.fallback() != null && !defaults.contains(normal(row.fallback())))) {
                    wrong.add(service.title() + ": " + row.line() + "; " + row.key() + " is " + defaults);
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(compared).isGreaterThan(100);
    }

    private static List<Row> rows(Module service) throws IOException {
        var rows = new ArrayList<Row>();
        for (String line : lines(service)) {
            String[] cells = line.split(" \\| ", 3);
            if (cells.length == 3 && cells[0].startsWith("| `mnemesh.")) {
                List<String> keys = codes(cells[0]);
                List<String> defaults = codes(cells[1]);
                String parent = keys.getFirst().replaceFirst("\\.[^.]+$", "");
                for (int i = 0; i < keys.size(); i++) {
                    String key = whole(keys.get(i), parent);
                    if (key.matches("[a-z0-9][a-z0-9.-]*")) {
                        rows.add(new Row(line, key, defaults.size() == keys.size() ? defaults.get(i) : null));
                    }
                }
            }
        }
        return rows;
    }

    /** A key as it is, where a table leaves out what it has in common with the one before; those of another shape as they are written. */
    private static String whole(String written, String parent) {
        if (written.startsWith("mnemesh.")
                || written.startsWith("quarkus.")
                || !written.matches("\\.?[a-z0-9][a-z0-9.-]*")) {
            return written;
        }
        return written.startsWith(".") ? parent + written : parent + "." + written;
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map(match -> match.group(1)).toList();
    }

    /** {@code PT1H}, {@code 1h} and {@code `1H`} are the same. */
    private static String normal(String value) {
        return value.replace("`", "").toLowerCase(Locale.ROOT).replaceFirst("^pt(?=\\d)", "");
    }

    private static List<String> lines(Module service) throws IOException {
        try (Stream<String> lines =
                Files.lines(Module.home().resolve(service.title()).resolve("README.md"))) {
            return lines.toList();
        }
    }
}
