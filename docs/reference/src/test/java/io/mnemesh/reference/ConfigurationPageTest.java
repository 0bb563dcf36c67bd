package io.mnemesh.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.cache.CacheConfig;
import io.mnemesh.mesh.identity.IdentityConfig;
import io.mnemesh.mesh.order.OrdersConfig;
import io.mnemesh.mesh.outbox.OutboxConfig;
import io.mnemesh.mesh.postgres.PostgresConfig;
import io.mnemesh.mesh.redis.RedisConfig;
import io.mnemesh.mesh.stream.StreamConfig;
import io.mnemesh.mesh.work.WorkConfig;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The configuration page says what the sources say, all of it and nothing else. */
class ConfigurationPageTest {

    private static final Pattern INJECTED = Pattern.compile("@ConfigProperty\\(\\s*name\\s*=\\s*\"(mnemesh[^\"]+)\"");

    @Test
    void shouldBeFresh() throws IOException {
        References.assertFresh("configuration.md", ConfigurationPage.of(Settings.ofTheSources()));
    }

    @Test
    void shouldReadTheInterfacesAsTheirOwnLibraryDoes() {
        var expected = new HashMap<String, String>();
        Stream.of(
                        IdentityConfig.class,
                        OrdersConfig.class,
                        OutboxConfig.class,
                        PostgresConfig.class,
                        RedisConfig.class,
                        StreamConfig.class,
                        WorkConfig.class,
                        CacheConfig.class)
                .map(ConfigClass::configClass)
                .forEach(mapping -> expected.putAll(mapping.getProperties()));
        expected.keySet().removeIf(key -> key.endsWith("[*]")); // the other spelling of a list

        var read = new HashMap<String, String>();
        Stream.of(Module.MESH, Module.CACHE_LIBRARY)
                .flatMap(module -> Mappings.below(module.sources()).stream())
                .forEach(setting -> read.put(setting.key(), setting.fallback()));

        assertThat(read).isEqualTo(expected);
    }

    @Test
    void shouldHaveEveryKeyThatAFileSetsOrABeanReads() throws IOException {
        List<Setting> known = Settings.ofTheSources().all().toList();

        Set<String> used = new TreeSet<>();
        for (Module module : Module.values()) {
            used.addAll(injected(module.sources()));
        }
        Module.SERVICES.forEach(service -> Defaults.of(service).values().keySet().stream()
                .filter(key -> key.startsWith("mnemesh."))
                .forEach(used::add));

        assertThat(used).isNotEmpty().allSatisfy(key -> assertThat(known).anyMatch(setting -> setting.isNamed(key)));
    }

    @Test
    void shouldDescribeExactlyTheVariablesThatConfigurationRefersTo() throws IOException {
        Map<String, Map<String, List<String>>> used =
                Variables.of(Settings.ofTheSources()).modulesByDefault();

        assertThat(Descriptions.variables().keySet()).isEqualTo(used.keySet());
    }

    @Test
    void shouldDescribeOnlyVariablesThatTheToolsRead() throws IOException {
        var text = new StringBuilder(Files.readString(Module.home().resolve("deploy/tools/lib")));
        for (String folder : List.of("mesh/embedded/src/main", "mesh/testing/src/main", "deploy/local/src/main")) {
            for (Path file : javaFiles(Module.home().resolve(folder))) {
                text.append(Files.readString(file));
            }
        }

        assertThat(Descriptions.tools().keySet())
                .allSatisfy(name -> assertThat(text).containsPattern("\\b" + name + "\\b"));
    }

    private static Set<String> injected(Path sources) throws IOException {
        var keys = new TreeSet<String>();
        for (Path file : javaFiles(sources)) {
            Matcher matcher = INJECTED.matcher(Files.readString(file));
            while (matcher.find()) {
                keys.add(matcher.group(1));
            }
        }
        return keys;
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
