package io.mnemesh.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.launcher.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The bill of materials of each service names every jar of its packaged folder once, and nothing else, and says
 * the licence of each library.
 */
class BillOfMaterialsIT {

    /** Writes them; that each is valid CycloneDX is checked before it is written. */
    @BeforeAll
    static void writeBills() {
        ImageTool.images("bills");
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameEveryJarOnce(Service service) throws IOException {
        Path folder = service.jar(Build.HOME).resolveSibling("");

        JsonNode bill = new ObjectMapper()
                .readTree(Build.HOME
                        .resolve(service.folder())
                        .resolve("target/bom.json")
                        .toFile());

        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bill.path("specVersion").asText()).isEqualTo("1.6");
        assertThat(bill.at("/metadata/component/name").asText()).isEqualTo(service.artifact());
        List<JsonNode> components = StreamSupport.stream(bill.path("components").spliterator(), false)
                .toList();
        var named = new TreeMap<String, String>();
        components.forEach(component -> assertThat(named.put(
                        component.at("/evidence/occurrences/0/location").asText(),
                        component.at("/hashes/0/content").asText()))
                .isNull());
        assertThat(named).isEqualTo(checksums(folder));
        assertThat(components).allSatisfy(component -> {
            assertThat(component.path("purl").asText()).matches("pkg:(maven|generic)/.+@.+");
            assertThat(component.path("version").asText()).isNotEmpty();
            assertThat(component.at("/hashes/0/alg").asText()).isEqualTo("SHA-256");
        });
        assertThat(components.stream().map(component -> component.path("purl").asText()))
                .doesNotHaveDuplicates()
                .noneMatch(purl -> purl.contains("junit") || purl.contains("assertj"));
        assertThat(components)
                .filteredOn(component -> component.path("purl").asText().startsWith("pkg:maven/"))
                .allMatch(component -> component.path("licenses").size() > 0);
    }

    private static Map<String, String> checksums(Path folder) throws IOException {
        var checksums = new TreeMap<String, String>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".jar")).toList()) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                checksums.put(folder.relativize(file).toString(), HexFormat.of().formatHex(digest));
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        return checksums;
    }
}
