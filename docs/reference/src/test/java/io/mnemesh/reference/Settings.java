package io.mnemesh.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every setting of every module, with the defaults that hold where it is read.
 *
 * @param platform of the platform, where a service may have its own default
 * @param mesh     of the mesh, likewise
 * @param library  of the cache library, in the services that use it
 * @param services of each service alone, then the shared ones for which it has a default of its own
 */
record Settings(
        List<Setting> platform, List<Setting> mesh, List<Setting> library, Map<Module, List<Setting>> services) {

    private static final Setting NAME = new Setting(
            "mnemesh.service.name",
            "text",
            null,
            false,
            "The service's name, from which its schema, its role and its consumer groups follow. Not to be changed.");

    static Settings ofTheSources() throws IOException {
        PlatformKeys keys = PlatformKeys.onTheClassPath();
        Map<String, String> shared = Defaults.shared().values();
        List<Setting> platform = Descriptions.platform().entrySet().stream()
                .map(entry -> keys.setting(entry.getKey(), entry.getValue()))
                .map(setting -> overridden(setting, shared))
                .toList();
        List<Setting> mesh = Stream.concat(Stream.of(NAME), Mappings.below(Module.MESH.sources()).stream())
                .toList();
        List<Setting> library = Mappings.below(Module.CACHE_LIBRARY.sources());
        Map<Module, List<Setting>> services = Module.SERVICES.stream()
                .collect(Collectors.toMap(Function.identity(), service -> {
                    var inherited = new ArrayList<>(platform);
                    inherited.addAll(mesh);
                    inherited.addAll(usesCache(service) ? library : List.of());
                    return of(service, inherited);
                }));
        return new Settings(shared(platform, services), shared(mesh, services), library, services);
    }

    /** Those that not every service sets itself. */
    private static List<Setting> shared(List<Setting> settings, Map<Module, List<Setting>> services) {
        return settings.stream()
                .filter(setting -> !services.values().stream()
                        .allMatch(own ->
                                own.stream().anyMatch(other -> other.key().equals(setting.key()))))
                .toList();
    }

    private static List<Setting> of(Module service, List<Setting> inherited) {
        Map<String, String> own = Defaults.of(service).values();
        return Stream.concat(
                        Mappings.below(service.sources()).stream().map(setting -> overridden(setting, own)),
                        inherited.stream()
                                .filter(setting -> own.containsKey(setting.key()))
                                .map(setting -> overridden(setting, own)))
                .toList();
    }

    private static Setting overridden(Setting setting, Map<String, String> values) {
        String value = values.get(setting.key());
        return value == null ? setting : setting.withFallback(value);
    }

    /** Whether a service has the cache library. */
    static boolean usesCache(Module service) {
        try {
            return Files.readString(service.pom()).contains("<artifactId>mnemesh-cache</artifactId>");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them, some more than once. */
    Stream<Setting> all() {
        return Stream.concat(
                Stream.of(platform, mesh, library).flatMap(List::stream),
                services.values().stream().flatMap(List::stream));
    }
}
