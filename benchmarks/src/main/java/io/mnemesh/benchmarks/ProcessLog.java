package io.mnemesh.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A log of a process.
 *
 * @param name  name of its file without the ending
 * @param cases its cases in the order of the file
 */
record ProcessLog(String name, List<Case> cases) {

    private static final String SUFFIX = ".csv";
    private static final String CASE = "CaseID";
    private static final String ACTIVITY = "ActivityID";
    private static final String TIME = "CompleteTimestamp";

    /** @param events in the order of the file */
    record Case(String id, List<Event> events) {}

    /** @param at ms since 1970 */
    record Event(String activity, long at) {}

    /** Reads every {@code <log>.csv} of a folder, in the order of their names. */
    static List<ProcessLog> readAll(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("There is no <log>" + SUFFIX + " in " + folder + ".");
        }
        var logs = new ArrayList<ProcessLog>();
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            logs.add(read(name.substring(0, name.length() - SUFFIX.length()), Files.readString(file)));
        }
        return logs;
    }

    static ProcessLog read(String name, String csv) {
        List<List<String>> rows = Csv.rows(csv);
        int id = Csv.column(name, rows, CASE);
        int activity = Csv.column(name, rows, ACTIVITY);
        int time = Csv.column(name, rows, TIME);
        Map<String, List<Event>> cases = new LinkedHashMap<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            if (row.size() <= Math.max(id, Math.max(activity, time))) {
                throw new IllegalArgumentException(name + " has a row of " + row.size() + " fields.");
            }
            cases.computeIfAbsent(row.get(id), fresh -> new ArrayList<>())
                    .add(new Event(row.get(activity), millis(row.get(time))));
        }
        return new ProcessLog(
                name,
                cases.entrySet().stream()
                        .map(entry -> new Case(entry.getKey(), List.copyOf(entry.getValue())))
                        .toList());
    }

    private static long millis(String time) {
        return LocalDateTime.parse(time.strip().replace(' ', 'T'))
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli();
    }
}
