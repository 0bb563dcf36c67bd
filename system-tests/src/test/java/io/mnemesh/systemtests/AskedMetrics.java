package io.mnemesh.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metrics with their labels: those that the chart's alerts and dashboards ask for, or those that a service exports.
 *
 * @param labels names of labels by name of metric
 */
record AskedMetrics(Map<String, Set<String>> labels) {

    /** Labels that Prometheus itself adds when it scrapes a pod. */
    private static final Set<String> OF_THE_SCRAPE = Set.of("namespace", "pod", "app_kubernetes_io_component");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ALERT = Pattern.compile("(?m)^ +expr: (\".*\")$");
    private static final Pattern METRIC = Pattern.compile(
            "\\b((?:mnemesh|jvm|process)_[a-z0-9_]+)(?:\\{(?<labels>(?:[^\"}]|\"(?:[^\"\\\\]|\\\\.)*\")*)\\})?");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+) *(?:=~|!=|!~|=) *\"");
    private static final Pattern GROUPED = Pattern.compile("\\bby \\(([^)]*)\\)");

    /** What the chart in this repository asks for. A label that a question groups by counts for each of its metrics. */
    static AskedMetrics ofTheChart(Path home) throws IOException {
        Path files = home.resolve("deploy/helm/mnemesh/files");
        var asked = new AskedMetrics(new TreeMap<>());
        Matcher alert = ALERT.matcher(Files.readString(files.resolve("alerts.yaml")));
        while (alert.find()) {
            asked.add(JSON.readTree(alert.group(1)).asText());
        }
        for (String question : dashboards(files.resolve("dashboards"))) {
            asked.add(question);
        }
        return asked;
    }

    private static List<String> dashboards(Path folder) throws IOException {
        var questions = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                JsonNode dashboard = JSON.readTree(Files.readString(file));
                questions.addAll(dashboard.findValuesAsText("expr"));
            }
        }
        return questions;
    }

    private void add(String question) {
        var grouped = new TreeSet<String>();
        GROUPED.matcher(question)
                .results()
                .forEach(match -> grouped.addAll(List.of(match.group(1).split(", *"))));
        Matcher metric = METRIC.matcher(question);
        while (metric.find()) {
            Set<String> names = labels.computeIfAbsent(metric.group(1), _ -> new TreeSet<>());
            names.addAll(grouped);
            LABEL.matcher(metric.group("labels") == null ? "" : metric.group("labels"))
                    .results()
                    .forEach(match -> names.add(match.group(1)));
            names.removeAll(OF_THE_SCRAPE);
        }
    }

    /** What services export, as Prometheus reads it. */
    static AskedMetrics exported(List<String> pages) {
        var exported = new AskedMetrics(new TreeMap<>());
        for (String page : pages) {
            Matcher metric = METRIC.matcher(page);
            while (metric.find()) {
                Set<String> names = exported.labels.computeIfAbsent(metric.group(1), _ -> new TreeSet<>());
                LABEL.matcher(metric.group("labels") == null ? "" : metric.group("labels"))
                        .results()
                        .forEach(match -> names.add(match.group(1)));
            }
        }
        return exported;
    }

    /** What of this the other ones do not have, as {@code metric} or {@code metric{label}}. */
    Set<String> without(AskedMetrics others) {
        var missing = new TreeSet<String>();
        labels.forEach((metric, names) -> {
            Set<String> there = others.labels.get(metric);
            if (there == null) {
                missing.add(metric);
            } else {
                names.stream()
                        .filter(name -> !there.contains(name))
                        .forEach(name -> missing.add(metric + "{" + name + "}"));
            }
        });
        return missing;
    }
}
