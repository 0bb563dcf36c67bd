package io.mnemesh.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** The environment variables that configuration refers to, each with its default and the modules it holds in. */
final class Variables {

    private final Map<String, Map<String, List<String>>> modulesByDefault = new TreeMap<>();

    private Variables() {}

    static Variables of(Settings settings) {
        var variables = new Variables();
        variables.collect("all", Defaults.shared().values().values().stream());
        variables.collect("all", settings.mesh().stream().map(Setting::fallback));
        variables.collect("those with a cache", settings.library().stream().map(Setting::fallback));
        for (Module service : Module.SERVICES) {
            Stream<String> files = Defaults.of(service).values().values().stream();
            Stream<String> declared = settings.services().get(service).stream().map(Setting::fallback);
            variables.collect(service.title(), Stream.concat(files, declared));
        }
        return variables;
    }

    private void collect(String module, Stream<String> values) {
        values.filter(Objects::nonNull).forEach(value -> {
            Matcher reference = Expression.REFERENCE.matcher(value);
            while (reference.find()) {
                String fallback = reference.group(2) == null ? "**required**" : shown(reference.group(2));
                List<String> modules = modulesByDefault
                        .computeIfAbsent(reference.group(1), name -> new LinkedHashMap<>())
                        .computeIfAbsent(fallback, name -> new ArrayList<>());
                if (!modules.contains(module)) {
                    modules.add(module);
                }
            }
        });
    }

    private static String shown(String fallback) {
        return fallback.isEmpty() ? "not set" : "`" + fallback + "`";
    }

    /** By variable, then by default: the modules. */
    Map<String, Map<String, List<String>>> modulesByDefault() {
        return modulesByDefault;
    }
}
