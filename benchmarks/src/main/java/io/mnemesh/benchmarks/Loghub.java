package io.mnemesh.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The loghub data set: log lines of several systems with the event each line tells of. */
final class Loghub {

    private static final String SUFFIX = "_2k.log_structured.csv";

    private Loghub() {}

    /**
     * The log of one system.
     *
     * @param name   name of the system
     * @param lines  what each line says after its header
     * @param events number of the event of each line
     */
    record Log(String name, List<String> lines, int[] events) {}

    /** Reads {@code <Set>/<Set>_2k.log_structured.csv} of every set in a folder, in the order of their names. */
    static List<Log> read(Path folder) throws IOException {
        var logs = new ArrayList<Log>();
        try (Stream<Path> sets = Files.list(folder)) {
            for (Path set : sets.sorted().toList()) {
                String name = String.valueOf(set.getFileName());
                Path file = set.resolve(name + SUFFIX);
                if (Files.isRegularFile(file)) {
                    logs.add(log(name, Files.readString(file)));
                }
            }
        }
        if (logs.isEmpty()) {
            throw new IllegalArgumentException("There is no <Set>/<Set>" + SUFFIX + " in " + folder + ".");
        }
        return logs;
    }

    static Log log(String name, String csv) {
        List<List<String>> rows = Csv.rows(csv);
        int content = Csv.column(name, rows, "Content");
        int event = Csv.column(name, rows, "EventId");
        List<List<String>> data = rows.subList(1, rows.size());
        Map<String, Integer> numbers = new HashMap<>();
        var lines = new ArrayList<String>();
        int[] events = new int[data.size()];
        for (List<String> row : data) {
            if (row.size() <= Math.max(content, event)) {
                throw new IllegalArgumentException(name + " has a row of " + row.size() + " fields.");
            }
            events[lines.size()] = numbers.computeIfAbsent(row.get(event), id -> numbers.size());
            lines.add(row.get(content));
        }
        return new Log(name, lines, events);
    }
}
